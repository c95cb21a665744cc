"""What public inquiries write in the ledger: name of the act, sentence after who did it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

INQUIRY_VERBS: dict[str, tuple[Any, Any]] = {
    "entered_observation": (_("Registre"), _("a versé au registre l’observation %(subject)s")),
    "published_observations": (
        _("Registre"),
        _("a publié des observations dans %(subject)s"),
    ),
    "masked_observation": (_("Registre"), _("a masqué un passage de l’observation %(subject)s")),
    "recorded_act": (_("Enquête publique"), _("a inscrit un acte\u00a0: %(subject)s")),
    "published_act": (_("Enquête publique"), _("a publié un acte\u00a0: %(subject)s")),
    "changed_inquiry": (_("Enquête publique"), _("a changé ce que dit l’arrêté de %(subject)s")),
    "added_piece": (_("Enquête publique"), _("a ajouté une pièce au dossier de %(subject)s")),
    "decided_mail": (_("Courriels"), _("a examiné un courriel de %(subject)s")),
    "exported_register": (_("Export"), _("a exporté le registre de %(subject)s")),
    "sealed_register": (_("Registre"), _("a scellé le registre de %(subject)s")),
    "named_party": (_("Enquête publique"), _("a nommé une personne dans %(subject)s")),
    "replaced_party": (_("Enquête publique"), _("a remplacé une personne dans %(subject)s")),
}
