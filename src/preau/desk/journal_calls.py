"""What calls for projects write in the ledger: name of the act, sentence after who did it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

_CALL = _("Appel à projets")

CALL_VERBS: dict[str, tuple[Any, Any]] = {
    "set_call": (_CALL, _("a réglé l’appel %(subject)s")),
    "sent_application": (_CALL, _("a déposé le dossier %(subject)s")),
    "withdrew_application": (_CALL, _("a retiré le dossier %(subject)s")),
    "gave_missing_piece": (_CALL, _("a donné une pièce attendue au dossier %(subject)s")),
    "asked_missing_piece": (_CALL, _("a demandé une pièce pour le dossier %(subject)s")),
    "checked_application": (_CALL, _("a vérifié le dossier %(subject)s")),
    "read_application_file": (_CALL, _("a ouvert un document du dossier %(subject)s")),
    "exported_applications": (_("Export"), _("a exporté les dossiers de %(subject)s")),
    "published_applications": (_CALL, _("a publié la liste des dossiers de %(subject)s")),
    "wrote_agreement": (_CALL, _("a écrit la convention du dossier %(subject)s")),
    "planned_instalment": (_CALL, _("a réglé un versement du dossier %(subject)s")),
    "asked_report": (_CALL, _("a demandé un bilan pour le dossier %(subject)s")),
    "gave_report": (_CALL, _("a rendu un bilan du dossier %(subject)s")),
    "set_idea_box": (_("Boîte à idées"), _("a changé le seuil de réponse de %(subject)s")),
    "delivered_project": (_CALL, _("a dit réalisé le projet %(subject)s")),
}
