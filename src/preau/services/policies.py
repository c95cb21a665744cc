"""Who keeps the services, who says who is away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person, Role, Service, User
from preau.accounts.policies import has_role
from preau.kernel.refusal import Refusal


def may_see_services(person: Person) -> Refusal | None:
    """Whoever runs the site or a process, decides, or works in a service."""
    known = (Role.ADMINISTRATOR, Role.OWNER, Role.DECIDER, Role.AGENT)
    if isinstance(person, User) and any(held.role in known for held in person.roles):
        return None
    return Refusal("not_in_services", _("Votre rôle n’ouvre pas la page des services."))


def may_run_services(person: Person) -> Refusal | None:
    """Services, their people and the rules belong to the whole site: so must the role."""
    if has_role(person, Role.ADMINISTRATOR, Role.OWNER):
        return None
    return Refusal(
        "not_the_keeper",
        _("Seules les personnes qui pilotent toutes les démarches du site changent les services."),
        remedy=_("Adressez-vous à l’administration du site."),
    )


def may_note_absence(person: Person, agent: User) -> Refusal | None:
    """An agent's own, those of the services one leads, or all when one runs the site."""
    if may_run_services(person) is None:
        return None
    if isinstance(person, User):
        if person.pk == agent.pk:
            return None
        led = Service.objects.filter(lead=person, memberships__user=agent)
        if led.exists():
            return None
    return Refusal(
        "not_the_lead",
        _("Vous notez vos propres absences, et celles des services dont vous êtes responsable."),
    )
