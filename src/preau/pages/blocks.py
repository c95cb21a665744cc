"""Kinds of blocks: what each holds, and what it finds to show. None shows itself empty."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from preau.delivery.models import Delivery
from preau.kernel import clock
from preau.kernel.registry import Registry
from preau.processes.models import Process, Step, StepState
from preau.processes.queries import acts_of_the_moment


@dataclass
class Page:
    """What the blocks of one page share, so that each thing is read once."""

    request: HttpRequest
    at: datetime = field(default_factory=clock.now)

    @cached_property
    def processes(self) -> list[Process]:
        return list(Process.objects.published().with_steps())


class BlockKind:
    """``load`` answers the context of the template, or None when there is nothing to show."""

    code: ClassVar[str] = ""
    label: ClassVar[Any] = ""

    @property
    def template(self) -> str:
        return f"pages/blocks/{self.code}.html"

    def load(self, data: dict[str, Any], page: Page) -> dict[str, Any] | None:
        """By default a block shows what an editor wrote in it."""
        return data or None


block_kinds: Registry[BlockKind] = Registry("block kind")


class Hero(BlockKind):
    code, label = "hero", _("En-tête\u00a0: nom du lieu et promesse")

    def load(self, data: dict[str, Any], page: Page) -> dict[str, Any] | None:
        return data


class Moment(BlockKind):
    code, label = "moment", _("En ce moment")

    def load(self, data: dict[str, Any], page: Page) -> dict[str, Any] | None:
        acts = acts_of_the_moment(page.processes, page.request.user, page.at)
        coming = _coming(page.processes, page.at)
        return {"acts": acts, "next": coming[0] if coming else None}


class Coming(BlockKind):
    code, label = "coming", _("À venir")

    def load(self, data: dict[str, Any], page: Page) -> dict[str, Any] | None:
        steps = _coming(page.processes, page.at)[:4]
        return {"steps": steps} if steps else None


def _coming(processes: list[Process], at: datetime) -> list[Step]:
    steps = [
        step
        for process in processes
        for step in process.ordered_steps
        if step.opens_at is not None and step.state_at(at) is StepState.FUTURE
    ]
    return sorted(steps, key=lambda step: step.opens_at or at)


class Changed(BlockKind):
    code, label = "changed", _("Ce qui a changé grâce à vous")

    def load(self, data: dict[str, Any], page: Page) -> dict[str, Any] | None:
        done = Delivery.objects.filter(state=Delivery.State.DONE).for_lists()
        found = list(done.order_by("-done_on", "-pk")[:3])
        return {"deliveries": found} if found else None


class Processes(BlockKind):
    code, label = "processes", _("Toutes les démarches")

    def load(self, data: dict[str, Any], page: Page) -> dict[str, Any] | None:
        return {"processes": page.processes} if page.processes else None


class How(BlockKind):
    code, label = "how", _("Comment ça marche")


class Text(BlockKind):
    code, label = "text", _("Texte")


class Figures(BlockKind):
    code, label = "figures", _("Chiffres clés")


class News(BlockKind):
    code, label = "news", _("Actualités")


KINDS = (Hero, Moment, Changed, Coming, How, Figures, Text, News, Processes)
#: What a home is made of before anyone has composed one.
DEFAULT_HOME = ("hero", "moment", "changed", "coming", "processes")
