"""What bringing ideas together writes in the ledger: name of the act, sentence after who did it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

MERGE_VERBS: dict[str, tuple[Any, Any]] = {
    "merged": (_("Regroupement"), _("a regroupé %(subject)s avec %(into)s")),
    "parted": (_("Regroupement"), _("a remis %(subject)s à part de %(other)s")),
    "split": (_("Scission"), _("a scindé %(subject)s en %(into)s")),
    "unsplit": (_("Scission"), _("a annulé la scission de %(subject)s")),
    "opened_batch": (_("Saisie d’idées"), _("a ouvert un recueil d’idées\u00a0: %(words)s")),
    "entered_idea": (_("Saisie d’idées"), _("a saisi %(subject)s, déposée %(words)s")),
    "kept_apart": (_("Doublons"), _("a gardé séparées %(subject)s et %(other)s")),
    "linked_ideas": (_("Doublons"), _("a lié %(subject)s et %(other)s")),
    "reopened_pair": (_("Doublons"), _("a remis à regarder %(subject)s et %(other)s")),
}
