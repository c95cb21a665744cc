"""What became of the winners: dates kept or missed, money, news."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from preau.accounts.models import User
from preau.delivery.actions import (
    move_delivery,
    plan_milestone,
    publish_news,
    record_spending,
    update_milestone,
)
from preau.delivery.models import Delivery
from preau.demo.content import Edition
from preau.demo.content.types import Delivery as Material
from preau.kernel import clock
from preau.processes.models import Process

from .town import Town

#: Works are promised for a season rather than for a day.
Act = Callable[[], object]
GRACE = timedelta(days=30)
#: Stages that start the works.
WORKS = ("Travaux", "Commande")
MOVED = "Le calendrier du chantier a été revu avec l’entreprise."


def deliver_winners(town: Town, edition: Edition, process: Process) -> None:
    """Follow every winner of the material, from its first promise to today."""
    opens_in = next(step.opens_in for step in edition.steps if step.kind == "delivery")
    services = {material.ref: material.service for material in edition.proposals}
    found = Delivery.objects.filter(process=process).select_related("proposal__author")
    by_number = {delivery.proposal.number: delivery for delivery in found}
    for material in edition.deliveries:
        delivery = by_number[material.proposal]
        delivery.process = delivery.proposal.process = process
        delivery.service = town.services[services[material.proposal]]
        delivery.promised_on = town.on(material.milestones[-1].announced_in) + GRACE
        delivery.motive = material.reason if material.status == "late" else ""
        delivery.save(update_fields=["service", "promised_on", "motive"])
        _plan(town, delivery, material, opens_in)
        for day, act in sorted(_acts(town, delivery, material, opens_in), key=lambda one: one[0]):
            with clock.stopped(town.at(day, 11)):
                act()


def _plan(town: Town, delivery: Delivery, material: Material, opens_in: int) -> None:
    """Stages as they were announced, then what each became."""
    for stage in material.milestones:
        with clock.stopped(town.at(opens_in, 10)):
            milestone = plan_milestone(
                delivery=delivery,
                title=stage.title,
                planned_on=town.on(stage.announced_in),
                actor=town.owner,
            )
        if stage.expected_in != stage.announced_in:
            with clock.stopped(town.at(min(stage.announced_in, -1), 10)):
                update_milestone(
                    milestone=milestone,
                    planned_on=town.on(stage.expected_in),
                    motive=(material.reason or MOVED)[:240],
                    actor=town.owner,
                )
        if stage.reached_in is not None:
            with clock.stopped(town.at(stage.reached_in, 17)):
                update_milestone(
                    milestone=milestone, done_on=town.on(stage.reached_in), actor=town.owner
                )


def _acts(
    town: Town, delivery: Delivery, material: Material, opens_in: int
) -> Iterator[tuple[int, Act]]:
    """Changes of state, spending and news, each with its day."""
    owner = town.owner
    stages = material.milestones
    started = stages[0].reached_in if stages[0].reached_in is not None else opens_in
    yield _move(delivery, "study", owner, day=min(started, opens_in + 30))
    works = next((one for one in stages if one.title in WORKS), stages[-1])
    if works.reached_in is not None and works is not stages[-1]:
        yield _move(delivery, "works", owner, day=works.reached_in)
    last = stages[-1].reached_in
    if material.status == "done" and last is not None:
        yield _move(delivery, "done", owner, day=last, done_on=town.on(last))
    if material.status == "abandoned":
        day = material.updates[-1].in_days
        yield _move(delivery, "dropped", owner, day=day, motive=material.reason)
    yield (
        _last_day(material),
        partial(record_spending, delivery=delivery, spent_cents=material.spent_cents, actor=owner),
    )
    for news in material.updates:
        act = partial(
            publish_news, delivery=delivery, title=news.title, text=news.text, actor=owner
        )
        yield news.in_days, act


def _move(delivery: Delivery, state: str, actor: User, *, day: int, **more: Any) -> tuple[int, Act]:
    return day, partial(move_delivery, delivery=delivery, state=state, actor=actor, **more)


def _last_day(material: Material) -> int:
    """The last day on which something happened."""
    reached = [one.reached_in for one in material.milestones if one.reached_in is not None]
    return max([*reached, *(one.in_days for one in material.updates), -600])
