"""Choosing a file of the selection and downloading it; each download is on record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Person
from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refused, demand
from preau.ledger.actions import record
from preau.processes.desk_access import agent_of, for_agents, load_desk_process
from preau.processes.models import Process
from preau.ui.forms import PlainForm

from .files import (
    CSV,
    MEDIA_TYPES,
    PDF,
    XLSX,
    ExportFile,
    count_of,
    export_files,
    write_csv,
    write_pdf,
    write_xlsx,
)
from .policies import may_read_proposals
from .selection import Selection


class FileForm(PlainForm):
    """Which file, in which format, and whether people can be told from it."""

    file = forms.ChoiceField(
        label=gettext_lazy("Quel fichier\u00a0?"), widget=forms.RadioSelect, initial="propositions"
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Sous quelle forme\u00a0?"),
        widget=forms.RadioSelect,
        initial=XLSX,
        choices=[
            (XLSX, gettext_lazy("Tableur (XLSX)")),
            (CSV, gettext_lazy("Texte (CSV)")),
            (PDF, gettext_lazy("Document à imprimer (PDF)")),
        ],
    )
    people = forms.BooleanField(
        required=False,
        label=gettext_lazy("Avec les noms et les adresses des personnes"),
        help_text=gettext_lazy("Le motif et votre nom sont inscrits au journal."),
    )
    why = forms.CharField(
        required=False, max_length=240, label=gettext_lazy("À quoi ces données vont servir")
    )

    def __init__(self, person: Person, process: Process, data: Any = None) -> None:
        super().__init__(data)
        files = sorted(export_files, key=lambda one: one.order)
        self.fields["file"].choices = [(one.code, one.label) for one in files]  # type: ignore[attr-defined]  # typed as Field
        self.hints = {one.code: one.hint for one in files}
        if may_run_process(person, process.pk) is not None:
            del self.fields["people"], self.fields["why"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        code = data.get("file")
        if not code or not data.get("format"):
            return data
        file = export_files.get(code)
        if len(file.formats) == 1:  # no choice to make
            data["format"] = file.formats[0]
        if data.get("people") and not file.has_people:
            self.add_error(
                "people", _("Ce fichier est fait pour le public\u00a0: il ne nomme personne.")
            )
        if data.get("people") and not data.get("why", "").strip():
            self.add_error("why", _("Dites à quoi ces données vont servir."))
        return data


@for_agents
def choose(request: HttpRequest, process: str) -> HttpResponseBase:
    """The page of the files; posted, the file itself."""
    selection = _asked(request, process)
    form = FileForm(request.user, selection.process, request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            return _send(request, selection, form.cleaned_data)
        except Refused as refused:
            refusal = refused.refusal
    context = {
        "process": selection.process,
        "form": form,
        "refusal": refusal,
        "params": selection.as_params(),
        "total": count_of(selection.proposals()),
        "is_narrowed": selection.is_narrowed,
    }
    return render(request, "proposals/desk/files.html", context)


@for_agents
def as_csv(request: HttpRequest, process: str) -> HttpResponseBase:
    return _send(request, _asked(request, process), {"file": "propositions", "format": CSV})


@for_agents
def as_xlsx(request: HttpRequest, process: str) -> HttpResponseBase:
    return _send(request, _asked(request, process), {"file": "propositions", "format": XLSX})


def _asked(request: HttpRequest, slug: str) -> Selection:
    process = load_desk_process(request, slug)
    demand(may_read_proposals(request.user, process))
    return Selection.read(process, request.GET, agent_of(request).pk)


def _send(request: HttpRequest, selection: Selection, asked: dict[str, Any]) -> HttpResponseBase:
    file, people = export_files.get(asked["file"]), bool(asked.get("people"))
    form = asked["format"]
    response: HttpResponseBase
    if form == CSV:
        lines = write_csv(file, selection, people=people)
        response = StreamingHttpResponse(lines, content_type=MEDIA_TYPES[CSV])
    elif form == XLSX:
        book = write_xlsx(file, selection, people=people)
        response = FileResponse(book, content_type=MEDIA_TYPES[XLSX])
    else:
        paper = write_pdf(file, selection, people=people)
        response = HttpResponse(paper, content_type=MEDIA_TYPES[PDF])
    name = f"{file.name}-{selection.process.slug}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    _trace(request, selection, file, asked)
    return response


def _trace(
    request: HttpRequest, selection: Selection, file: ExportFile, asked: dict[str, Any]
) -> None:
    with_people = bool(asked.get("people"))
    record(
        actor=agent_of(request),
        verb="exported_people" if with_people else "exported",
        subject=selection.process,
        process_id=selection.process.pk,
        file=str(file.label),
        format=asked["format"].upper(),
        filter=selection.as_params(),
        count=count_of(selection.proposals()),
        **({"why": asked["why"].strip()} if with_people else {}),
    )
