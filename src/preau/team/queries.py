"""The team as the screen shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from preau.accounts.models import Membership, Role, User
from preau.processes.models import Process


@dataclass(frozen=True)
class HeldRole:
    """A role as it is shown: what, where."""

    held: Membership
    label: str
    scope: str


def team(words: str = "", role: str = "", waiting: bool = False) -> QuerySet[User]:
    """Everyone who holds a role, by name; narrowed by words, by role, to those who never came."""
    held = Membership.objects.filter(role=role) if role in Role.values else Membership.objects.all()
    people = User.objects.filter(pk__in=held.values("user"), is_active=True)
    if words:
        people = people.filter(
            Q(first_name__icontains=words)
            | Q(last_name__icontains=words)
            | Q(email__icontains=words)
        )
    if waiting:
        people = people.filter(last_login=None)
    roles = Membership.objects.select_related("service").order_by("role", "process_id", "pk")
    order = ("last_name", "first_name", "email")
    return people.order_by(*order).prefetch_related(Prefetch("memberships", roles))


def titles_of(people: Any) -> dict[int, str]:
    """Titles of the processes that these people's roles are limited to, in one statement."""
    wanted = {one.process_id for person in people for one in person.memberships.all()} - {None}
    return dict(Process.objects.filter(pk__in=wanted).values_list("pk", "title")) if wanted else {}


def roles_of(person: User, titles: Mapping[int, str]) -> list[HeldRole]:
    """The roles of a person, in words."""
    return [
        HeldRole(one, str(one.get_role_display()), scope_words(one, titles))
        for one in person.memberships.all()
    ]


def scope_words(held: Membership, titles: Mapping[int, str]) -> str:
    """Where a role holds: « toute la collectivité », a process, a service, or both."""
    parts = []
    if held.process_id is not None:
        parts.append(titles.get(held.process_id, _("une démarche effacée")))
    if held.service is not None:
        parts.append(held.service.name)
    return ", ".join(parts) or _("tout le site")
