"""The minutes of a question: what was asked, what it is worth, the quorum, the count, the seal."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache as kept
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from preau.ui.pdf import compile_pdf
from preau.ui.words import number
from preau.voting.fraud.note import aside_lines
from preau.voting.minutes import common_facts, dated, layout, manifest_of
from preau.voting.models import Count
from preau.voting.outcomes import voters_by_channel
from preau.voting.paper.sheets import paper_lines
from preau.voting.queries import current_count
from preau.voting.sealed.minutes import box_lines

from .models import Votation
from .results import Result, share_of
from .rules import format_in_words

_A_DAY = 24 * 60 * 60


def minutes_pdf(votation: Votation, result: Result) -> bytes:
    """The minutes of a counted question. Kept a day once made."""
    standing = current_count(result.contest)
    if standing is None:
        raise LookupError(f"contest {result.contest.pk} is not counted")
    key = f"votation-{standing.pk}-{bool(votation.proclaimed_at)}-{get_language()}"
    known: bytes | None = kept.get(key)
    if known is None:
        known = compile_pdf(layout(), minutes_facts(votation, result, standing))
        kept.set(key, known, _A_DAY)
    return known


def minutes_facts(votation: Votation, result: Result, standing: Count) -> dict[str, Any]:
    """All that the minutes print, already in words."""
    if votation.proclaimed_at is None:
        status = _("Résultat provisoire\u00a0: il n’est pas encore proclamé.")
    else:
        status = _("Résultat proclamé le %(moment)s.") % {"moment": dated(votation.proclaimed_at)}
    return common_facts(result.contest, standing, manifest_of(result.contest)) | {
        "status": status,
        "facts": _figures(votation, result),
        "table_title": _("Le dépouillement, réponse par réponse"),
        "columns": [_("Rang"), _("Réponse"), _("Voix"), _("Part"), _("Décision")],
        "rows": [
            [
                str(row.rank or "–"),
                row.option.title,
                number(row.score) if not row.grades else "",
                share_of(row) if row.permille is not None else "",
                row.decision,
            ]
            for row in result.rows
        ],
    }


def _figures(votation: Votation, result: Result) -> list[list[str]]:
    contest = result.contest
    channels = [[label, number(voters)] for label, voters in voters_by_channel([contest])]
    return [
        [_("Question"), contest.question],
        [_("Valeur du vote"), contest.election.worth],
        [_("Résultat"), " ".join([result.headline, *result.remarks])],
        [_("Ouverture du vote"), dated(contest.opens_at)],
        [_("Clôture du vote"), dated(contest.closes_at)],
        [_("Bulletin"), format_in_words(result.question)],
        *_registered(votation),
        [_("Bulletins dans l’urne"), number(result.cast)],
        [_("Bulletins exprimés"), number(result.valid)],
        [_("Bulletins blancs"), number(result.blank)],
        *[[_("Émargements\u00a0: %(channel)s") % {"channel": label}, n] for label, n in channels],
        *paper_lines(contest),
        *aside_lines(contest),
        *box_lines(contest),
    ]


def _registered(votation: Votation) -> list[list[str]]:
    if votation.registered is None:
        return []
    return [[_("Personnes qui peuvent voter"), number(votation.registered)]]
