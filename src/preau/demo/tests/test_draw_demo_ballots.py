"""Ballots are reproducible, legal, and give the number of winners the texts announce."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest

from preau.demo.content import CITY_WIDE, DemoCity, Edition, Proposal, ballots, load


@pytest.fixture
def city() -> DemoCity:
    return load()


def winners(city: DemoCity, edition: Edition, voters: int | None = None) -> list[Proposal]:
    """The rule of article 17, written the short way: points 3-2-1, pass what is too dear."""
    points: Counter[int] = Counter()
    for ballot in ballots(edition, city.zones, voters=voters):
        for value, ref in zip((3, 2, 1), ballot.choices, strict=False):
            points[ref] += value
    won = []
    for envelope in edition.envelopes:
        left = envelope.cents
        ranked = sorted(
            edition.on_ballot(envelope.contest),
            key=lambda p: (-points[p.ref], p.voted_cents or 0, p.ref),
        )
        for proposal in ranked:
            if (proposal.voted_cents or 0) <= left:
                left -= proposal.voted_cents or 0
                won.append(proposal)
    return won


def test_same_seed_gives_same_ballots(city: DemoCity) -> None:
    edition = city.edition("delivered")
    first = list(ballots(edition, city.zones, seed=5))
    assert first == list(ballots(edition, city.zones, seed=5))
    assert first != list(ballots(edition, city.zones, seed=6))


def test_ballots_are_streamed(city: DemoCity) -> None:
    endless = ballots(city.edition("reference"), city.zones, voters=10**9)
    assert len(list(islice(endless, 3))) == 3


def test_ballots_respect_the_rulebook(city: DemoCity) -> None:
    edition = city.edition("reference")
    allowed = {
        envelope.contest: {p.ref for p in edition.on_ballot(envelope.contest)}
        for envelope in edition.envelopes
    }
    cast: Counter[tuple[str, int]] = Counter()
    for ballot in ballots(edition, city.zones):
        assert 1 <= len(ballot.choices) <= 3
        assert len(set(ballot.choices)) == len(ballot.choices)
        assert set(ballot.choices) <= allowed[ballot.contest]
        assert 0 <= ballot.minute < 24 * 24 * 60
        cast[ballot.contest, ballot.voter] += 1
    assert max(cast.values()) == 1


def test_the_past_vote_has_5176_voters(city: DemoCity) -> None:
    edition = city.edition("delivered")
    cast = list(ballots(edition, city.zones))
    assert len({ballot.voter for ballot in cast}) == 5176
    by_contest = Counter(ballot.contest for ballot in cast)
    assert sum(n for contest, n in by_contest.items() if contest != CITY_WIDE) == 5176
    assert 0.7 < by_contest[CITY_WIDE] / 5176 < 0.85
    assert len(by_contest) == 15


def test_popularity_has_a_head_and_a_tail(city: DemoCity) -> None:
    edition = city.edition("reference")
    firsts = Counter(b.choices[0] for b in ballots(edition, city.zones) if b.contest == "gare")
    ranked = [votes for _ref, votes in firsts.most_common()]
    assert ranked[0] > 3 * ranked[-1]


def test_the_past_vote_elects_the_35_projects_that_were_delivered(city: DemoCity) -> None:
    edition = city.edition("delivered")
    won = winners(city, edition)
    assert len(won) == 35
    assert {p.ref for p in won} == {delivery.proposal for delivery in edition.deliveries}


def test_the_present_vote_would_elect_about_35_projects(city: DemoCity) -> None:
    assert 33 <= len(winners(city, city.edition("reference"))) <= 37


def test_deliveries_tell_a_true_story(city: DemoCity) -> None:
    edition = city.edition("delivered")
    statuses = Counter(delivery.status for delivery in edition.deliveries)
    assert statuses["late"] == 1
    assert statuses["abandoned"] == 1
    for delivery in edition.deliveries:
        assert bool(delivery.reason) == (delivery.status in {"late", "abandoned"})
        reached = [m.reached_in for m in delivery.milestones if m.reached_in is not None]
        assert reached == sorted(reached)
        assert all(day < 0 for day in reached)
        assert (len(reached) == len(delivery.milestones)) == (delivery.status == "done")
        assert delivery.updates
        assert all(update.in_days < 0 for update in delivery.updates)
        waiting = [m for m in delivery.milestones if m.reached_in is None]
        if delivery.status != "abandoned":
            assert all(m.expected_in > 0 for m in waiting)
