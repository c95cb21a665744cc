"""Searching a process for ideas that look alike: asked, run by the worker, kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Greatest

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.processes.models import Process
from preau.proposals.models import Proposal, Version
from preau.tenancy.jobs import ask_once

from .candidates import Found, find_alike
from .models import OPEN, Duplicate, Scan
from .policies import may_judge_pairs, refusal_by_ballot
from .tasks import search_process


@transaction.atomic
def ask_scan(*, process: Process, actor: User | None) -> None:
    """A job that searches ``process``; nothing more when one waits already. Raises ``Refused``."""
    if actor is not None:
        demand(may_judge_pairs(actor, process))
    Scan.objects.update_or_create(process=process, defaults={"asked_at": clock.now()})
    job = search_process.configure(queueing_lock=f"merges {process.pk}")
    ask_once(job, process_id=process.pk)


@transaction.atomic
def run_scan(process: Process) -> int:
    """Keep the pairs of ``process`` that look alike; how many are new.

    A pair that somebody judged stays as it is. One that nobody judged and that no longer looks
    alike (a text was corrected) goes away.
    """
    fresh_to = last_change(process)
    found = find_alike(process)
    at = clock.now()
    known = {
        (pair.first_id, pair.second_id): pair
        for pair in Duplicate.objects.of(process).only("first", "second", "state", "score")
    }
    new = [pair for pair in found if (pair.first, pair.second) not in known]
    Duplicate.objects.bulk_create(
        [_row(process, pair, at) for pair in new], batch_size=1000, ignore_conflicts=True
    )
    _refresh(known, found)
    Scan.objects.update_or_create(
        process=process,
        defaults={
            "asked_at": None,
            "done_at": at,
            "fresh_to": fresh_to,
            "compared": Proposal.objects.visible().of(process).filter(status__in=OPEN).count(),
        },
    )
    return len(new)


def _row(process: Process, pair: Found, at: datetime) -> Duplicate:
    return Duplicate(
        process=process,
        first_id=pair.first,
        second_id=pair.second,
        score=pair.score,
        words=pair.words,
        metres=pair.metres,
        same_theme=pair.same_theme,
        found_at=at,
    )


def _refresh(known: dict[tuple[int, int], Duplicate], found: list[Found]) -> None:
    """Waiting pairs follow the texts as they are now."""
    now = {(pair.first, pair.second): pair for pair in found}
    waiting = {key: row for key, row in known.items() if row.state == Duplicate.State.WAITING}
    gone = [row.pk for key, row in waiting.items() if key not in now]
    Duplicate.objects.filter(pk__in=gone).delete()
    changed = []
    for key, row in waiting.items():
        pair = now.get(key)
        if pair is not None and pair.score != row.score:
            row.score, row.words, row.metres = pair.score, pair.words, pair.metres
            row.same_theme = pair.same_theme
            changed.append(row)
    Duplicate.objects.bulk_update(changed, ["score", "words", "metres", "same_theme"], 500)


def last_change(process: Process) -> datetime | None:
    """When an idea of ``process`` was last deposited, moved or corrected."""
    ideas = Proposal.objects.of(process).aggregate(at=Max(Greatest("submitted_at", "status_at")))
    words = Version.objects.filter(proposal__process=process).aggregate(at=Max("at"))
    moments = [moment for moment in (ideas["at"], words["at"]) if moment is not None]
    return max(moments, default=None)


def search_what_is_new() -> None:
    """A job for each process whose ideas changed since its last search, until its vote."""
    at = clock.now()
    done = dict(Scan.objects.values_list("process", "fresh_to"))
    for process in Process.objects.exclude(state=Process.State.ARCHIVED).with_steps():
        last = last_change(process)
        if last is None or last == done.get(process.pk):
            continue
        if refusal_by_ballot(process, at) is None:
            ask_scan(process=process, actor=None)
