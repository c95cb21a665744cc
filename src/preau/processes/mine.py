"""What a person finds in « mon espace »: each app adds its part, the page knows none."""

from __future__ import annotations

from django.http import HttpRequest

from preau.accounts.models import User
from preau.kernel.registry import Registry

from .panels import Panel, Shown, load_panels

#: The template reads the context as ``panel``. What is to finish comes first (orders below 10),
#: then what was done, then what is followed.
MinePanel = Panel[User]
mine_panels: Registry[MinePanel] = Registry("panel of mon espace")


def panels_of(person: User, request: HttpRequest) -> list[Shown]:
    """What « mon espace » of ``person`` includes."""
    return load_panels(mine_panels, person, request)
