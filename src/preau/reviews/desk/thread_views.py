"""The internal thread, its files, and who else has the sheet open."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents
from preau.proposals.desk.sheet import sheet_page, sheet_url
from preau.proposals.models import Proposal
from preau.proposals.panels import Panel
from preau.ui.forms import PlainForm

from ..models import Attachment
from ..notes import add_note, be_here, read_mentions
from ..queries import review_step
from .opinion_boxes import with_query
from .opinion_views import load_reviewed


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once, each checked by the action."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(ManyFilesField, self).clean(one, initial) for one in given]


class NoteForm(PlainForm):
    words = forms.CharField(
        required=False,
        max_length=4000,
        label=gettext_lazy("Votre note"),
        help_text=gettext_lazy("Jamais publique. Écrivez @Prénom Nom pour prévenir quelqu’un."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    uploads = ManyFilesField(required=False, label=gettext_lazy("Fichiers et photos"))


def load_thread(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    if review_step(proposal.process) is None:
        return None
    if request.method == "GET":
        read_mentions(proposal, agent_of(request))
    return thread_box(request, proposal, NoteForm(auto_id="note_%s"))


def load_presence(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    """Who else has this sheet open, said at its top."""
    if review_step(proposal.process) is None:
        return None
    where = [proposal.process.slug, proposal.number]
    url = reverse("reviews_desk:presence", args=where)
    return {"others": be_here(proposal, agent_of(request)), "url": url}


def thread_box(request: HttpRequest, proposal: Proposal, form: NoteForm) -> dict[str, Any]:
    where = [proposal.process.slug, proposal.number]
    notes = proposal.notes.select_related("author").prefetch_related("attachments")
    return {
        "notes": list(notes),
        "form": form,
        "url": with_query(request, reverse("reviews_desk:note", args=where)),
    }


@for_agents
def note(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = load_reviewed(request, process, number)
    if isinstance(found, HttpResponse):
        return found
    proposal, _step = found
    url = sheet_url(request, proposal.process, number)
    if request.method != "POST":
        return redirect(f"{url}#fil")
    form = NoteForm(request.POST, request.FILES, auto_id="note_%s")
    if form.is_valid():
        try:
            add_note(
                proposal=proposal,
                words=form.cleaned_data["words"],
                files=form.cleaned_data["uploads"],
                author=agent_of(request),
            )
        except Refused as refused:
            form.add_error("words", f"{refused} {refused.refusal.remedy}".strip())
        else:
            messages.success(request, _("La note est dans le fil."))
            return redirect(f"{url}#fil")
    return sheet_page(
        request, proposal, boxes={"reviews_thread": thread_box(request, proposal, form)}
    )


@for_agents
def presence(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """A sign of life from an open sheet; answers who else is there."""
    found = load_reviewed(request, process, number)
    if isinstance(found, HttpResponse):
        return found
    proposal, _step = found
    if request.method != "POST":
        return redirect(sheet_url(request, proposal.process, number))
    others = be_here(proposal, agent_of(request))
    return JsonResponse({"words": here_words([one.name for one in others])})


def here_words(names: list[str]) -> str:
    """« Karim D. lit aussi cette fiche »."""
    if not names:
        return ""
    return _("%(names)s a aussi cette fiche sous les yeux.") % {"names": ", ".join(names)}


@for_agents
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a note: pictures are shown, everything else is downloaded."""
    kept = get_object_or_404(Attachment.objects.select_related("note__proposal__process"), pk=pk)
    idea = kept.note.proposal
    found = load_reviewed(request, idea.process.slug, idea.number)
    if isinstance(found, HttpResponse):
        return found
    response = FileResponse(
        default_storage.open(kept.path),
        content_type=kept.kind,
        as_attachment=not kept.is_picture,
        filename=kept.name,
    )
    if kept.is_picture:
        response["Content-Disposition"] = f"inline; filename*=utf-8''{quote(kept.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


PRESENCE_BOX = Panel(order=1, load=load_presence, template="reviews/desk/presence.html")
THREAD_BOX = Panel(order=20, load=load_thread, template="reviews/desk/thread.html")
