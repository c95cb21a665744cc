"""What questionnaires write in the ledger: name of the act, sentence after who did it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SURVEY_VERBS: dict[str, tuple[Any, Any]] = {
    "dropped_draft": (_("Publication"), _("a abandonné le brouillon %(subject)s")),
    "published_process": (_("Publication"), _("a publié %(subject)s")),
    "released_form": (_("Questions"), _("a posé une nouvelle version de %(subject)s")),
    "set_survey": (_("Questionnaire"), _("a changé les réglages de %(subject)s")),
    "published_results": (_("Résultats"), _("a publié les résultats de %(subject)s")),
    "withdrew_results": (_("Résultats"), _("a retiré les résultats de %(subject)s")),
    "imported_responses": (
        _("Questionnaire"),
        _("a importé des réponses dans %(subject)s"),
    ),
    "exported_responses": (_("Export"), _("a exporté les réponses de %(subject)s")),
    "read_answered_file": (
        _("Fichier reçu"),
        _("a ouvert un fichier donné en réponse à %(subject)s"),
    ),
    "set_coding": (_("Lecture des textes"), _("a réglé la lecture des textes de %(subject)s")),
    "wrote_theme": (_("Thèmes"), _("a écrit un thème pour %(subject)s")),
    "merged_theme": (_("Thèmes"), _("a regroupé ou retiré un thème de %(subject)s")),
    "compared_readings": (
        _("Lecture des textes"),
        _("a ouvert la comparaison des lectures de %(subject)s"),
    ),
    "settled_reading": (
        _("Lecture des textes"),
        _("a tranché les thèmes d’une réponse à %(subject)s"),
    ),
    "weighted_responses": (_("Redressement"), _("a redressé les réponses de %(subject)s")),
}
