"""The line of the menu."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import Membership, User
from preau.processes.desk import FirstStep

from ..policies import may_see_team


def section(person: User) -> tuple[Any, str] | None:
    """« Équipe », for those who may read it."""
    if may_see_team(person) is not None:
        return None
    return _("Équipe"), reverse("team_desk:list")


def first(person: User) -> list[FirstStep]:
    """A second person, so that nothing stops when the first one is away; one statement."""
    if may_see_team(person) is not None:
        return []
    return [
        FirstStep(
            _("Inviter une deuxième personne"),
            _("À deux, rien ne s’arrête pendant une absence."),
            reverse("team_desk:list"),
            Membership.objects.exclude(user=person).exists(),
            is_optional=True,
            order=80,
        )
    ]
