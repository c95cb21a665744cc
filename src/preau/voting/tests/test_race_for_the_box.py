"""Races, on real connections: sixteen at once, and the closing hour in the middle."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier
from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.messaging.models import Email
from preau.tenancy.scope import current_site
from preau.tenancy.tests.races import THREADS, together
from preau.voting import tasks
from preau.voting.actions import cast_ballot, cast_draft, close_contest
from preau.voting.drafts import change_draft
from preau.voting.models import Ballot, BallotDraft, Contest, Count, ReceiptLine, RollEntry, Seal
from preau.voting.receipts import Receipt


def _contest(vote: Any, contest: Any) -> Contest:
    """A copy of one's own: threads share no object."""
    return Contest.objects.select_related("election__step__process").get(pk=contest.pk)


def test_leave_one_ballot_per_voter(lasting_vote: Any) -> None:
    vote, nadia = lasting_vote, lasting_vote.cast.nadia
    ids = [option.pk for option in vote.options(vote.gare)]

    def cast(number: int) -> Any:
        chosen = [ids[number % 4]]
        return cast_ballot(contest=_contest(vote, vote.gare), voter=nadia, choices=chosen)

    receipts = together(cast)
    assert {type(one) for one in receipts} == {Receipt}, receipts
    assert RollEntry.objects.count() == 1
    ballot = Ballot.objects.get()
    codes = {one.code for one in receipts}
    assert len(codes) == THREADS
    replaced = set(ReceiptLine.objects.values_list("code", flat=True))
    assert replaced == codes - {ballot.receipt}


def test_vote_in_one_zone_at_once(lasting_vote: Any) -> None:
    vote, nadia = lasting_vote, lasting_vote.cast.nadia
    gare, centre = vote.cast.zone(), vote.cast.zone("Centre", 2)

    def cast(number: int) -> Any:
        voter = type(nadia).objects.get(pk=nadia.pk)
        zone, contest = (gare, vote.gare) if number % 2 else (centre, vote.centre)
        voter.zone = zone
        return cast_ballot(contest=_contest(vote, contest), voter=voter, choices=[])

    answers = together(cast)
    assert RollEntry.objects.count() == Ballot.objects.count() == 1
    refused = {one.code for one in answers if isinstance(one, Refusal)}
    assert refused == {"voted_elsewhere"}


def test_keep_one_draft(lasting_vote: Any) -> None:
    vote, nadia = lasting_vote, lasting_vote.cast.nadia
    options = vote.options(vote.gare)

    def add(number: int) -> bool:
        return change_draft(
            contest=_contest(vote, vote.gare),
            visitor="visiteuse",
            person=nadia,
            act="add",
            option=options[number % 4],
            place=0,
        ).is_full

    full = together(add)
    draft = BallotDraft.objects.get()
    assert len(draft.choices) == len(set(draft.choices)) == 3
    assert any(full)


def test_cast_draft_once(lasting_vote: Any) -> None:
    """« Confirmer » pressed twice is one ballot, one receipt, one mail."""
    vote, nadia = lasting_vote, lasting_vote.cast.nadia
    option = vote.options(vote.gare)[0]
    BallotDraft.objects.create(
        contest=vote.gare, visitor="visiteuse", choices=[option.pk], updated_at=clock.now()
    )

    def draft() -> BallotDraft:
        return BallotDraft.objects.select_related("contest__election__step__process").get()

    drafts = [draft() for _ in range(THREADS)]
    answers = together(lambda number: cast_draft(draft=drafts[number], voter=nadia))
    (receipt,) = [one for one in answers if one is not None]
    assert Ballot.objects.get().receipt == receipt.code
    assert Email.objects.count() == 1
    assert not BallotDraft.objects.exists()


def test_close_once_at_once(lasting_vote: Any) -> None:
    vote = lasting_vote
    vote.cast_many(vote.gare, [[0], [1], [0, 1]])
    vote.end()
    counts = together(lambda _: close_contest(contest=_contest(vote, vote.gare)))
    assert len({count.pk for count in counts}) == 1
    assert Seal.objects.filter(contest=vote.gare).count() == 1
    assert Ballot.objects.filter(contest=vote.gare).count() == 3


def test_seal_between_ballots(lasting_vote: Any) -> None:
    """Whoever got a receipt is counted, whoever was too late got a refusal: nobody in between."""
    vote = lasting_vote
    voters = [vote.resident(number) for number in range(THREADS)]
    all_have_voted = Barrier(THREADS)

    def cast_until_refused(number: int) -> Any:
        contest = _contest(vote, vote.gare)
        last = cast_ballot(contest=contest, voter=voters[number], choices=[])
        all_have_voted.wait()
        if number == 0:
            soon = clock.now() + timedelta(milliseconds=200)
            Contest.objects.filter(election=vote.election).update(closes_at=soon)
        while True:
            contest = _contest(vote, vote.gare)
            answer = cast_ballot(contest=contest, voter=voters[number], choices=[])
            if isinstance(answer, Receipt):
                last = answer
                continue
            if number == 0:
                close_contest(contest=contest)
            return last

    last = together(cast_until_refused)
    counted = ReceiptLine.objects.filter(contest=vote.gare, state="counted")
    assert set(counted.values_list("code", flat=True)) == {one.code for one in last}
    seal = Seal.objects.get(contest=vote.gare)
    assert seal.ballots == seal.voters == counted.count() == THREADS


def test_close_by_the_worker(lasting_vote: Any) -> None:
    vote = lasting_vote
    vote.cast_many(vote.gare, [[0]])
    tasks.close_at_its_hour(site_id=current_site().pk, contest_id=vote.gare.pk)
    assert not Seal.objects.exists(), "its hour has not come"
    vote.end()
    tasks.close_at_its_hour(site_id=current_site().pk, contest_id=vote.gare.pk)
    assert Seal.objects.count() == 1
    for _minute in range(2):
        tasks.close_due_contests(timestamp=0)
    jobs = _late_jobs(vote)
    assert sorted(jobs) == sorted([vote.centre.pk, vote.town.pk]), "once each, not the closed one"
    for pk in jobs:
        tasks.close_at_its_hour(site_id=current_site().pk, contest_id=pk)
    assert {one.state for one in vote.election.contests.all()} == {"counted"}
    assert Count.objects.filter(contest=vote.gare).count() == 1


def _late_jobs(vote: Any) -> list[int]:
    """Contests that the minute round asked the worker to close."""
    jobs = ProcrastinateJob.objects.filter(
        task_name="voting.close_at_its_hour",
        args__site_id=current_site().pk,
        queueing_lock__isnull=False,
    )
    return [job.args["contest_id"] for job in jobs]
