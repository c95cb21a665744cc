"""The line of the menu."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User


def section(person: User) -> tuple[Any, str] | None:
    """« Réseau », for every agent."""
    return _("Réseau"), reverse("network_desk:home")
