"""The documents of the site: added, described, replaced, let go when nothing gives them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from preau.kernel.refusal import Refusal
from preau.media.models import LANGUAGES, Document
from preau.processes.desk_access import agent_of
from preau.ui.forms import PlainForm

from ..documents import (
    add_document,
    delete_document,
    describe_document,
    document_counts,
    uses_of_document,
)
from .access import for_editors, frame

_ACCEPT = ".pdf,.odt,.ods,.docx,.xlsx"


def _languages() -> list[tuple[str, str]]:
    """Each with its name in the language of who reads."""
    names = [(one, str(get_language_info(one)["name_translated"])) for one in LANGUAGES]
    return [(code, name[:1].upper() + name[1:]) for code, name in names]


class DocumentForm(PlainForm):
    """Words of a document, and another file for it."""

    title = forms.CharField(
        max_length=160,
        label=_("Titre du document"),
        help_text=_(
            "Ce que l’on y trouve\u00a0: «\u00a0Règlement du budget participatif 2027\u00a0»."
        ),
        error_messages={"required": _("Donnez un titre au document.")},
    )
    language = forms.ChoiceField(label=_("Langue du document"), choices=_languages, initial="fr")
    file = forms.FileField(
        required=False,
        label=_("Remplacer le fichier"),
        help_text=_("L’adresse du document reste la même, ses liens mènent au nouveau fichier."),
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
        error_messages={"empty": _("Ce fichier est vide.")},
    )


class NewDocumentForm(DocumentForm):
    file = forms.FileField(
        label=_("Fichier"),
        help_text=_(
            "PDF, ODT, ODS, DOCX ou XLSX, 30\u00a0Mo au plus. Tout le monde pourra le lire."
        ),
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
        error_messages={
            "required": _("Choisissez un fichier."),
            "empty": _("Ce fichier est vide."),
        },
    )
    field_order = ["file", "title", "language"]


@for_editors
def documents(request: HttpRequest) -> HttpResponse:
    """All documents, and one more."""
    form = NewDocumentForm()
    if request.method == "POST":
        form = NewDocumentForm(request.POST, request.FILES)
        made = _take(request, form) if form.is_valid() else None
        if made is not None:
            messages.success(
                request, say("Le document est prêt. Un bloc «\u00a0Documents\u00a0» le donne.")
            )
            return redirect("pages_desk:document", made.pk)
    page = Paginator(Document.objects.all(), 30).get_page(request.GET.get("page"))
    held = list(page)
    counts = document_counts(held)
    shown = [(one, counts[one.pk]) for one in held]
    context = {"form": form, "page": page, "shown": shown}
    return render(request, "pages/desk/documents.html", frame(request, **context))


def _take(
    request: HttpRequest, form: DocumentForm, document: Document | None = None
) -> Document | None:
    data: dict[str, Any] = form.cleaned_data
    made = add_document(
        upload=data["file"],
        title=data["title"],
        language=data["language"],
        actor=agent_of(request),
        document=document,
    )
    if isinstance(made, Refusal):
        form.add_error("file", f"{made.reason} {made.remedy}".strip())
        return None
    return made


@for_editors
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: its words, its file, what a screen reader finds in it, where it is given."""
    found = get_object_or_404(Document, pk=pk)
    form = DocumentForm(initial={"title": found.title, "language": found.language})
    refusal = None
    if request.method == "POST" and request.POST.get("do") == "delete":
        refusal = delete_document(document=found, actor=agent_of(request))
        if refusal is None:
            messages.success(request, say("Le document est effacé."))
            return redirect("pages_desk:documents")
    elif request.method == "POST":
        form = DocumentForm(request.POST, request.FILES)
        if form.is_valid() and _keep(request, form, found):
            messages.success(request, say("Le document est à jour partout où il est donné."))
            return redirect("pages_desk:document", pk)
    context = {"document": found, "form": form, "uses": uses_of_document(found), "refusal": refusal}
    return render(request, "pages/desk/document.html", frame(request, **context))


def _keep(request: HttpRequest, form: DocumentForm, found: Document) -> bool:
    data = form.cleaned_data
    if data["file"]:
        return _take(request, form, found) is not None
    describe_document(
        document=found, title=data["title"], language=data["language"], actor=agent_of(request)
    )
    return True
