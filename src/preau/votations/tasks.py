from __future__ import annotations

import structlog
from django.db.models import Exists, OuterRef
from procrastinate.contrib.django import app

from preau.kernel import clock
from preau.processes.models import Process
from preau.tenancy.jobs import each_site

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="votations.open_due", queue="votes", queueing_lock="open_due_votations")
def open_due_votations(timestamp: int) -> None:
    """Each minute, settle the votations whose hour has come, in every site."""
    each_site(open_due)


def open_due() -> None:
    """Settle what is due and ready in the current site, nobody having clicked; safe to repeat.

    A votation that is not ready stays closed, and is logged: its owners see what blocks.
    """
    from preau.kernel.refusal import Refusal
    from preau.voting.actions import open_election  # actions import other tasks
    from preau.voting.models import Contest, Election

    from .preparation import checklist

    at = clock.now()
    waiting = Contest.objects.filter(election=OuterRef("pk"), state=Contest.State.DRAFT)
    due = Election.objects.filter(
        Exists(waiting),
        step__process__state=Process.State.PUBLISHED,
        step__process__votation__isnull=False,
        step__opens_at__lte=at,
        step__closes_at__gt=at,
    )
    for election in due.select_related("step__process").order_by("pk"):
        blocked = [
            one for one in checklist(election.step.process) if one.blocking and not one.is_done
        ]
        if blocked:
            log.warning("votation_not_ready", election=election.pk, missing=len(blocked))
            continue
        answer = open_election(election=election, actor=None)
        if isinstance(answer, Refusal):
            log.warning("votation_not_opened", election=election.pk, code=answer.code)
