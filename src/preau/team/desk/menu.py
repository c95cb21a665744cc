"""The line of the menu."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User

from ..policies import may_see_team


def section(person: User) -> tuple[Any, str] | None:
    """« Équipe », for those who may read it."""
    if may_see_team(person) is not None:
        return None
    return _("Équipe"), reverse("team_desk:list")
