"""Who joins, who reads, who writes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person, Role, User
from preau.accounts.policies import has_role
from preau.kernel.refusal import Refusal

from .models import Member
from .queries import own_member


def may_join(person: Person) -> Refusal | None:
    """Administrators decide that the city enters, and how it is seen there."""
    if has_role(person, Role.ADMINISTRATOR):
        return None
    return Refusal(
        "not_administrator",
        _("Seule l’administration du site fait entrer la collectivité dans le réseau."),
        remedy=_("Demandez-le-lui."),
    )


def may_share(person: Person) -> Refusal | None:
    """Every agent of a member speaks there, under their own name and city."""
    if not isinstance(person, User) or not person.is_agent:
        return Refusal("not_an_agent", _("Le réseau est réservé aux agents."))
    if own_member() is None:
        return Refusal("not_a_member", _("Votre collectivité n’est pas dans le réseau."))
    return None


def may_withdraw(person: Person, author_name: str, member: Member) -> Refusal | None:
    """Its author, or an administrator of the city that published it."""
    mine = own_member()
    if mine is not None and mine.pk == member.pk:
        is_author = isinstance(person, User) and person.full_name == author_name
        if is_author or has_role(person, Role.ADMINISTRATOR):
            return None
    return Refusal("not_yours", _("Seule la collectivité qui a publié peut retirer."))
