"""Who may read the team, and who may give or take back which role."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Membership, Person, Role
from preau.accounts.policies import has_role, may_run_process
from preau.kernel.refusal import Refusal


def runs_something(person: Person) -> bool:
    """Administrator of the site, or pilot of a process at least."""
    held = getattr(person, "roles", [])
    return any(one.role in (Role.ADMINISTRATOR, Role.OWNER) for one in held)


def may_see_team(person: Person) -> Refusal | None:
    """Administrators of the site and pilots of processes."""
    if runs_something(person):
        return None
    return Refusal(
        "not_a_runner",
        _("L’équipe est vue par l’administration du site et par les pilotes de démarche."),
        remedy=_("Adressez-vous à l’administration du site."),
    )


def may_grant(person: Person, role: str, process_id: int | None) -> Refusal | None:
    """Administrators give any role; pilots give roles of their own processes only."""
    if has_role(person, Role.ADMINISTRATOR):
        return None
    if role == Role.ADMINISTRATOR:
        return Refusal(
            "only_administrators",
            _("Seule l’administration du site confie l’administration à quelqu’un."),
            remedy=_("Choisissez un autre rôle, ou adressez-vous à l’administration."),
        )
    if process_id is None:
        return Refusal(
            "needs_process",
            _("Vous confiez des rôles dans les démarches que vous pilotez, pas sur tout le site."),
            remedy=_("Choisissez une de vos démarches."),
        )
    return may_run_process(person, process_id)


def may_end(person: Person, held: Membership) -> Refusal | None:
    """As for giving it; a site never loses its last administrator."""
    refusal = may_grant(person, held.role, held.process_id)
    if refusal is None and _is_last_administrator(held):
        return Refusal(
            "last_administrator",
            _("C’est la dernière personne qui administre le site."),
            remedy=_("Confiez d’abord l’administration à quelqu’un d’autre."),
        )
    return refusal


def _is_last_administrator(held: Membership) -> bool:
    if held.role != Role.ADMINISTRATOR or held.process_id is not None:
        return False
    others = Membership.objects.filter(
        role=Role.ADMINISTRATOR, process_id=None, user__is_active=True
    )
    return not others.exclude(user_id=held.user_id).exists()
