"""The minutes of a count (procès-verbal), as a tagged PDF made by typst."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.core.cache import cache as kept
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf
from preau.ui.words import day, hour, is_english, money, number
from preau.voting.formats import ballot_formats
from preau.voting.fraud.note import aside_lines
from preau.voting.models import Contest, Count, Seal
from preau.voting.paper.sheets import paper_lines
from preau.voting.queries import current_count
from preau.voting.sealed.minutes import box_lines, seal_lines

from .models import Edition
from .records import bundle_manifest, published_bundle
from .results import (
    ContestResult,
    decision_in_words,
    published_result,
    result_of,
    rule_in_words,
    voters_by_channel,
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
        known = compile_pdf(_layout(), facts)
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
    return compile_pdf(_layout(), facts)


@cache
def _layout() -> bytes:
    return (Path(__file__).parent / "typst" / "minutes.typ").read_bytes()


def minutes_facts(
    contest: Contest, edition: Edition, standing: Count, result: ContestResult
) -> dict[str, Any]:
    """All that the minutes print, already in words: the layout only lays out."""
    facts = _facts(contest, standing, result, _published(contest))
    return facts | {"status": _status(edition)}


def _facts(
    contest: Contest, standing: Count, result: ContestResult, manifest: dict[str, Any]
) -> dict[str, Any]:
    process = contest.election.step.process
    return {
        "lang": "en" if is_english() else "fr",
        "heading": _("Procès-verbal de dépouillement"),
        "site": current_site().name,
        "process": process.title,
        "contest": contest.title,
        "facts": _figures(contest, result),
        "rule_title": _("La règle appliquée"),
        "rule": rule_in_words(contest),
        "draw": _draw(standing),
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
        "seal_title": _("Empreintes qui scellent l’urne"),
        "seal_text": _(
            "Chaque empreinte est calculée par SHA-256 sur un fichier publié avec les résultats. "
            "Tout le monde peut la recalculer et recompter les bulletins : la commande "
            "« ./preau verify » le fait en une fois."
        ),
        "seal": _seal(contest, standing, manifest),
        "signatures_title": _("Signatures"),
        "signatures": [_("Présidence du bureau de vote"), _("Pour la collectivité")],
        "page": _("Page"),
    }


def _status(edition: Edition) -> str:
    if edition.proclaimed_at is None:
        return _("Résultat provisoire : il n’est pas encore proclamé.")
    return _("Résultat proclamé le %(moment)s.") % {"moment": _dated(edition.proclaimed_at)}


def _dated(moment: datetime | None) -> str:
    """A moment with its year: minutes are read long after."""
    if moment is None:
        return ""
    return _("%(day)s à %(hour)s") % {"day": day(moment, with_year=True), "hour": hour(moment)}


def _figures(contest: Contest, result: ContestResult) -> list[list[str]]:
    channels = [[label, number(voters)] for label, voters in voters_by_channel([contest])]
    return [
        [_("Ouverture du vote"), _dated(contest.opens_at)],
        [_("Clôture du vote"), _dated(contest.closes_at)],
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


def _draw(standing: Count) -> str:
    if not standing.draw_seed:
        return _("Aucun tirage au sort n’a été nécessaire.")
    return _("Tirage au sort public enregistré : « %(seed)s ».") % {"seed": standing.draw_seed}


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


def _published(contest: Contest) -> dict[str, Any]:
    name = published_bundle(contest)
    return bundle_manifest(name) if name else {}


def _seal(contest: Contest, standing: Count, manifest: dict[str, Any]) -> list[list[str]]:
    """Hashes of the seal and of the count; two more lines when a bundle is published."""
    seal = Seal.objects.get(contest=contest)
    receipts = [[_("Reçus publiés"), number(int(manifest.get("receipts", 0)))]]
    root = [[_("Racine des bulletins"), str(manifest.get("ballots_root", ""))]]
    return [
        [_("Scellée le"), _dated(seal.closed_at)],
        [_("Bulletins dans l’urne"), number(seal.ballots)],
        *(receipts if manifest else []),
        [_("Règle (rulebook.json)"), seal.rule_hash],
        [_("Liste des projets (options.csv)"), seal.options_hash],
        *seal_lines(contest, seal),
        *(root if manifest else []),
        [_("Racine des reçus"), seal.receipt_root],
        [_("Résultat (outcome.json)"), standing.outcome_hash],
        [_("Graine de l’ordre d’affichage"), contest.election.order_seed],
    ]
