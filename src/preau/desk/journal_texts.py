"""What consultations and moderation write in the ledger: name of the act, its sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

TEXT_VERBS: dict[str, tuple[Any, Any]] = {
    "set_consultation": (_("Consultation"), _("a changé les réglages de %(subject)s")),
    "added_text": (_("Texte"), _("a ajouté le texte «\u00a0%(subject)s\u00a0»")),
    "deleted_text": (_("Texte"), _("a supprimé le texte «\u00a0%(subject)s\u00a0»")),
    "published_version": (
        _("Texte"),
        _("a publié une version de «\u00a0%(subject)s\u00a0»"),
    ),
    "moved_text": (_("Texte"), _("a déplacé «\u00a0%(subject)s\u00a0»")),
    "started_version": (
        _("Texte"),
        _("prépare une nouvelle version de «\u00a0%(subject)s\u00a0»"),
    ),
    "contributed": (_("Avis"), _("a donné l’avis %(subject)s")),
    "edited_contribution": (_("Avis"), _("a corrigé l’avis %(subject)s")),
    "withdrew_contribution": (_("Avis"), _("a retiré l’avis %(subject)s")),
    "answered_contributions": (
        _("Suites"),
        _("a répondu à %(count)s avis de %(subject)s"),
    ),
    "took_back_answers": (
        _("Suites"),
        _("a annulé la réponse à %(count)s avis de %(subject)s"),
    ),
    "published_synthesis": (_("Synthèse"), _("a publié la synthèse de %(subject)s")),
    "opened_gathering": (_("Saisie"), _("a ouvert le recueil «\u00a0%(subject)s\u00a0»")),
    "took_in_contributions": (
        _("Saisie"),
        _("a importé %(count)s avis dans «\u00a0%(subject)s\u00a0»"),
    ),
    "entered_contribution": (_("Saisie"), _("a saisi l’avis %(subject)s")),
    "exported_contributions": (_("Export"), _("a exporté les avis de %(subject)s")),
    "reported": (_("Modération"), _("a signalé une contribution")),
    "moderated": (_("Modération"), _("a décidé d’une contribution signalée ou relue")),
    "passed_case": (_("Modération"), _("a transmis une contribution à %(to)s")),
    "appealed": (_("Modération"), _("demande un second regard sur une décision")),
    "settled_appeal": (_("Modération"), _("a répondu à un recours")),
}
