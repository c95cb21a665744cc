"""What the inbox says of realisations: dates to keep, news to give, to whom, at which cost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from preau.accounts.models import User
from preau.delivery.actions import (
    move_delivery,
    plan_milestone,
    publish_news,
    start_delivery,
    update_milestone,
)
from preau.delivery.inbox import MOST_LINES, delivery_tasks
from preau.delivery.models import Delivery
from preau.kernel import clock
from preau.processes.models import Process, Step
from preau.proposals.actions import Deposit, set_status, submit_proposal
from preau.proposals.models import Status


@pytest.fixture
def steps(site: Any) -> list[Step]:
    at = clock.now() - timedelta(days=200)
    process = Process.objects.create(title="Budget participatif", slug="bp", state="published")
    return [
        Step.objects.create(
            process=process, order=order, kind=kind, title=kind, slug=kind, opens_at=at
        )
        for order, kind in enumerate(["collection", "delivery"], start=1)
    ]


def elect(steps: list[Step], cast: Any, title: str = "Un jardin") -> Delivery:
    proposal = submit_proposal(
        step=steps[0], author=cast.nadia, deposit=Deposit(title=title, idea="Un jardin.")
    )
    set_status(proposal=proposal, status=Status.ELECTED, actor=cast.odile, sentence="Lauréate.")
    service = cast.irene.roles[0].service
    return start_delivery(
        proposal=proposal, actor=cast.odile, voted_cost_cents=6_000_000, service=service
    )


def lines(person: User, at: datetime | None = None) -> list[tuple[str, str]]:
    """Title and verb of each line, read by somebody who has just come in."""
    person = User.objects.prefetch_related("memberships__service").get(pk=person.pk)
    return [(str(one.title), str(one.verb)) for one in delivery_tasks(person, at or clock.now())]


def test_say_which_date_comes_until_it_is_met(steps: list[Step], cast: Any) -> None:
    delivery = elect(steps, cast)
    day = timezone.localdate(clock.now()) + timedelta(days=20)
    milestone = plan_milestone(
        delivery=delivery, title="Plantation", planned_on=day, actor=cast.irene
    )
    assert lines(cast.irene) == []
    at = clock.now() + timedelta(days=14)
    line = ("Un jardin\u00a0: Plantation", "Tenir une date annoncée")
    assert lines(cast.irene, at) == lines(cast.odile, at) == [line]
    update_milestone(milestone=milestone, done_on=timezone.localdate(clock.now()), actor=cast.irene)
    assert lines(cast.irene, at) == []


def test_a_date_is_late_only_the_day_after(steps: list[Step], cast: Any) -> None:
    delivery = elect(steps, cast)
    today = timezone.localdate(clock.now())
    plan_milestone(delivery=delivery, title="Plantation", planned_on=today, actor=cast.irene)
    (task,) = delivery_tasks(cast.irene, clock.now())
    assert task.due_at is not None
    assert timezone.localdate(task.due_at) == today
    assert task.due_at > clock.now()


def test_ask_for_news_after_three_months(steps: list[Step], cast: Any) -> None:
    delivery = elect(steps, cast)
    later = clock.now() + timedelta(days=85)
    assert lines(cast.irene) == []
    assert lines(cast.irene, later) == [("Un jardin", "Donner des nouvelles")]
    with clock.stopped(clock.now() + timedelta(days=2)):
        publish_news(delivery=delivery, title="Semis", text="C’est semé.", actor=cast.irene)
    assert lines(cast.irene, later) == []
    assert lines(cast.irene, later + timedelta(days=2)) == [("Un jardin", "Donner des nouvelles")]


def test_leave_alone_what_is_over_and_who_is_not_in_charge(steps: list[Step], cast: Any) -> None:
    delivery = elect(steps, cast)
    later = clock.now() + timedelta(days=85)
    assert lines(cast.karim, later) == lines(cast.paul, later) == []
    move_delivery(delivery=delivery, state="dropped", motive="Terrain vendu.", actor=cast.odile)
    assert lines(cast.odile, later) == []


def test_gather_what_is_too_long_to_list(steps: list[Step], cast: Any) -> None:
    for number in range(MOST_LINES + 1):
        elect(steps, cast, f"Jardin {number}")
    (line,) = lines(cast.odile, clock.now() + timedelta(days=100))
    assert line == ("21 projets à suivre", "Donner des nouvelles")


def test_cost_the_same_statements(
    steps: list[Step], cast: Any, django_assert_num_queries: Any
) -> None:
    """Processes, their steps, dates, silences; the last two only once a realisation has begun."""
    for _ in range(2):
        elect(steps, cast)
        person = User.objects.prefetch_related("memberships__service").get(pk=cast.irene.pk)
        assert person.roles
        with django_assert_num_queries(4):
            delivery_tasks(person, clock.now() + timedelta(days=85))
    Step.objects.filter(kind="delivery").update(opens_at=clock.now() + timedelta(days=9))
    person = User.objects.prefetch_related("memberships__service").get(pk=cast.irene.pk)
    assert person.roles
    with django_assert_num_queries(2):
        assert delivery_tasks(person, clock.now()) == []
