"""The report as tables of words, for its paper."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from preau.ui.words import money, number

from ..maths.scores import rounded
from ..models import Grant
from ..report import Report, decimal, seat_words


def report_tables(report: Report) -> dict[str, Any]:
    """Parts of the report, each with its sentences and its table."""
    return {"parts": [_summary(report), _grid(report), _jurors(report), _ranking(report)]}


def _summary(report: Report) -> dict[str, Any]:
    facts = [
        (_("Dossiers"), number(len(report.lines))),
        (
            _("Lectures terminées, sur les lectures données"),
            f"{number(report.readings)} / {number(report.readings_given)}",
        ),
        (_("Liens déclarés"), number(report.conflicts)),
        (_("Dossiers à égalité"), number(report.tied)),
        (_("Note médiane sur 20"), decimal(report.middle)),
        (_("Demandé"), money(report.asked_cents)),
        (_("Enveloppe"), money(report.jury.envelope_cents or 0)),
        (_("Accordé"), money(report.granted_cents)),
        (_("Reste"), money(report.left_cents)),
        *((str(Grant.Decision(code).label), number(n)) for code, n in report.decisions.items()),
    ]
    sentences = [_("Graine de la répartition\u00a0: %(seed)s") % {"seed": report.jury.seed}]
    return {
        "name": _("En bref"),
        "sentences": sentences if report.jury.seed else [],
        "heads": [_("Chiffre"), _("Valeur")],
        "rows": [list(pair) for pair in facts],
    }


def _grid(report: Report) -> dict[str, Any]:
    return {
        "name": _("La grille"),
        "sentences": [],
        "heads": [_("Critère"), _("Poids"), _("Échelle"), _("Notes"), _("Moyenne"), _("De – à")],
        "rows": [
            [
                one.criterion.label,
                str(one.criterion.weight),
                f"{one.criterion.low} – {one.criterion.high}",
                number(one.marks),
                decimal(one.mean),
                f"{one.low} – {one.high}" if one.marks else "",
            ]
            for one in report.criteria
        ],
    }


def _jurors(report: Report) -> dict[str, Any]:
    rows = []
    for one in report.markers:
        hand = one.hand
        rows.append(
            [
                one.juror.name,
                seat_words(one.juror, report.progress),
                decimal(rounded(hand.mean)) if hand else "",
                f"{hand.spread:.2f}".replace(".", ",") if hand else "",
                signed(hand.severity) if hand else "",
            ]
        )
    return {
        "name": _("Les lectures"),
        "sentences": [_("L’écart compare chaque membre à qui a lu les mêmes dossiers.")],
        "heads": [_("Membre"), _("Lectures"), _("Moyenne"), _("Dispersion"), _("Écart")],
        "rows": rows,
    }


def signed(value: Any) -> str:
    """A gap with its sign: « +1,25 »."""
    if value is None:
        return ""
    held = rounded(abs(value))
    sign = "+" if value > 0 else "−"
    return decimal(held) if not held else f"{sign}{decimal(held)}"


def _ranking(report: Report) -> dict[str, Any]:
    heads = [_("Rang"), _("N°"), _("Dossier"), _("Moyenne"), _("De – à"), _("Lectures")]
    rows = []
    for line in report.lines:
        standing, grant = line.standing, line.grant
        rows.append(
            [
                str(standing.rank) if standing else "",
                str(line.proposal.number),
                line.proposal.title,
                decimal(standing.mean) if standing else "",
                f"{decimal(standing.low)} – {decimal(standing.high)}" if standing else "",
                str(standing.readers) if standing else "0",
                money(line.asked_cents) if line.asked_cents is not None else "",
                str(grant.get_decision_display()) if grant else "",
                money(grant.amount_cents) if grant and grant.amount_cents else "",
            ]
        )
    return {
        "name": _("Le classement"),
        "sentences": [],
        "heads": [*heads, _("Demandé"), _("Décision"), _("Accordé")],
        "rows": rows,
    }
