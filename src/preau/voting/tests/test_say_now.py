"""The Now box of a vote, in its five states."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from preau.kernel import clock
from preau.processes.kinds import NowState
from preau.processes.models import Process
from preau.processes.queries import acts_of_the_moment
from preau.voting.actions import cast_ballot, close_contest
from preau.voting.kind import VoteKind

KIND = VoteKind()


def _now(vote: Any, person: Any = None, at: Any = None) -> Any:
    return KIND.now(vote.step, person or AnonymousUser(), at or clock.now())


def test_offer_the_vote(vote: Any, cast: Any) -> None:
    for person in (AnonymousUser(), cast.nadia, cast.paul):
        now = _now(vote, person)
        assert now.state is NowState.OPEN
        assert now.act.url == f"/demarches/{vote.process.slug}/voter/"
        assert now.who == "Dès 16\u00a0ans, pour les habitantes et habitants."


def test_say_why_not(vote: Any, cast: Any) -> None:
    now = _now(vote, cast.lucas)
    assert now.state is NowState.REFUSED
    assert "16" in now.text


def test_show_what_is_done(vote: Any, cast: Any) -> None:
    cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    now = _now(vote, cast.nadia)
    assert now.state is NowState.DONE
    assert now.act.url == vote.gare.url("receipt")
    assert now.second_act is not None
    cast_ballot(contest=vote.town, voter=cast.nadia, choices=[])
    assert _now(vote, cast.nadia).second_act is None


def test_wait_for_opening(vote: Any) -> None:
    now = _now(vote, at=vote.step.opens_at - timedelta(hours=1))
    assert now.state is NowState.BETWEEN
    assert now.until == vote.step.opens_at


def test_wait_for_the_list(draft_vote: Any) -> None:
    assert _now(draft_vote).state is NowState.BETWEEN


def test_finish(vote: Any) -> None:
    vote.end()
    now = _now(vote)
    assert now.state is NowState.FINISHED
    assert "en cours" in now.text
    for contest in vote.election.contests.all():
        close_contest(contest=contest)
    assert "dépouillés" in _now(vote).text


@pytest.mark.parametrize(
    ("ballots", "words"),
    [([], "Aucun bulletin"), ([[0]], "1 personne a"), ([[0], [1]], "2 personnes ont")],
)
def test_count_voters_in_summary(vote: Any, ballots: Any, words: str) -> None:
    vote.cast_many(vote.gare, ballots)
    assert words in KIND.summary(vote.step)


def test_check_before_publication(draft_vote: Any) -> None:
    assert [check.is_done for check in KIND.checklist(draft_vote.step)] == [True, True, False]
    draft_vote.open()
    assert [check.is_done for check in KIND.checklist(draft_vote.step)] == [True, True, True]


@pytest.mark.parametrize("person", ["nadia", None])
def test_ask_of_many_votes_at_once(
    vote: Any, cast: Any, person: str | None, django_assert_max_num_queries: Any
) -> None:
    """The home page asks each open vote: one more costs no statement, and says the same."""
    others = [type(vote)(cast).open() for _ in range(2)]
    who = getattr(cast, person) if person else AnonymousUser()
    if person:
        cast_ballot(contest=others[0].gare, voter=who, choices=[])
    processes = Process.objects.filter(pk__in=[one.process.pk for one in (vote, *others)])
    with django_assert_max_num_queries(6):
        acts = acts_of_the_moment(processes.with_steps(), who, clock.now())
    said = {act.step.pk: act.now.state for act in acts}
    assert said == {
        one.step.pk: NowState.DONE if person and one is others[0] else NowState.OPEN
        for one in (vote, *others)
    }
