"""What setting ballots aside writes in the ledger: name of the act, sentence after who did it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

_ASIDE = _("Mise à l’écart")

FRAUD_VERBS: dict[str, tuple[Any, Any]] = {
    "kept_networks": (
        _("Relevé des réseaux"),
        _("a déclaré garder %(days)s jours le réseau d’où vient un bulletin"),
    ),
    "proposed_aside": (
        _ASIDE,
        _("a proposé de mettre à l’écart %(voices)s voix, dossier %(number)s : %(reason)s"),
    ),
    "simulated_aside": (_ASIDE, _("a regardé l’effet du dossier %(number)s")),
    "confirmed_aside": (
        _ASIDE,
        _("a confirmé le dossier %(number)s : %(ballots)s bulletins à l’écart"),
    ),
    "withdrew_aside": (_ASIDE, _("a classé sans suite le dossier %(number)s : %(reason)s")),
    "restored_aside": (
        _ASIDE,
        _("a remis dans le compte %(ballots)s bulletins du dossier %(number)s : %(reason)s"),
    ),
}
