"""What a verification found, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preau.counting.bundle.verify import Finding

FINDINGS: dict[str, dict[str, str]] = {
    "fr": {
        "part-hash": "le contenu n’est pas celui que le manifeste annonce.",
        "part-unknown": "cette pièce n’est pas annoncée par le manifeste.",
        "ballot-changed": "ce bulletin a été modifié.",
        "ballot-removed": "un bulletin a été retiré à cette place.",
        "ballot-added": "ce bulletin a été ajouté.",
        "ballot-moved": "ce bulletin n’est pas à sa place.",
        "ballot-more": "et {more} autres différences entre bulletins.",
        "ballot-number": "{found} bulletins, le manifeste en annonce {said}.",
        "ballot-order": "les bulletins ne sont pas rangés à partir d’ici.",
        "ballots-root": "la racine des bulletins n’est pas celle du manifeste.",
        "root-of-minutes": "la racine des bulletins n’est pas celle du procès-verbal ({said}).",
        "receipts-root": "la racine des reçus n’est pas celle du manifeste.",
        "receipt-twice": "le reçu {receipt} figure deux fois.",
        "sealed-unchecked": "bulletins scellés non vérifiés : il manque PyNaCl (./preau verify l’a).",
        "key-wrong": "la clé publiée ne va pas ({error}).",
        "sealed-order": "ce bulletin scellé est là deux fois, ou n’est pas à sa place.",
        "sealed-without-receipt": "ce bulletin scellé n’a pas de reçu dans la liste.",
        "receipt-without-sealed": "{found} reçus n’ont pas de bulletin scellé.",
        "ballot-not-sealed": "le bulletin compté à cette ligne n’est pas dans l’urne scellée.",
        "sealed-not-counted": "{found} bulletins scellés ne sont ni comptés ni annoncés nuls.",
        "sealed-unreadable": "{found} bulletins scellés ne s’ouvrent pas.",
        "receipt-number": "{receipts} reçus pour {ballots} bulletins.",
        "recount-impossible": "le recomptage est impossible : {error}.",
        "outcome-unreadable": "le résultat publié ne se lit pas.",
        "outcome-differs": "{key} : publié {published}, recompté {found}.",
        "pabulib-differs": "le fichier .pb ne dit pas la même chose que les bulletins.",
    },
    "en": {
        "part-hash": "the content is not what the manifest says.",
        "part-unknown": "the manifest does not know this part.",
        "ballot-changed": "this ballot was changed.",
        "ballot-removed": "a ballot was removed from this place.",
        "ballot-added": "this ballot was added.",
        "ballot-moved": "this ballot is not in its place.",
        "ballot-more": "and {more} other differences between ballots.",
        "ballot-number": "{found} ballots, the manifest says {said}.",
        "ballot-order": "the ballots are not sorted from here on.",
        "ballots-root": "the root of the ballots is not that of the manifest.",
        "root-of-minutes": "the root of the ballots is not that of the minutes ({said}).",
        "receipts-root": "the root of the receipts is not that of the manifest.",
        "receipt-twice": "the receipt {receipt} is there twice.",
        "sealed-unchecked": "sealed ballots not checked: PyNaCl is missing (./preau verify has it).",
        "key-wrong": "the published key is not right ({error}).",
        "sealed-order": "this sealed ballot is there twice, or out of its place.",
        "sealed-without-receipt": "this sealed ballot has no receipt in the list.",
        "receipt-without-sealed": "{found} receipts have no sealed ballot.",
        "ballot-not-sealed": "the ballot counted on this line is not in the sealed box.",
        "sealed-not-counted": "{found} sealed ballots are neither counted nor said to be spoiled.",
        "sealed-unreadable": "{found} sealed ballots do not open.",
        "receipt-number": "{receipts} receipts for {ballots} ballots.",
        "recount-impossible": "it cannot be counted again: {error}.",
        "outcome-unreadable": "the published outcome cannot be read.",
        "outcome-differs": "{key}: published {published}, counted {found}.",
        "pabulib-differs": "the .pb file does not say what the ballots say.",
    },
}


def describe_finding(finding: Finding, lang: str) -> str:
    """« ballots.jsonl, line 12: this ballot was changed. »"""
    at = {"fr": ", ligne {}", "en": ", line {}"}[lang].format(finding.line) if finding.line else ""
    colon = {"fr": " : ", "en": ": "}[lang]
    said = FINDINGS[lang][finding.code].format(**dict(finding.figures))
    return f"{finding.part}{at}{colon}{said}"
