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
    "asked_opinions": (
        _("Avis"),
        _("a demandé des avis sur %(subject)s (%(services)s)"),
    ),
    "signed_opinion": (_("Avis"), _("a signé l’avis du service %(service)s sur %(subject)s")),
    "reopened_opinion": (_("Avis"), _("a rouvert l’avis du service %(service)s sur %(subject)s")),
    "transferred_opinion": (
        _("Avis"),
        _("a transmis à %(to)s la demande d’avis faite au service %(service)s sur %(subject)s"),
    ),
    "withdrew_opinion": (
        _("Avis"),
        _("a retiré la demande d’avis faite au service %(service)s sur %(subject)s"),
    ),
    "postponed_opinion": (
        _("Avis"),
        _("a reporté l’avis du service %(service)s sur %(subject)s"),
    ),
    "asked_questions": (
        _("Questions aux services"),
        _("a posé %(count)s questions avec chaque avis (%(round)s)"),
    ),
    "signed_section": (_("Fiche d’analyse"), _("a signé une partie de la fiche de %(subject)s")),
    "changed_section": (
        _("Fiche d’analyse"),
        _("a changé une partie signée de la fiche de %(subject)s"),
    ),
    "synthesised": (_("Synthèse"), _("a écrit la synthèse des avis sur %(subject)s")),
    "asked_second_reading": (
        _("Seconde lecture"),
        _("a saisi le comité de suivi de la décision sur %(subject)s"),
    ),
    "gave_second_reading": (
        _("Seconde lecture"),
        _("a répondu pour le comité de suivi sur %(subject)s"),
    ),
    "added_note": (_("Note interne"), _("a écrit une note interne sur %(subject)s")),
    "asked_author": (_("Précisions"), _("a demandé des précisions sur %(subject)s")),
    "answered_precision": (_("Précisions"), _("a précisé %(subject)s")),
    "dropped_precision": (
        _("Précisions"),
        _("n’attend plus de précisions sur %(subject)s"),
    ),
    "set_moderation": (
        _("Modération"),
        _("a réglé la modération de l’étape «\u00a0%(subject)s\u00a0»"),
    ),
    "set_rounds": (
        _("Tours d’analyse"),
        _("a réglé les tours de l’étape «\u00a0%(subject)s\u00a0»"),
    ),
}
