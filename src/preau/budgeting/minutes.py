"""The minutes of a count (procès-verbal), as a tagged PDF made by typst."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache as kept
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from preau.ui.pdf import compile_pdf
from preau.ui.words import money, number
from preau.voting.formats import ballot_formats
from preau.voting.fraud.note import aside_lines
from preau.voting.minutes import common_facts, dated, layout, manifest_of
from preau.voting.models import Contest, Count
from preau.voting.outcomes import voters_by_channel
from preau.voting.paper.sheets import paper_lines
from preau.voting.queries import current_count
from preau.voting.sealed.minutes import box_lines

from .models import Edition
from .results import (
    ContestResult,
    decision_in_words,
    published_result,
    result_of,
)
from .wording import counts_points

_A_DAY = 24 * 60 * 60


def minutes_pdf(contest: Contest, edition: Edition) -> bytes | None:
    """The minutes of a counted contest; None before the count. Kept a day once made."""
    standing, result = current_count(contest), published_result(contest)
    if standing is None or result is None:
        return None
    key = f"minutes-{standing.pk}-{bool(edition.proclaimed_at)}-{get_language()}"
    known: bytes | None = kept.get(key)
    if known is None:
        facts = minutes_facts(contest, edition, standing, result)
        known = compile_pdf(layout(), facts)
        kept.set(key, known, _A_DAY)
    return known


def rehearsal_facts(contest: Contest, standing: Count) -> dict[str, Any]:
    """The minutes of a rehearsal, while its copy exists: they say on every line that they are one."""
    steps = list(standing.trace)
    result = result_of(contest, standing.outcome, steps)
    facts = _facts(contest, standing, result, {})
    return facts | {
        "heading": _("RÉPÉTITION, sans valeur"),
        "status": _(
            "Ces votants sont fictifs et leurs bulletins n’existent plus : ce papier ne dit rien "
            "du vote réel."
        ),
        "contest": _("%(contest)s (répétition)") % {"contest": contest.title},
        "signatures_title": _("À ne pas signer"),
        "signatures": [],
    }


def rehearsal_pdf(facts: dict[str, Any]) -> bytes:
    """The minutes of a rehearsal from the facts that its report kept."""
    return compile_pdf(layout(), facts)


def minutes_facts(
    contest: Contest, edition: Edition, standing: Count, result: ContestResult
) -> dict[str, Any]:
    """All that the minutes print, already in words: the layout only lays out."""
    facts = _facts(contest, standing, result, manifest_of(contest))
    return facts | {"status": _status(edition)}


def _facts(
    contest: Contest, standing: Count, result: ContestResult, manifest: dict[str, Any]
) -> dict[str, Any]:
    return common_facts(contest, standing, manifest) | {
        "facts": _figures(contest, result),
        "table_title": _("Le dépouillement, projet par projet"),
        "columns": [
            _("Rang"),
            _("Projet"),
            _support(contest),
            _("Coût"),
            _("Décision"),
            _("Reste"),
        ],
        "rows": _rows(result),
    }


def _status(edition: Edition) -> str:
    if edition.proclaimed_at is None:
        return _("Résultat provisoire : il n’est pas encore proclamé.")
    return _("Résultat proclamé le %(moment)s.") % {"moment": dated(edition.proclaimed_at)}


def _figures(contest: Contest, result: ContestResult) -> list[list[str]]:
    channels = [[label, number(voters)] for label, voters in voters_by_channel([contest])]
    return [
        [_("Ouverture du vote"), dated(contest.opens_at)],
        [_("Clôture du vote"), dated(contest.closes_at)],
        [_("Bulletin"), str(ballot_formats.get(contest.ballot_format).label)],
        [_("Projets soumis au vote"), number(len(result.rows))],
        [_("Bulletins exprimés"), number(result.valid)],
        [_("Bulletins blancs"), number(result.blank)],
        *[[_("Émargements : %(channel)s") % {"channel": label}, n] for label, n in channels],
        *paper_lines(contest),
        *aside_lines(contest),
        *box_lines(contest),
        [_("Enveloppe"), money(result.envelope_cents)],
        [_("Projets lauréats"), number(len(result.winners))],
        [_("Montant attribué"), money(result.spent_cents)],
        [_("Reste"), money(result.left_cents)],
    ]


def _support(contest: Contest) -> str:
    return _("Points") if counts_points(contest) else _("Voix")


def _rows(result: ContestResult) -> list[list[str]]:
    return [
        [
            str(row.rank or "–"),
            f"n°\u00a0{row.option.number} · {row.option.title}",
            number(row.points),
            money(row.option.cost_cents),
            decision_in_words(row),
            money(row.left_after),
        ]
        for row in result.rows
    ]
