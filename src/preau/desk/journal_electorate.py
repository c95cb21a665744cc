"""Sentences of the ledger on who may vote: verb → its label, its sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _lazy

_WHO = _lazy("Qui peut voter")
_CODES = _lazy("Codes par courrier")

ELECTORATE_VERBS: dict[str, tuple[Any, Any]] = {
    "made_codes": (_CODES, _lazy("a fait %(count)s lettres du lot «\u00a0%(subject)s\u00a0»")),
    "imported_codes": (
        _CODES,
        _lazy("a repris %(count)s codes dans le lot «\u00a0%(subject)s\u00a0»"),
    ),
    "revoked_codes": (
        _CODES,
        _lazy("a annulé %(count)s lettres du lot «\u00a0%(subject)s\u00a0»"),
    ),
    "replaced_code": (
        _CODES,
        _lazy("a remplacé la lettre %(before)s par la lettre %(after)s"),
    ),
    "set_electorate": (_WHO, _lazy("a fixé qui peut voter à l’étape «\u00a0%(subject)s\u00a0»")),
    "imported_roll": (_WHO, _lazy("a importé une liste de %(count)s personnes")),
    "emptied_roll": (_WHO, _lazy("a effacé la liste de %(count)s personnes")),
    "set_group": (_WHO, _lazy("a donné la liste d’un groupe de %(count)s adresses")),
    "saw_document": (_WHO, _lazy("a vérifié au guichet la pièce d’une personne")),
}
