"""The media library: pictures, their words, their focal point, where they are used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from preau.kernel.refusal import Refusal
from preau.media.models import Picture
from preau.processes.desk_access import agent_of
from preau.ui.forms import PlainForm

from ..library import add_picture, delete_picture, describe_picture, use_counts, uses_of
from .access import for_editors, frame

_ALT = _("Ce que l’image montre, pour qui ne la voit pas.")
_ACROSS = (
    _("à gauche"),
    _("au centre gauche"),
    _("au centre"),
    _("au centre droit"),
    _("à droite"),
)
_DOWN = (_("En haut"), _("Au-dessus du milieu"), _("Au milieu"), _("Sous le milieu"), _("En bas"))


class PictureForm(PlainForm):
    title = forms.CharField(
        max_length=120,
        label=_("Nom dans la médiathèque"),
        error_messages={"required": _("Donnez un nom à l’image.")},
    )
    alt = forms.CharField(
        required=False, max_length=300, label=_("Texte de remplacement"), help_text=_ALT
    )
    is_decorative = forms.BooleanField(
        required=False, label=_("Image décorative\u00a0: elle ne dit rien de plus que le texte")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("alt") and not data.get("is_decorative"):
            self.add_error("alt", _("Décrivez l’image, ou dites qu’elle est décorative."))
        return data


class UploadForm(PictureForm):
    file = forms.FileField(
        label=_("Image"),
        help_text=_("JPEG, PNG ou WebP, 12 Mo au plus."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": _("Choisissez un fichier.")},
    )
    field_order = ["file", "title", "alt", "is_decorative"]


class DetailsForm(PictureForm):
    credit = forms.CharField(required=False, max_length=120, label=_("Crédit"))
    focus = forms.ChoiceField(
        label=_("Ce qui doit rester visible quand l’image est coupée"),
        choices=[(f"{x}-{y}", f"{_DOWN[y]}, {_ACROSS[x]}") for y in range(5) for x in range(5)],
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        cells = [(f"{x}-{y}", f"{_DOWN[y]}, {_ACROSS[x]}") for y in range(5) for x in range(5)]
        self.fields["focus"].choices = cells  # type: ignore[attr-defined]  # in the reader's language


@for_editors
def library(request: HttpRequest) -> HttpResponse:
    """All pictures of the site's pages, and one more."""
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        done = _upload(request, form)
        if done is not None:
            return done
    counts = use_counts()
    pictures = Picture.objects.filter(in_library=True).order_by("-created_at", "-pk")
    page = Paginator(pictures, 24).get_page(request.GET.get("page"))
    shown = [(one, counts.get(one.pk, 0)) for one in page]
    context = {"form": form, "page": page, "shown": shown}
    return render(request, "pages/desk/library.html", frame(request, **context))


def _upload(request: HttpRequest, form: UploadForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    data = form.cleaned_data
    made = add_picture(
        upload=data["file"],
        size=data["file"].size,
        title=data["title"],
        alt=data["alt"],
        is_decorative=data["is_decorative"],
        actor=agent_of(request),
    )
    if isinstance(made, Refusal):
        form.add_error("file", f"{made.reason} {made.remedy}".strip())
        return None
    messages.success(request, say("L’image est dans la médiathèque."))
    return redirect("pages_desk:picture", made.pk)


@for_editors
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """One picture: its words, its focal point, where it is used, its end."""
    found = get_object_or_404(Picture, pk=pk, in_library=True)
    form = DetailsForm(initial={**vars(found), "focus": f"{found.focus_x}-{found.focus_y}"})
    refusal = None
    if request.method == "POST" and request.POST.get("do") == "delete":
        refusal = delete_picture(picture=found, actor=agent_of(request))
        if refusal is None:
            messages.success(request, say("L’image est effacée."))
            return redirect("pages_desk:library")
    elif request.method == "POST":
        form = DetailsForm(request.POST)
        if form.is_valid():
            words = dict(form.cleaned_data)
            across, down = words.pop("focus").split("-")
            words |= {"focus_x": int(across), "focus_y": int(down)}
            describe_picture(picture=found, words=words, actor=agent_of(request))
            messages.success(request, say("L’image est à jour partout où elle est montrée."))
            return redirect("pages_desk:picture", pk)
    context = {"picture": found, "form": form, "uses": uses_of(found), "refusal": refusal}
    return render(request, "pages/desk/picture.html", frame(request, **context))
