"""What must hold for every election, tried on many small ones."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preau.counting import (
    BallotRules,
    Candidate,
    Draw,
    Envelope,
    EqualShares,
    Kind,
    Outcome,
    Profile,
    RuleDocument,
    count,
)
from preau.counting.rulebook import CHOICE_RULES
from preau.counting.rules.shares import Market, Shopping

IDS = "abcdef"
DRAW = Draw(seed="une graine publique")


@st.composite
def elections(
    draw: st.DrawFn, kind: Kind = Kind.APPROVAL
) -> tuple[list[Candidate], list[Any], int]:
    """Up to six projects, up to twelve ballots, an envelope of 0 to 100."""
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    costs = st.integers(0, 50) if kind is not Kind.APPROVAL else st.integers(1, 50)
    candidates = [Candidate(option, draw(costs)) for option in ids]
    if kind is Kind.POINTS:
        ballot: st.SearchStrategy[Any] = st.dictionaries(st.sampled_from(ids), st.integers(0, 5))
    else:
        ballot = st.lists(st.sampled_from(ids), unique=True)
    return candidates, draw(st.lists(ballot, max_size=12)), draw(st.integers(0, 100))


def counted(
    election: tuple[list[Candidate], list[Any], int],
    rule: str,
    kind: Kind = Kind.APPROVAL,
    **fields: Any,
) -> Outcome:
    candidates, ballots, amount = election
    draw = fields.pop("draw", DRAW)
    if rule not in CHOICE_RULES:
        fields["envelopes"] = (Envelope("e", amount),)
    if kind is Kind.RANKED:
        fields["points"] = (3, 2, 1)
    document = RuleDocument(rule, BallotRules(kind), **fields)
    profile = Profile.from_ballots(document.ballot, ballots, candidates)
    return count(candidates, profile, document, draw=draw)


BUDGETS: list[tuple[str, dict[str, Any]]] = [
    ("greedy", {"fit": "skip"}),
    ("greedy", {"fit": "stop"}),
    ("equal-shares", {"equal_shares": EqualShares(completion="none")}),
    ("equal-shares", {"equal_shares": EqualShares(completion="none", utility="count")}),
    ("equal-shares", {"equal_shares": EqualShares(completion="add1u")}),
    ("equal-shares", {"equal_shares": EqualShares(completion="add1", stop="overspend")}),
    ("phragmen", {}),
]


@pytest.mark.parametrize(("rule", "fields"), BUDGETS)
@given(election=elections())
def test_the_envelope_is_never_exceeded_and_figures_add_up(
    rule: str, fields: dict[str, Any], election: Any
) -> None:
    outcome = counted(election, rule, **fields)
    costs = {item.id: item.cost for item in election[0]}
    assert outcome.spent == sum(costs[option] for option in outcome.winners) <= outcome.envelope
    assert len(set(outcome.winners)) == len(outcome.winners)
    assert {item.option for item in outcome.rounds} == set(costs)
    for item in outcome.rounds:
        paid = item.cost if item.status == "elected" else 0
        assert item.left_before - item.left_after == paid
    assert outcome.rounds[-1].left_after == outcome.left


@pytest.mark.parametrize(
    ("rule", "fields"),
    [BUDGETS[0], ("equal-shares", {"equal_shares": EqualShares(completion="greedy")})],
)
@given(election=elections())
def test_no_project_left_out_would_still_fit(
    rule: str, fields: dict[str, Any], election: Any
) -> None:
    outcome = counted(election, rule, **fields)
    assert all(item.cost > outcome.left for item in election[0] if item.id not in outcome.winners)


@pytest.mark.parametrize(("rule", "fields"), BUDGETS)
@given(election=elections(), seed=st.integers(0, 2**32))
def test_the_order_of_ballots_and_options_changes_no_byte(
    rule: str, fields: dict[str, Any], election: Any, seed: int
) -> None:
    candidates, ballots, amount = election
    shuffled = random.Random(seed)
    other = (
        shuffled.sample(candidates, len(candidates)),
        [shuffled.sample(ballot, len(ballot)) for ballot in shuffled.sample(ballots, len(ballots))],
        amount,
    )
    assert counted(election, rule, **fields).to_json() == counted(other, rule, **fields).to_json()


@pytest.mark.parametrize(("rule", "fields"), BUDGETS)
@given(election=elections())
def test_names_decide_nothing(rule: str, fields: dict[str, Any], election: Any) -> None:
    """Rename every option so that alphabetical order is reversed: the same options win."""
    candidates, ballots, amount = election
    new = dict(zip(IDS, reversed("uvwxyz"), strict=True))
    renamed = (
        [Candidate(new[item.id], item.cost) for item in candidates],
        [[new[option] for option in ballot] for ballot in ballots],
        amount,
    )
    here = counted(election, rule, draw=None, **fields)
    there = counted(renamed, rule, draw=None, **fields)
    assert (here.needs_draw is None) == (there.needs_draw is None)
    if here.needs_draw is None:
        assert {new[option] for option in here.winners} == set(there.winners)


@pytest.mark.parametrize("rule", ["plurality", "points", "schulze", "instant-runoff"])
@given(election=elections(Kind.RANKED))
@settings(max_examples=60)
def test_names_decide_no_choice(rule: str, election: Any) -> None:
    candidates, ballots, amount = election
    new = dict(zip(IDS, reversed("uvwxyz"), strict=True))
    renamed = (
        [Candidate(new[item.id], item.cost) for item in candidates],
        [[new[option] for option in ballot] for ballot in ballots],
        amount,
    )
    here = counted(election, rule, Kind.RANKED, draw=None)
    there = counted(renamed, rule, Kind.RANKED, draw=None)
    assert (here.needs_draw is None) == (there.needs_draw is None)
    assert {new[option] for option in here.winners} == set(there.winners)


@given(election=elections(), chosen=st.sampled_from(IDS))
def test_one_more_ballot_for_a_winner_never_makes_it_lose(election: Any, chosen: str) -> None:
    candidates, ballots, amount = election
    before = counted(election, "greedy", fit="skip")
    if chosen not in before.winners:
        return
    after = counted((candidates, [*ballots, [chosen]], amount), "greedy", fit="skip")
    assert after.scores[chosen] == before.scores[chosen] + 1
    assert chosen in after.winners


@given(election=elections())
def test_identical_ballots_grouped_or_not_count_the_same(election: Any) -> None:
    candidates, ballots, _ = election
    rules = BallotRules(Kind.APPROVAL)
    one_by_one = Profile.from_ballots(rules, ballots, candidates)
    groups = [(ballot, 1) for ballot in ballots]
    known = {item.id: item for item in candidates}
    assert Profile.from_groups(rules, groups, known) == one_by_one


@given(election=elections(Kind.POINTS))
@settings(max_examples=150)
def test_equal_shares_with_points_stay_within_shares(election: Any) -> None:
    shares = EqualShares(completion="none")
    outcome = counted(election, "equal-shares", Kind.POINTS, equal_shares=shares)
    assert outcome.spent <= outcome.envelope


@given(election=elections(), by_cost=st.booleans())
@settings(max_examples=200)
def test_prices_are_a_fair_division_of_costs(election: Any, by_cost: bool) -> None:
    """A price system: the cost of each bought project is paid exactly by its supporters, nobody
    pays more than a share, and the supporters of what is left out cannot pay for it together."""
    candidates, ballots, amount = election
    if not ballots:
        return
    profile = Profile.from_ballots("approval", ballots, candidates)
    share = Fraction(amount, len(ballots))
    market = Market.open(candidates, profile.ballots, lambda ballot: (1,) * len(ballot.options))
    run = Shopping(market, share, by_cost, min).run()
    purses = {number: share for number, ballot in enumerate(ballots)}
    for purchase in run.purchases:
        option = candidates[purchase.option]
        payers = [number for number, ballot in enumerate(ballots) if option.id in ballot]
        paid = {number: min(purses[number], purchase.price) for number in payers}
        assert sum(paid.values()) == option.cost
        for number, money in paid.items():
            purses[number] -= money
    assert all(money >= 0 for money in purses.values())
    for place, option in enumerate(candidates):
        if place not in run.bought:
            held = sum(purses[number] for number, b in enumerate(ballots) if option.id in b)
            assert held < option.cost or held == option.cost == 0


@given(election=elections(), step=st.integers(1, 3))
@settings(max_examples=150)
def test_jumping_over_steps_gives_what_every_step_gives(election: Any, step: int) -> None:
    """add1 walked one step at a time, with nothing skipped, stops at the same outcome."""
    candidates, ballots, amount = election
    if not any(ballots):
        return
    shares = EqualShares(completion="add1", step=Fraction(step, 4))
    outcome = counted(election, "equal-shares", equal_shares=shares)
    profile = Profile.from_ballots("approval", ballots, candidates)
    market = Market.open(candidates, profile.ballots, lambda ballot: (1,) * len(ballot.options))
    order = sorted(
        range(len(candidates)), key=lambda at: (candidates[at].cost, _drawn(candidates[at]))
    )

    def bought(share: Fraction) -> set[str]:
        run = Shopping(market, share, True, lambda equal: min(equal, key=order.index)).run()
        return {market.ids[option] for option in run.bought}

    costs = {item.id: item.cost for item in candidates}
    supported = {option for ballot in ballots for option in ballot}
    share, winners = Fraction(amount, len(ballots)), bought(Fraction(amount, len(ballots)))
    while winners < supported:
        left = amount - sum(costs[option] for option in winners)
        if all(cost > left for option, cost in costs.items() if option not in winners):
            break
        share += Fraction(step, 4)
        following = bought(share)
        if sum(costs[option] for option in following) > amount:
            break
        winners = following
    assert set(outcome.winners) == winners


def _drawn(option: Candidate) -> str:
    return DRAW.rank(option.id)


@pytest.mark.parametrize("rule", ["schulze", "instant-runoff", "plurality"])
@given(election=elections(Kind.RANKED))
@settings(max_examples=60)
def test_an_option_first_on_most_ballots_wins(rule: str, election: Any) -> None:
    candidates, ballots, amount = election
    ballots = [ballot for ballot in ballots if ballot]
    firsts = [ballot[0] for ballot in ballots]
    majority = [option for option in set(firsts) if 2 * firsts.count(option) > len(firsts)]
    outcome = counted((candidates, ballots, amount), rule, Kind.RANKED)
    if majority:
        assert outcome.winners == (majority[0],)


@given(election=elections(Kind.RANKED))
@settings(max_examples=100)
def test_schulze_elects_the_option_that_wins_every_duel(election: Any) -> None:
    candidates, ballots, _ = election
    outcome = counted(election, "schulze", Kind.RANKED)

    def prefers(ballot: list[str], one: str, two: str) -> bool:
        return one in ballot and (two not in ballot or ballot.index(one) < ballot.index(two))

    ids = [item.id for item in candidates]
    for one in ids:
        duels = [
            sum(prefers(b, one, two) for b in ballots) - sum(prefers(b, two, one) for b in ballots)
            for two in ids
            if two != one
        ]
        if all(duel > 0 for duel in duels):
            assert outcome.winners == (one,)
