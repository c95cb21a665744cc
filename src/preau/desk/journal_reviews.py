"""What services and reviews write in the ledger: name of the act, sentence after who did it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REVIEW_VERBS: dict[str, tuple[Any, Any]] = {
    "created_service": (_("Services"), _("a créé le service %(subject)s")),
    "changed_service": (_("Services"), _("a changé le service %(subject)s")),
    "imported_services": (_("Services"), _("a importé %(count)s lignes de services")),
    "added_agent": (_("Services"), _("a ajouté un agent au service %(subject)s")),
    "removed_agent": (_("Services"), _("a retiré un agent du service %(subject)s")),
    "noted_absence": (_("Absence"), _("a noté une absence et son remplacement")),
    "forgot_absence": (_("Absence"), _("a effacé une absence")),
    "set_routing_rule": (_("Répartition"), _("a écrit une règle vers le service %(subject)s")),
    "moved_routing_rule": (
        _("Répartition"),
        _("a changé la place d’une règle vers le service %(subject)s"),
    ),
    "deleted_routing_rule": (
        _("Répartition"),
        _("a effacé une règle vers le service %(subject)s"),
    ),
}
