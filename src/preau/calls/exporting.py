"""The table of applications that leaves the back office, row by row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from preau.kernel.sheets import csv_lines, euros, safe_cell
from preau.questions.types import TYPES

from .content import Content, sent_content
from .forms import HolderForm
from .models import Application, Call
from .queries import granted_to

#: Applications read at a time: what was granted is asked once for as many.
AT_A_TIME = 200


def heads_of(call: Call) -> list[str]:
    form = HolderForm(call)
    questions = [
        column.label
        for one in call.form.document.questions
        if not one.is_section
        for column in TYPES[one.type].columns(one)
    ]
    return [
        _("N°"),
        _("État"),
        _("Vérification"),
        _("Déposé le"),
        *(str(form[name].label) for name in form.fields),
        _("Dépenses (€)"),
        _("Ressources propres (€)"),
        _("Demandé (€)"),
        _("Accordé (€)"),
        *questions,
    ]


def rows_of(call: Call) -> Iterator[list[Any]]:
    """Sent applications by number, then those taken back; read through a server-side cursor."""
    found = (
        Application.objects.filter(call=call, proposal__isnull=False)
        .select_related("proposal")
        .order_by("proposal__number")
    )
    batch: list[Application] = []
    for one in found.iterator(AT_A_TIME):
        batch.append(one)
        if len(batch) == AT_A_TIME:
            yield from _rows(call, batch)
            batch = []
    yield from _rows(call, batch)


def _rows(call: Call, batch: list[Application]) -> Iterator[list[Any]]:
    granted = granted_to(batch)
    for one in batch:
        if one.proposal is None or one.sent_at is None:
            continue
        content = sent_content(one)
        form = HolderForm(call, initial=content.holder)
        budget = content.money
        yield [
            one.proposal.number,
            one.get_state_display(),
            one.get_completeness_display(),
            one.sent_at.date().isoformat(),
            *(form.words(name) for name in form.fields),
            euros(budget.cost_cents),
            euros(budget.own_cents),
            euros(one.asked_cents),
            euros(granted[one.pk].cents if one.pk in granted else None),
            *_answers(call, content),
        ]


def _answers(call: Call, content: Content) -> Iterator[Any]:
    for one in call.form.document.questions:
        if not one.is_section:
            yield from TYPES[one.type].cells(one, content.answers.get(one.id))


def csv_of(call: Call) -> Iterator[str]:
    """Line after line, never whole in memory."""
    return csv_lines(heads_of(call), rows_of(call), decimal=",")


def xlsx_of(call: Call) -> IO[bytes]:
    """A temporary file read from its start; its rows never stand in memory together."""
    made: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        page = book.add_worksheet(_("Dossiers")[:31])
        page.freeze_panes(1, 1)
        page.write_row(0, 0, heads_of(call), book.add_format({"bold": True}))
        for place, row in enumerate(rows_of(call), start=1):
            page.write_row(place, 0, [safe_cell(cell) for cell in row])
    made.seek(0)
    return made
