"""What a new site holds on its first day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Service, User
from preau.blueprints.models import SavedModel
from preau.blueprints.registry import NewProcess, blueprints
from preau.kernel import clock
from preau.kernel.registry import Registry
from preau.kernel.text import slug
from preau.processes.outline import free_slug, outline_of
from preau.proposals.models import Theme
from preau.tenancy.models import Site


@dataclass(frozen=True)
class Starter:
    """A model of site: its name, and what it writes in a site that is there already."""

    label: Any
    furnish: Callable[[User | None], None]


starters: Registry[Starter] = Registry("starter")


def _nothing(person: User | None) -> None:
    """Colours, home page, first administrator: what every site has."""


def _participatory(person: User | None) -> None:
    """Services and themes of a town, and a participatory budget to finish, as a draft."""
    for name in (_("Espaces verts"), _("Voirie"), _("Bâtiments"), _("Écoles"), _("Culture")):
        Service.objects.create(name=name)
    names = (_("Nature en ville"), _("Se déplacer"), _("Écoles et jeunesse"), _("Solidarité"))
    Theme.objects.bulk_create(
        Theme(code=slug(name), name=name, order=order) for order, name in enumerate(names, start=1)
    )
    start = blueprints.get("participatory_budget").start
    if start is None or person is None:
        return
    day = timezone.localtime(clock.now()).replace(hour=9, minute=0, second=0, microsecond=0)
    spans = []
    for stage in start.stages:
        opens = day + timedelta(days=stage.gap or 30)
        day = opens + timedelta(days=stage.days or 0)
        spans.append((opens, day if stage.days else None))
    answers = {
        "town": 10_000_000,
        "most_cost": None,
        "least_age": 11,
        "ballot_format": "ranked",
        "max_choices": 3,
    }
    title = _("Budget participatif")
    promise = _("100\u00a0000\u00a0€ pour des projets choisis par les habitantes et les habitants.")
    process = start.create(
        NewProcess(title, free_slug(title), promise, person, tuple(spans), answers)
    )
    SavedModel.objects.create(name=title, outline=outline_of(process))


starters.add("participation", Starter(gettext_lazy("Un budget participatif à finir, des services, des thèmes"), _participatory))  # fmt: skip
starters.add("vide", Starter(gettext_lazy("Rien d’autre que l’accueil"), _nothing))


def furnish(site: Site, code: str) -> None:
    """Write what the starter ``code`` holds; its site is the current one."""
    administrator = User.objects.filter(memberships__role="administrator").first()
    starters.get(code).furnish(administrator)
