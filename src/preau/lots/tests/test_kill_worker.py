"""The worker is killed in the middle of a lot, again and again: nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from preau.kernel import clock
from preau.ledger.models import Entry
from preau.lots.actions import prepare_lot, start_lot, undo_lot
from preau.lots.models import Line, Lot
from preau.lots.queries import tally
from preau.lots.steps import advance
from preau.messaging.models import Email
from preau.processes.models import Process, Step
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.desk.acts import bulk_acts
from preau.proposals.models import Event, Proposal, Status
from preau.reviews.models import Decision, Motive
from preau.tenancy.models import Domain, Site
from preau.tenancy.scope import use_site

SOURCE = Path(__file__).resolve().parents[3]
LINES = 60
WORKER = """
import sys, django
django.setup()
from preau.lots.models import Lot
from preau.lots.steps import advance
from preau.tenancy.models import Site
from preau.tenancy.scope import speaking_for
with speaking_for(Site.objects.get(pk=int(sys.argv[1]))):
    print("ready", flush=True)
    while advance(Lot.objects.get(pk=int(sys.argv[2]))):
        pass
"""


@pytest.fixture
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A city that is really committed, with a review under way."""
    from conftest import Cast

    with django_db_blocker.unblock():
        site = Site.objects.create(slug=f"lots-{uuid.uuid4().hex[:8]}", name="Durable")
        Domain.objects.create(site=site, host=f"{site.slug}.test", is_canonical=True)
        with use_site(site):
            yield Cast(site)
        connections.close_all()


@pytest.fixture
def lot(city: Any) -> Lot:
    at, day = clock.now(), timedelta(days=1)
    process = Process.objects.create(title="Budget", slug="bp", blueprint="bp", state="published")
    for order, (kind, opens) in enumerate([("plain", -20), ("review", -10)], start=1):
        Step.objects.create(
            process=process,
            order=order,
            kind=kind,
            title=kind,
            slug=kind,
            opens_at=at + opens * day,
            closes_at=at + (opens + 15) * day,
        )
    motive = Motive.objects.create(process=process, code="m", label="Motif", sentence="Trop cher.")
    process = Process.objects.with_steps().get(pk=process.pk)
    for place in range(LINES):
        submit_proposal(
            step=process.ordered_steps[0],
            author=city.nadia,
            deposit=Deposit(title=f"Idée {place}", idea="Un banc au soleil."),
            send_receipt=False,
        )
    return prepare_lot(
        process=process,
        act=bulk_acts.get("refuse"),
        numbers=list(range(1, LINES + 1)),
        asked={"motive": [str(motive.pk)], "words": [""]},
        actor=city.odile,
    )


def _spawn(lot: Lot) -> subprocess.Popen[bytes]:
    place, _mark, options = os.environ["DATABASE_URL"].partition("?")
    name = settings.DATABASES["default"]["NAME"]
    url = f"{place.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(SOURCE)}
    return subprocess.Popen(  # noqa: S603 (our own interpreter)
        [sys.executable, "-c", WORKER, str(lot.site_id), str(lot.pk)],
        env=environment,
        stdout=subprocess.PIPE,
    )


def _kill_when(lot: Lot, settled: Any, at_least: int) -> None:
    """Start a worker and kill it without a word once so many lines are settled."""
    worker = _spawn(lot)
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"ready\n"
        end = time.monotonic() + 60
        while settled() < at_least:
            assert worker.poll() is None, "the worker ended before it could be killed"
            assert time.monotonic() < end
            time.sleep(0.005)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        if worker.stdout is not None:
            worker.stdout.close()


def test_lose_nothing_and_double_nothing(lot: Lot, city: Any) -> None:
    lines = Line.objects.filter(lot=lot)
    _kill_when(lot, lines.exclude(foreseen={}).count, 10)
    assert Decision.objects.count() == Email.objects.count() == 0
    while advance(Lot.objects.get(pk=lot.pk)):
        pass
    start_lot(lot=lot, actor=city.odile)
    done = lines.filter(state=Line.State.DONE).count
    for share in (5, 20, 40):
        _kill_when(lot, done, share)
    while advance(Lot.objects.get(pk=lot.pk)):
        pass
    assert tally(lot) == {Line.State.DONE: LINES}
    assert Lot.objects.get(pk=lot.pk).state == Lot.State.DONE
    assert Decision.objects.count() == Email.objects.count() == LINES
    assert Event.objects.filter(kind="answer").count() == LINES
    assert Entry.objects.filter(verb="bulk_changed").count() == 1

    undo_lot(lot=lot, actor=city.odile)
    undone = lines.filter(state=Line.State.UNDONE).count
    for share in (5, 30):
        _kill_when(lot, undone, share)
    while advance(Lot.objects.get(pk=lot.pk)):
        pass
    assert tally(lot) == {Line.State.UNDONE: LINES}
    assert Email.objects.count() == 0
    assert Decision.objects.count() == 2 * LINES
    assert set(Proposal.objects.values_list("status", flat=True)) == {Status.REVIEW}
