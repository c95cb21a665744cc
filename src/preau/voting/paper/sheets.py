"""The sheet of a batch: printed with it, then sealed with what two readings agreed on."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from preau.ui.pdf import compile_pdf
from preau.ui.words import day, hour, number

from ..models import Contest, PaperBatch, PaperLine
from .entry import readings_of
from .printing import heading_facts, layout
from .queries import paper_figures, settled_lines

Kind = PaperLine.Kind


def sheet_pdf(batch: PaperBatch) -> bytes:
    """The sheet of ``batch`` as a tagged PDF, with room for two signatures by hand."""
    return compile_pdf(layout("sheet"), sheet_facts(batch))


def sheet_facts(batch: PaperBatch) -> dict[str, Any]:
    """All that the sheet prints, in words."""
    is_sealed = batch.state == PaperBatch.State.SEALED
    return heading_facts(batch.contest) | {
        "heading": _("Lot %(n)s") % {"n": batch.number},
        "status": _status(batch),
        "code_title": _("Code de contrôle du lot"),
        "code": batch.code,
        "facts": _registered(batch) + (_sealed(batch) if is_sealed else []),
        "how_title": "" if is_sealed else _("À faire"),
        "how": [] if is_sealed else _how(),
        "hash_title": _("Empreinte du lot") if is_sealed else "",
        "hash": batch.content_hash,
        "signatures_title": _("Signatures"),
        "signatures": [
            _person(_("Première signature"), batch.signed_by),
            _person(_("Seconde signature"), batch.sealed_by),
        ],
    }


def paper_lines(contest: Contest) -> list[list[str]]:
    """What the minutes of a contest say of paper; nothing when there was none."""
    figures = paper_figures(contest)
    if not figures.batches and not figures.left_out:
        return []
    lines = [
        [_("Lots de bulletins papier scellés"), number(figures.batches)],
        [_("Bulletins papier mis dans l’urne"), number(figures.ballots)],
        [_("Bulletins papier nuls"), number(figures.spoiled_total)],
        *[[f"– {label}", number(count)] for label, count in figures.spoiled.items()],
    ]
    if figures.blank_apart:
        lines.append([_("Bulletins papier blancs, comptés à part"), number(figures.blank_apart)])
    if figures.late_batches:
        said = {"batches": figures.late_batches, "ballots": figures.late_ballots}
        words = _("%(batches)s lots, %(ballots)s bulletins") % said
        lines.append([_("Saisis après la clôture, dans les heures du règlement"), words])
    if figures.left_out:
        lines.append([_("Lots laissés de côté, faute de signatures"), number(figures.left_out)])
    return lines


def _status(batch: PaperBatch) -> str:
    if batch.state != PaperBatch.State.SEALED:
        return _("Ce lot n’est pas scellé.")
    if batch.is_late:
        return _("Lot scellé après la clôture, dans les heures du règlement.")
    return _("Lot scellé : ses bulletins sont dans l’urne.")


def _registered(batch: PaperBatch) -> list[list[str]]:
    return [
        [_("Bureau de vote"), f"{batch.station.name} {batch.station.place}".strip()],
        [_("Enregistré le"), _dated(batch.opened_at)],
        [_("Bulletins comptés à la main"), number(batch.size)],
    ]


def _sealed(batch: PaperBatch) -> list[list[str]]:
    lines = settled_lines([batch.pk])
    kinds = Counter(line.kind for line in lines)
    reasons = Counter(line.reason for line in lines if line.kind == Kind.SPOILED)
    names = {1: _("Première lecture"), 2: _("Deuxième lecture"), 3: _("Troisième regard")}
    return [
        *[[names[turn], one.operator.full_name] for turn, one in readings_of(batch).items()],
        [_("Bulletins exprimés"), number(kinds[Kind.VALID])],
        [_("Bulletins blancs"), number(kinds[Kind.BLANK])],
        [_("Bulletins nuls"), number(kinds[Kind.SPOILED])],
        *[
            [f"– {PaperLine.Reason(code).label}", number(count)]
            for code, count in sorted(reasons.items())
        ],
        [_("Bulletins mis dans l’urne"), number(batch.ballots or 0)],
        [_("Scellé le"), _dated(batch.sealed_at)],
    ]


def _how() -> list[str]:
    return [
        _("Comptez les bulletins et numérotez-les au crayon, de 1 au dernier."),
        _("Une personne les saisit, dans l’ordre. Une autre les saisit de nouveau, sans voir."),
        _("Une troisième regarde les bulletins qui diffèrent."),
        _("Deux personnes signent. Mettez cette feuille et les bulletins sous la même enveloppe."),
    ]


def _dated(moment: Any) -> str:
    if moment is None:
        return ""
    said = {"day": day(moment, with_year=True), "hour": hour(moment)}
    return _("%(day)s à %(hour)s") % said


def _person(title: str, person: Any) -> str:
    return f"{title}\u00a0: {person.full_name}" if person is not None else title
