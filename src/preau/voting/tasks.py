from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connections
from procrastinate.contrib.django import app

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.tenancy.jobs import ask_once, each_site, for_site
from preau.tenancy.scope import current_site

if TYPE_CHECKING:
    from .models import Contest

#: Choices that were never confirmed are erased after so long.
DRAFTS_KEPT = timedelta(days=30)
#: Tables whose dead rows still held an order or a link.
SHUFFLED = (
    *("voting_ballot", "voting_boxsecret", "voting_ballotdraft"),
    *("voting_sealedballot", "voting_rollentry", "voting_asidevoice"),
)


@app.task(name="voting.close_at_its_hour", queue="votes")
@for_site
def close_at_its_hour(*, contest_id: int) -> None:
    """Close one box at its hour, to the second; nothing happens if its hour was put off."""
    from .actions import close_contest  # actions defer this task
    from .models import Contest

    contest = Contest.objects.select_related("election__step__process").get(pk=contest_id)
    if not isinstance(close_contest(contest=contest), Refusal):
        forget_dead_rows()


def ask_to_close(contest: Contest) -> None:
    """Ask the worker to close the box at its hour, to the second; the minute round is a net."""
    if contest.closes_at is None:
        return
    at = contest.closes_at + timedelta(seconds=contest.election.grace_seconds)
    close_at_its_hour.configure(schedule_at=at).defer(
        site_id=current_site().pk, contest_id=contest.pk
    )


@app.periodic(cron="* * * * *")
@app.task(name="voting.close_due_contests", queue="votes", queueing_lock="close_due_contests")
def close_due_contests(timestamp: int) -> None:
    """Each minute, close what is due in every site: no box stays open because a job was lost."""
    each_site(close_due)


def close_due() -> None:
    """Ask again for each box that is due, or sealed and not counted, in the current site.

    Each is a job of its own: one that fails keeps no other one open.
    """
    from .models import Contest

    for pk in Contest.objects.to_close_at(clock.now()).values_list("pk", flat=True):
        job = close_at_its_hour.configure(queueing_lock=f"close contest {pk}")
        ask_once(job, contest_id=pk)


@app.periodic(cron="0 * * * *")
@app.task(name="voting.check_open_boxes", queue="votes", queueing_lock="check_open_boxes")
def check_open_boxes(timestamp: int) -> None:
    """Each hour, sign what every open box holds and write it to the ledger."""
    each_site(check_boxes_of_site)


def check_boxes_of_site() -> None:
    """A job for each election under way: one that fails keeps no other from its checkpoint."""
    from .models import Contest, Election

    at = clock.now()
    under_way = Contest.objects.filter(
        state=Contest.State.OPEN, opens_at__lte=at, closes_at__gt=at
    ).values("election_id")
    for pk in Election.objects.filter(pk__in=under_way).values_list("pk", flat=True):
        job = check_election.configure(queueing_lock=f"check election {pk}")
        ask_once(job, election_id=pk)


@app.task(name="voting.check_election", queue="votes")
@for_site
def check_election(*, election_id: int) -> None:
    """Sign the heads of one election."""
    from .models import Election
    from .sealed.log import check_boxes

    election = Election.objects.select_related("step").get(pk=election_id)
    check_boxes(election)
    if election.contests.filter(is_secret=True).exists():
        forget_dead_rows()


@app.periodic(cron="20 3 * * *")
@app.task(name="voting.forget_old_drafts", queue="votes", queueing_lock="forget_old_drafts")
def forget_old_drafts(timestamp: int) -> None:
    """Each night, erase the choices that nobody came back to, and networks past their days."""
    each_site(forget_drafts_of_site)
    each_site(wipe_networks_of_site)


def forget_drafts_of_site() -> None:
    from .models import BallotDraft

    BallotDraft.objects.filter(updated_at__lt=clock.now() - DRAFTS_KEPT).delete()


def wipe_networks_of_site() -> None:
    from .fraud.networks import wipe_old_networks

    wipe_old_networks()


@app.periodic(cron="40 3 * * *")
@app.task(name="voting.forget_voters", queue="votes", queueing_lock="forget_voters")
def forget_voters_each_night(timestamp: int) -> None:
    """Each night, forget the voters of the elections whose time of appeals is over."""
    each_site(forget_voters_of_site)


def forget_voters_of_site() -> None:
    from .actions.forgetting import forget_voters
    from .models import Contest, Election

    over = clock.now() - timedelta(days=settings.PREAU_APPEAL_DAYS)
    waiting = Contest.objects.exclude(state=Contest.State.COUNTED, closes_at__lte=over)
    elections = Election.objects.filter(contests__isnull=False, forgetting__isnull=True)
    elections = elections.exclude(contests__in=waiting).distinct()
    for election in elections.select_related("step__process"):
        forget_voters(election=election)


def forget_dead_rows() -> None:
    """Have PostgreSQL reclaim the rows that the seal replaced: they still held the old links."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM " + ", ".join(SHUFFLED))
