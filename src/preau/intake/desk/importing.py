"""A file of ideas: the blank one to fill, what a filled one would do, then writing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.processes.desk_access import agent_of, for_agents
from preau.ui.forms import PlainForm

from ..importing import Report, read, write
from ..tables import (
    MOST_BYTES,
    Unreadable,
    as_text,
    blank_csv,
    blank_workbook,
    rows_of,
    rows_of_text,
)
from .views import known_of, load_batch, load_entry

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportForm(PlainForm):
    file = forms.FileField(required=False, label=gettext_lazy("Fichier CSV ou XLSX"))
    text = forms.CharField(
        required=False,
        label=gettext_lazy("Ou collez les lignes d’un tableur"),
        widget=forms.Textarea(attrs={"rows": 6}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, text = data.get("file"), data.get("text") or ""
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("Ce fichier dépasse 4\u00a0Mo."))
        if file is None and not text.strip():
            raise forms.ValidationError(_("Choisissez un fichier ou collez des lignes."))
        try:
            data["rows"] = rows_of(file.read()) if file is not None else rows_of_text(text)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return data


@for_agents
def import_ideas(request: HttpRequest, process: str, batch: int) -> HttpResponse:
    """Reading says each line; writing does them. The same file twice changes nothing."""
    found = load_entry(request, process)
    one = load_batch(found, batch)
    asked = request.method == "POST"
    form = ImportForm(request.POST if asked else None, request.FILES if asked else None)
    report: Report | None = None
    if asked and form.is_valid():
        rows = form.cleaned_data["rows"]
        if request.POST.get("do") == "write":
            done = write(batch=one, rows=rows, actor=agent_of(request))
            messages.success(request, _said(done))
            return redirect("intake_desk:batch", found.slug, one.pk)
        report = read(one, rows)
        form = ImportForm(initial={"text": as_text(rows)})
    context = {
        "process": found,
        "batch": one,
        "form": form,
        "report": report,
        "menu_url": reverse("intake_desk:batches", args=[found.slug]),
    }
    return render(request, "intake/desk/import.html", context)


def _said(done: Report) -> str:
    if not done.new:
        return _("Rien n’a changé\u00a0: toutes ces idées étaient déjà là.")
    return ngettext("%(n)s idée importée.", "%(n)s idées importées.", done.new) % {"n": done.new}


@for_agents
def blank_as_csv(request: HttpRequest, process: str) -> HttpResponse:
    found = load_entry(request, process)
    response = HttpResponse(blank_csv(known_of(found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="modele-{found.slug}.csv"'
    return response


@for_agents
def blank_as_xlsx(request: HttpRequest, process: str) -> HttpResponseBase:
    found = load_entry(request, process)
    return FileResponse(
        blank_workbook(known_of(found)),
        as_attachment=True,
        filename=f"modele-{found.slug}.xlsx",
        content_type=_XLSX,
    )
