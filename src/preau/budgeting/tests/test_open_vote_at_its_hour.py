"""The vote opens at its hour even if nobody clicks, once, and only when its list is drawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from preau.budgeting.actions import draw_ballot_list
from preau.budgeting.policies import contests_of
from preau.budgeting.tasks import open_due
from preau.kernel import clock
from preau.ledger.models import Entry
from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.voting.models import Contest


def states(process: Process) -> set[str]:
    return {contest.state for contest in contests_of(process)}


def test_open_drawn_list_once(process: Process, projects: list[Proposal], cast: Any) -> None:
    draw_ballot_list(process=process, actor=cast.odile)
    open_due()
    assert states(process) == {Contest.State.OPEN}
    opened = Entry.objects.filter(verb="opened")
    assert opened.count() == 2
    assert {entry.actor_name for entry in opened} == {""}
    open_due()
    assert opened.count() == 2


def test_leave_vote_without_list(process: Process, projects: list[Proposal]) -> None:
    open_due()
    assert contests_of(process) == []


@pytest.mark.parametrize(
    "change", [{"opens_at": timedelta(hours=1)}, {"closes_at": timedelta(hours=-1)}]
)
def test_wait_for_the_hour(
    process: Process, projects: list[Proposal], cast: Any, change: dict[str, timedelta]
) -> None:
    draw_ballot_list(process=process, actor=cast.odile)
    step = process.step_of_kind("vote")
    assert step is not None
    for name, shift in change.items():
        setattr(step, name, clock.now() + shift)
    step.save()
    open_due()
    assert states(process) == {Contest.State.DRAFT}


def test_leave_unpublished_process(process: Process, projects: list[Proposal], cast: Any) -> None:
    draw_ballot_list(process=process, actor=cast.odile)
    Process.objects.update(state=Process.State.DRAFT)
    open_due()
    assert states(process) == {Contest.State.DRAFT}
