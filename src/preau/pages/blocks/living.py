"""Blocks that show what the site holds: processes, projects, results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from preau.delivery.models import Delivery
from preau.news.models import Article, Meeting
from preau.processes.models import Process, Step, StepState
from preau.processes.queries import acts_of_the_moment
from preau.processes.stages import Stage, stages
from preau.proposals.models import Proposal
from preau.proposals.queries import some_proposals
from preau.ui.props import Square
from preau.ui.words import period

from .base import BlockKind, Shared
from .schema import Data, Number, Row, piece
from .words import TITLE

PROCESS = Row(_("Démarche"), _("Sans choix, la plus récente."), kind="process")
#: Most places written beside a map.
PLACES = 12


class Moment(BlockKind):
    code, label, icon = "moment", _("En ce moment"), "clock"
    purpose = _("Ce qui est ouvert aujourd’hui, trié par date de fin.")

    def load(self, data: Data, page: Shared) -> dict[str, Any] | None:
        acts = acts_of_the_moment(page.processes, page.person, page.at)
        coming = coming_steps(page.processes, page.at)
        return {"acts": acts, "next": coming[0] if coming else None}


class Coming(BlockKind):
    code, label, icon = "coming", _("À venir"), "calendar"
    purpose = _("Les prochaines dates des démarches.")

    def load(self, data: Data, page: Shared) -> dict[str, Any] | None:
        steps = coming_steps(page.processes, page.at)[:4]
        return {"steps": steps} if steps else None


def coming_steps(processes: list[Process], at: datetime) -> list[Step]:
    """Steps that are yet to open, the next one first."""
    steps = [
        step
        for process in processes
        for step in process.ordered_steps
        if step.opens_at is not None and step.state_at(at) is StepState.FUTURE
    ]
    return sorted(steps, key=lambda step: step.opens_at or at)


class Changed(BlockKind):
    code, label, icon = "changed", _("Ce qui a changé grâce à vous"), "star"
    purpose = _("Les trois derniers projets réalisés.")

    def load(self, data: Data, page: Shared) -> dict[str, Any] | None:
        done = Delivery.objects.filter(state=Delivery.State.DONE).for_lists()
        found = list(done.order_by("-done_on", "-pk")[:3])
        return {"deliveries": found} if found else None


class Processes(BlockKind):
    code, label, icon = "processes", _("Toutes les démarches"), "table"
    purpose = _("Une carte par démarche publiée.")

    def load(self, data: Data, page: Shared) -> dict[str, Any] | None:
        return {"processes": page.processes} if page.processes else None


@dataclass(frozen=True)
class OfProcess(Data):
    title: str = piece(TITLE)
    process: int | None = piece(PROCESS)


class Steps(BlockKind):
    code, label, icon = "steps", _("Étapes d’une démarche"), "flag"
    purpose = _("Le calendrier d’une démarche, étape par étape.")
    Data = OfProcess

    def load(self, data: OfProcess, page: Shared) -> dict[str, Any] | None:
        process = page.process(data.process)
        if process is None:
            return None
        squares = [_square(one) for one in stages(process, page.at)]
        return {"title": data.title, "process": process, "squares": squares}


def _square(stage: Stage) -> Square:
    step, is_open = stage.step, stage.state is StepState.OPEN
    return Square(
        number=step.order,
        title=step.title,
        state=say("En cours") if is_open else stage.state.label,
        look=stage.look,
        dates=period(step.opens_at, step.closes_at),
        url=step.behaviour.public_url(step),
    )


@dataclass(frozen=True)
class ProposalsData(OfProcess):
    most: int = piece(Number(_("Combien d’idées"), least=1, most=12))


class Proposals(BlockKind):
    code, label, icon = "proposals", _("Idées et projets"), "leaf"
    purpose = _("Quelques idées tirées au hasard, chacune à la même chance.")
    Data = ProposalsData

    def load(self, data: ProposalsData, page: Shared) -> dict[str, Any] | None:
        process = page.process(data.process)
        found = some_proposals(process, most=data.most) if process else []
        if process is None or not found:
            return None
        for one in found:
            one.process = process
        return {"title": data.title, "process": process, "proposals": found}


class Map(BlockKind):
    code, label, icon = "map", _("Carte"), "map"
    purpose = _("Les idées d’une démarche sur la carte des quartiers.")
    Data = OfProcess

    def load(self, data: OfProcess, page: Shared) -> dict[str, Any] | None:
        process = page.process(data.process)
        if process is None:
            return None
        placed = Proposal.objects.visible().of(process).filter(latitude__isnull=False)
        places = list(placed.order_by("-number")[:PLACES])
        if not places:
            return None
        for one in places:
            one.process = process
        url = reverse("proposals:geojson", args=[process.slug]) + "?fond=1"
        return {"title": data.title, "process": process, "places": places, "url": url}


class Results(BlockKind):
    code, label, icon = "results", _("Résultats"), "ballot"
    purpose = _("Ce qu’une démarche a donné, étape par étape.")
    Data = OfProcess

    def load(self, data: OfProcess, page: Shared) -> dict[str, Any] | None:
        process = page.process(data.process)
        if process is None:
            return None
        found = [
            (one.step, one.step.behaviour.summary(one.step))
            for one in stages(process, page.at)
            if one.state is StepState.CLOSED
        ]
        lines = [(step, words, step.behaviour.public_url(step)) for step, words in found if words]
        return {"title": data.title, "process": process, "lines": lines} if lines else None


@dataclass(frozen=True)
class SomeData(Data):
    title: str = piece(TITLE)
    most: int = piece(Number(_("Combien"), least=1, most=6))


class News(BlockKind):
    code, label, icon = "news", _("Actualités"), "message"
    purpose = _("Les dernières actualités.")
    version = 2
    Data = SomeData

    def upgrade(self, data: dict[str, Any], version: int) -> dict[str, Any]:
        """Version 1 held the news themselves; they are rows of their own now."""
        return {"title": data.get("title", ""), "most": len(data.get("items", [])) or 3}

    def load(self, data: SomeData, page: Shared) -> dict[str, Any] | None:
        found = list(Article.objects.read_at(page.at)[: data.most])
        return {"title": data.title, "articles": found} if found else None


class Agenda(BlockKind):
    code, label, icon = "agenda", _("Agenda"), "calendar"
    purpose = _("Les prochaines rencontres.")
    Data = SomeData

    def load(self, data: SomeData, page: Shared) -> dict[str, Any] | None:
        found = list(Meeting.objects.coming(page.at)[: data.most])
        return {"title": data.title, "meetings": found} if found else None
