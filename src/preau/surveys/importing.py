"""Responses from a table file: read, tried, taken in once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.kernel.sheets import separator_of, text_of
from preau.ledger.actions import record
from preau.questions.actions import freeze_form
from preau.questions.answers import clean_all
from preau.questions.document import Document
from preau.questions.types import TYPES
from preau.questions.types.base import fold

from .models import Response, Survey
from .policies import may_enter_responses

CHUNK = 500
MOST_FAULTS = 50
#: Names of the column that tells one line from another.
REFERENCES = {"id", "reference", "référence", "numéro", "numero", "réponse", "response"}


@dataclass
class Report:
    """What a file would do, or has done; ``faults`` are sentences that name their line."""

    ready: int = 0
    known: int = 0
    faults: list[str] = field(default_factory=list)
    wrong: int = 0
    unknown: list[str] = field(default_factory=list)


class Unreadable(ValueError):
    """The file is not a table we can read."""


def read_table(body: bytes) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of a CSV in UTF-8 or Windows’ own, by commas, semicolons or tabs."""
    text = text_of(body)
    first = text.partition("\n")[0]
    if not first.strip():
        raise Unreadable(_("Ce fichier est vide."))
    csv.field_size_limit(200_000)
    try:
        rows = csv.reader(io.StringIO(text), delimiter=separator_of(text))
        lines = [line for line in rows if any(line)]
    except csv.Error as error:
        raise Unreadable(_("Ce fichier n’est pas un tableau CSV.")) from error
    return lines[0], lines[1:]


def matched(
    document: Document, heads: Sequence[str]
) -> tuple[dict[str, list[int]], int, list[str]]:
    """Where each question's columns stand in the file, the reference's (-1: none), what is left."""
    places = {fold(head): place for place, head in reversed(list(enumerate(heads)))}
    found: dict[str, list[int]] = {}
    used: set[int] = set()
    for one in document.questions:
        for column in TYPES[one.type].columns(one):
            place = places.get(fold(column.name), places.get(fold(column.label), -1))
            found.setdefault(one.id, []).append(place)
            used.add(place)
    reference = next((place for name, place in places.items() if name in REFERENCES), -1)
    left = [head for place, head in enumerate(heads) if place not in used and place != reference]
    return {id: spots for id, spots in found.items() if any(s >= 0 for s in spots)}, reference, left


def raws_of(document: Document, where: dict[str, list[int]], line: Sequence[str]) -> dict[str, Any]:
    """Raw answers of one line."""
    found = {}
    for id, spots in where.items():
        cells = [line[spot] if 0 <= spot < len(line) else "" for spot in spots]
        if any(cell.strip() for cell in cells):
            question = document.by_id[id]
            found[id] = TYPES[question.type].parse(question, cells)
    return found


@transaction.atomic
def import_responses(
    *,
    survey: Survey,
    heads: Sequence[str],
    lines: Iterable[Sequence[str]],
    name: str,
    origin: str = Response.Origin.IMPORT,
    actor: User,
    is_trial: bool = False,
) -> Report | Refusal:
    """Take the sound lines in, each once by its reference; ``is_trial`` only says what would be.

    A line without a reference is known by its place in the file called ``name``.
    """
    demand(may_enter_responses(actor, survey.step.process))
    refusal = None if is_trial else freeze_form(form=survey.form)
    if refusal is not None:
        return refusal
    where, reference, left = matched(survey.form.document, heads)
    report = Report(unknown=left)
    if not where:
        raise Unreadable(_("Aucune colonne de ce fichier ne porte le nom d’une question."))
    at = clock.now()
    fresh: list[Response] = []
    for number, answers in _cleaned(survey.form.document, where, lines, report):
        line_name = number[1][reference].strip() if reference >= 0 else str(number[0])
        fresh.append(
            Response(
                survey=survey,
                form=survey.form,
                answers=answers,
                seed="",
                origin=origin,
                entered_by=actor,
                reference=f"{name} {line_name}"[-80:],
                started_at=at,
                saved_at=at,
                sent_at=at,
            )
        )
        if len(fresh) >= CHUNK:
            _keep(survey, fresh, report, is_trial=is_trial)
            fresh = []
    _keep(survey, fresh, report, is_trial=is_trial)
    if not is_trial and report.ready:
        record(
            actor=actor,
            verb="imported_responses",
            subject=survey.step,
            process_id=survey.step.process_id,
            count=report.ready,
            file=name,
        )
    return report


def _cleaned(
    document: Document,
    where: dict[str, list[int]],
    lines: Iterable[Sequence[str]],
    report: Report,
) -> Iterator[tuple[tuple[int, Sequence[str]], dict[str, Any]]]:
    for number, line in enumerate(lines, start=2):
        answers, faults = clean_all(document, raws_of(document, where, line))
        if faults:
            report.wrong += 1
            for id, fault in faults.items():
                if len(report.faults) < MOST_FAULTS:
                    said = {"line": number, "n": document.number[id], "why": fault.message}
                    report.faults.append(_("Ligne %(line)s, question %(n)s\u00a0: %(why)s") % said)
            continue
        yield (number, line), {id: value for id, value in answers.items() if value is not None}


def _keep(survey: Survey, fresh: list[Response], report: Report, *, is_trial: bool) -> None:
    names = [one.reference for one in fresh]
    known = set(
        Response.objects.filter(survey=survey, reference__in=names).values_list(
            "reference", flat=True
        )
    )
    new = {one.reference: one for one in fresh if one.reference not in known}
    report.known += len(fresh) - len(new)
    report.ready += len(new)
    if not is_trial:
        Response.objects.bulk_create(new.values())


@transaction.atomic
def enter_response(
    *, survey: Survey, answers: dict[str, Any], reference: str, origin: str, actor: User
) -> Response | Refusal:
    """A sheet of paper or a talk at the desk, typed by an agent; once by its number."""
    demand(may_enter_responses(actor, survey.step.process))
    refusal = freeze_form(form=survey.form)
    if refusal is not None:
        return refusal
    if reference and Response.objects.filter(survey=survey, reference=reference).exists():
        return Refusal(
            "known",
            _("Une réponse porte déjà ce numéro."),
            remedy=_("Vérifiez le numéro de la feuille."),
        )
    at = clock.now()
    return Response.objects.create(
        survey=survey,
        form=survey.form,
        answers=answers,
        seed="",
        origin=origin,
        entered_by=actor,
        reference=reference,
        started_at=at,
        saved_at=at,
        sent_at=at,
    )
