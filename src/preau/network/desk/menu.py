"""The line of the menu."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.processes.desk import FirstStep

from ..policies import may_join
from ..queries import own_member


def section(person: User) -> tuple[Any, str] | None:
    """« Réseau », for every agent."""
    return _("Réseau"), reverse("network_desk:home")


def first(person: User) -> list[FirstStep]:
    """Entering the network, where models of other cities are; one statement."""
    if may_join(person) is not None:
        return []
    return [
        FirstStep(
            _("Entrer dans le réseau des collectivités"),
            _(
                "Vous y prendrez en un clic les démarches et les formulaires que d’autres partagent."
            ),
            reverse("network_desk:home"),
            own_member() is not None,
            is_optional=True,
            order=70,
        )
    ]
