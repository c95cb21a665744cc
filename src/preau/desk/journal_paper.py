"""What paper writes in the ledger: name of the act, sentence after who did it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

PAPER_VERBS: dict[str, tuple[Any, Any]] = {
    "set_paper_rule": (_("Vote en personne"), _("a fixé la règle du vote en personne")),
    "named_late_agents": (
        _("Vote en personne"),
        _("a désigné pour la saisie après la clôture : %(names)s"),
    ),
    "added_station": (_("Vote en personne"), _("a ajouté le bureau de vote « %(subject)s »")),
    "opened_batch": (
        _("Lot de bulletins"),
        _("a enregistré le lot %(batch)s de « %(subject)s » : %(size)s bulletins, %(station)s"),
    ),
    "withdrew_batch": (
        _("Lot de bulletins"),
        _("a retiré le lot %(batch)s de « %(subject)s », que personne n’avait lu"),
    ),
    "read_batch": (
        _("Lot de bulletins"),
        _("a terminé la lecture %(turn)s du lot %(batch)s de « %(subject)s »"),
    ),
    "signed_batch": (_("Lot de bulletins"), _("a signé le lot %(batch)s de « %(subject)s »")),
    "reopened_batch": (
        _("Lot de bulletins"),
        _("a retiré la signature du lot %(batch)s de « %(subject)s »"),
    ),
    "sealed_batch": (
        _("Lot de bulletins"),
        _("a scellé le lot %(batch)s de « %(subject)s » : %(ballots)s bulletins dans l’urne"),
    ),
    "set_ballot_aside": (
        _("Émargement"),
        _("a émargé une personne dont le bulletin en ligne « %(subject)s » est écarté"),
    ),
    "added_stand": (_("Tablette"), _("a ajouté la tablette « %(subject)s »")),
    "enrolled_stand": (
        _("Tablette"),
        _("a enregistré la tablette « %(subject)s » avec son code"),
    ),
    "revoked_stand": (_("Tablette"), _("a révoqué la tablette « %(subject)s »")),
    "ended_paper": (_("Vote en personne"), _("a terminé la saisie du papier")),
}
