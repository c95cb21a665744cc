"""Who handles paper, and when."""

from __future__ import annotations

from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role
from preau.accounts.policies import has_role
from preau.kernel.refusal import Refusal

HANDLERS = (Role.ADMINISTRATOR, Role.OWNER, Role.CLERK)


def may_handle_paper(person: Person, process_id: int) -> Refusal | None:
    """Clerks of the process, its owners and administrators print, enter, compare and seal."""
    if has_role(person, *HANDLERS, process_id=process_id):
        return None
    return Refusal(
        "not_a_clerk",
        _("Les bulletins papier sont réservés aux agents de saisie et aux pilotes."),
        remedy=_("Demandez le rôle « Saisie papier » à la personne qui pilote la démarche."),
    )
