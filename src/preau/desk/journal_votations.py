"""What votations and petitions write in the ledger: name of the act, sentence after who did it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

VOTATION_VERBS: dict[str, tuple[Any, Any]] = {
    "set_worth": (_("Valeur du vote"), _("a écrit la valeur du vote\u00a0: %(worth)s")),
    "set_votation": (_("Votation"), _("a changé les réglages de %(subject)s")),
    "wrote_question": (_("Question"), _("a écrit la question «\u00a0%(subject)s\u00a0»")),
    "dropped_question": (_("Question"), _("a retiré la question «\u00a0%(subject)s\u00a0»")),
    "wrote_positions": (_("Positions"), _("a écrit les positions sur «\u00a0%(subject)s\u00a0»")),
    "told_outcome": (_("Suite donnée"), _("a dit la suite donnée à «\u00a0%(subject)s\u00a0»")),
    "set_petition": (_("Pétition"), _("a écrit la demande de «\u00a0%(subject)s\u00a0»")),
    "signed_petition": (_("Signature"), _("a signé «\u00a0%(subject)s\u00a0»")),
    "withdrew_signature": (_("Signature"), _("a retiré sa signature de «\u00a0%(subject)s\u00a0»")),
    "answered_petition": (
        _("Suite donnée"),
        _("a dit la suite donnée à «\u00a0%(subject)s\u00a0»"),
    ),
    "exported_signatures": (
        _("Export"),
        _("a exporté les signatures de «\u00a0%(subject)s\u00a0» à vérifier"),
    ),
}
