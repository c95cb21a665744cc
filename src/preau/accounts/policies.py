"""What a role allows, asked at the object and never at the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from preau.kernel.refusal import Refusal

from .models import Person, Role, User

#: An administrator of the site may do what each of these may.
_RUNNERS = (Role.ADMINISTRATOR, Role.OWNER)


def has_role(person: Person, *roles: Role, process_id: int | None = None) -> bool:
    """True when ``person`` holds one of ``roles`` for the site or for that process."""
    if not isinstance(person, User):
        return False
    return any(
        held.role in roles and (held.process_id is None or held.process_id == process_id)
        for held in person.roles
    )


def may_enter_desk(person: Person) -> Refusal | None:
    """Whoever holds a role enters the back office; what they see there depends on it."""
    if isinstance(person, User) and person.is_agent:
        return None
    return Refusal(
        "not_an_agent",
        _("Le bureau est réservé aux agents et aux élus de la collectivité."),
        remedy=_("Demandez un accès à la personne qui pilote la démarche."),
    )


def may_run_process(person: Person, process_id: int | None) -> Refusal | None:
    """Process owners run their processes; administrators run all of them."""
    if has_role(person, *_RUNNERS, process_id=process_id):
        return None
    return Refusal(
        "not_the_owner",
        _("Seules les personnes qui pilotent cette démarche peuvent faire cela."),
        remedy=_("Adressez-vous à la personne qui pilote la démarche."),
    )
