"""What juries write in the ledger: name of the act, sentence after who did it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

JURY_VERBS: dict[str, tuple[Any, Any]] = {
    "set_jury": (_("Jury"), _("a écrit les réglages du jury «\u00a0%(subject)s\u00a0»")),
    "named_juror": (_("Jury"), _("a fait siéger %(name)s\u00a0: %(role)s")),
    "ended_seat": (_("Jury"), _("a mis fin au siège de %(name)s")),
    "wrote_grid": (_("Grille du jury"), _("a écrit la grille du jury, version %(version)s")),
    "shared_applications": (
        _("Lectures du jury"),
        _("a donné %(n)s lectures pour %(applications)s dossiers (graine %(seed)s)"),
    ),
    "declared_conflict": (
        _("Lien d’un membre du jury"),
        _("a écarté %(name)s du dossier n°\u00a0%(number)s"),
    ),
    "lifted_conflict": (
        _("Lien d’un membre du jury"),
        _("a retiré le lien de %(name)s avec le dossier n°\u00a0%(number)s\u00a0: %(reason)s"),
    ),
    "finished_reading": (
        _("Lectures du jury"),
        _("a terminé la lecture du dossier n°\u00a0%(number)s"),
    ),
    "opened_deliberation": (_("Délibération"), _("a ouvert la délibération du jury")),
    "set_presence": (_("Délibération"), _("a écrit les présences\u00a0: %(n)s membres")),
    "ruled_application": (
        _("Délibération"),
        _("a écrit la décision sur le dossier n°\u00a0%(number)s\u00a0: %(decision)s"),
    ),
    "took_back_ruling": (
        _("Délibération"),
        _("a repris la décision sur le dossier n°\u00a0%(number)s"),
    ),
    "closed_deliberation": (_("Délibération"), _("a clos la délibération sur %(n)s dossiers")),
    "reopened_deliberation": (_("Délibération"), _("a rouvert la délibération du jury")),
    "published_grants": (_("Délibération"), _("a publié %(n)s décisions du jury")),
}
