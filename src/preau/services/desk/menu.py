"""The line of the menu."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User

from ..policies import may_see_services


def section(person: User) -> tuple[Any, str] | None:
    """« Services », for those who may read them."""
    if may_see_services(person) is not None:
        return None
    return _("Services"), reverse("services_desk:list")
