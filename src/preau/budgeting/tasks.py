from __future__ import annotations

import structlog
from django.db.models import Exists, OuterRef
from procrastinate.contrib.django import app

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.models import Process
from preau.tenancy.jobs import each_site

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="budgeting.open_due_votes", queue="votes", queueing_lock="open_due_votes")
def open_due_votes(timestamp: int) -> None:
    """Each minute, open the votes whose hour has come and whose list is drawn, in every site."""
    each_site(open_due)


def open_due() -> None:
    """Freeze and open what is due in the current site, nobody having clicked; safe to repeat.

    A vote without a list is left to its owners, whose inbox says so. One that cannot open is
    logged, and does not keep the others from opening.
    """
    from preau.voting.actions import open_election  # actions import other tasks
    from preau.voting.models import Contest, Election

    at = clock.now()
    waiting = Contest.objects.filter(election=OuterRef("pk"), state=Contest.State.DRAFT)
    due = (
        Election.objects.filter(
            Exists(waiting),
            step__process__state=Process.State.PUBLISHED,
            step__process__edition__isnull=False,
            step__opens_at__lte=at,
            step__closes_at__gt=at,
        )
        .select_related("step__process")
        .order_by("pk")
    )
    for election in due:
        answer = open_election(election=election, actor=None)
        if isinstance(answer, Refusal):
            log.warning("vote_not_opened", election=election.pk, code=answer.code)
