"""Who announces things."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person, Role
from preau.accounts.policies import has_role
from preau.kernel.refusal import Refusal


def may_announce(person: Person | None) -> Refusal | None:
    """Administrators of the site and owners of all processes; None is the installation itself."""
    if person is None or has_role(person, Role.ADMINISTRATOR, Role.OWNER):
        return None
    return Refusal(
        "not_an_announcer",
        _("Seules l’administration du site et les pilotes écrivent les actualités et l’agenda."),
    )
