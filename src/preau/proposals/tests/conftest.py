"""A budget with its deposit open, three quartiers, two themes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from preau.processes.models import Process, Requirement, Step
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.models import CollectionSettings, Proposal, Theme


@pytest.fixture
def process(site: Any, noon: datetime) -> Process:
    process = Process.objects.create(
        title="Budget participatif 2027", slug="bp", blueprint="bp", state="published"
    )
    Step.objects.create(
        process=process,
        order=1,
        kind="collection",
        title="Dépôt des idées",
        slug="depot",
        opens_at=datetime(2027, 3, 1, 8, tzinfo=UTC),
        closes_at=datetime(2027, 3, 31, 16, tzinfo=UTC),
    )
    return process


@pytest.fixture
def step(process: Process) -> Step:
    step = process.ordered_steps[0]
    CollectionSettings.objects.create(
        step=step, criteria=["Est-ce que votre idée sert à tout le monde ?"]
    )
    Requirement.objects.create(step=step, order=1, kind="email")
    return step


@pytest.fixture
def themes(site: Any) -> dict[str, Theme]:
    return {
        code: Theme.objects.create(code=code, name=name, drawing=code, order=order)
        for order, (code, name) in enumerate(
            [("nature", "Nature en ville"), ("mobilites", "Mobilités")]
        )
    }


@pytest.fixture
def deposit(step: Step, cast: Any) -> Callable[..., Proposal]:
    """``deposit(title, **fields)`` puts an idea of Nadia's in the list."""

    def put(title: str, *, author: Any = None, **more: Any) -> Proposal:
        more.setdefault("idea", "Des bancs et des arbres.")
        return submit_proposal(
            step=step,
            author=author or cast.nadia,
            deposit=Deposit(title=title, **more),
            send_receipt=False,
        )

    return put
