"""An edition with three projects in Gare, one for the town and one without a price."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from preau.budgeting.actions import set_envelopes
from preau.budgeting.policies import contests_of
from preau.kernel import clock
from preau.processes.models import Process, Step
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.models import Proposal, Status
from preau.voting.imports import close_now, import_ballots, open_for_import

Ballots = list[tuple[list[int], int]]


@pytest.fixture
def process(site: Any) -> Process:
    at = clock.now()
    process = Process.objects.create(
        title="Budget participatif", slug="bp", blueprint="participatory_budget", state="published"
    )
    kinds = ["collection", "vote", "results"]
    for order, kind in enumerate(kinds, start=1):
        Step.objects.create(
            process=process,
            order=order,
            kind=kind,
            title=kind,
            slug=kind,
            opens_at=at - timedelta(days=4 - order),
            closes_at=at + timedelta(days=order),
        )
    return Process.objects.with_steps().get(pk=process.pk)


@pytest.fixture
def projects(process: Process, cast: Any) -> list[Proposal]:
    """Three in Gare (60, 50, 30 k€ for an envelope of 100 k€), one for the town, one unpriced."""
    zone = cast.zone()
    wanted = [("Un jardin", 60, zone), ("Un préau", 50, zone), ("Des bancs", 30, zone)]
    wanted += [("Une forêt", 90, None), ("Une fontaine", None, zone)]
    found = []
    for title, cost, where in wanted:
        proposal = submit_proposal(
            step=process.ordered_steps[0],
            author=cast.nadia,
            deposit=Deposit(title=title, idea=title, zone_id=where.pk if where else None),
        )
        proposal.status = Status.RETAINED
        proposal.cost_cents = cost * 100_000 if cost else None
        proposal.save(update_fields=["status", "cost_cents"])
        found.append(proposal)
    set_envelopes(process=process, cents_by_zone={zone.pk: 10_000_000, None: 9_000_000}, actor=None)
    return found


@pytest.fixture
def vote(cast: Any) -> Callable[..., None]:
    """Call it to vote, close, seal and count: ``vote(process, zone=…, town=…)``."""

    def cast_and_close(process: Process, *, zone: Ballots, town: Ballots) -> None:
        election = contests_of(process)[0].election
        open_for_import(election=election, actor=cast.odile)
        for contest in contests_of(process):
            groups = town if contest.zone_id is None else zone
            import_ballots(contest=contest, groups=groups, actor=cast.odile)
        close_now(election=election, actor=cast.odile)

    return cast_and_close
