"""What every minutes of a count say, whatever was asked: head, rule, seal, signatures."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from preau.tenancy.scope import current_site
from preau.ui.words import day, hour, is_english, number

from .bundles import bundle_manifest, published_bundle
from .models import Contest, Count, Seal
from .outcomes import rule_in_words
from .sealed.minutes import seal_lines


def common_facts(contest: Contest, standing: Count, manifest: dict[str, Any]) -> dict[str, Any]:
    """The facts of minutes, but the figures and the table, which belong to who asked."""
    process = contest.election.step.process
    return {
        "lang": "en" if is_english() else "fr",
        "heading": _("Procès-verbal de dépouillement"),
        "site": current_site().name,
        "process": process.title,
        "contest": contest.title,
        "rule_title": _("La règle appliquée"),
        "rule": rule_in_words(contest),
        "draw": _draw(standing),
        "seal_title": _("Empreintes qui scellent l’urne"),
        "seal_text": _(
            "Chaque empreinte est calculée par SHA-256 sur un fichier publié avec les résultats. "
            "Tout le monde peut la recalculer et recompter les bulletins\u00a0: la commande "
            "«\u00a0./preau verify\u00a0» le fait en une fois."
        ),
        "seal": _seal(contest, standing, manifest),
        "signatures_title": _("Signatures"),
        "signatures": [_("Présidence du bureau de vote"), _("Pour la collectivité")],
        "page": _("Page"),
    }


@cache
def layout() -> bytes:
    """The page of minutes: it only lays out what the facts say."""
    return (Path(__file__).parent / "typst" / "minutes.typ").read_bytes()


def dated(moment: datetime | None) -> str:
    """A moment with its year: minutes are read long after."""
    if moment is None:
        return ""
    return _("%(day)s à %(hour)s") % {"day": day(moment, with_year=True), "hour": hour(moment)}


def _draw(standing: Count) -> str:
    if not standing.draw_seed:
        return _("Aucun tirage au sort n’a été nécessaire.")
    return _("Tirage au sort public enregistré : « %(seed)s ».") % {"seed": standing.draw_seed}


def manifest_of(contest: Contest) -> dict[str, Any]:
    """The manifest of the published bundle; empty when none can be published yet."""
    name = published_bundle(contest)
    return bundle_manifest(name) if name else {}


def _seal(contest: Contest, standing: Count, manifest: dict[str, Any]) -> list[list[str]]:
    """Hashes of the seal and of the count; two more lines when a bundle is published."""
    seal = Seal.objects.get(contest=contest)
    receipts = [[_("Reçus publiés"), number(int(manifest.get("receipts", 0)))]]
    root = [[_("Racine des bulletins"), str(manifest.get("ballots_root", ""))]]
    return [
        [_("Scellée le"), dated(seal.closed_at)],
        [_("Bulletins dans l’urne"), number(seal.ballots)],
        *(receipts if manifest else []),
        [_("Règle (rulebook.json)"), seal.rule_hash],
        [_options_of(contest), seal.options_hash],
        *seal_lines(contest, seal),
        *(root if manifest else []),
        [_("Racine des reçus"), seal.receipt_root],
        [_("Résultat (outcome.json)"), standing.outcome_hash],
        [_("Graine de l’ordre d’affichage"), contest.election.order_seed],
    ]


def _options_of(contest: Contest) -> str:
    if contest.question:
        return _("Liste des réponses (options.csv)")
    return _("Liste des projets (options.csv)")
