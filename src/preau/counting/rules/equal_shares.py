"""The Method of Equal Shares (Peters, Pierczyński and Skowron, 2021) with its completions.

The choices that the publications leave open are fields of the rule document (`EqualShares`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations
from math import floor

from preau.counting.contest import Contest, Counted
from preau.counting.exact import Number
from preau.counting.outcome import Round
from preau.counting.rulebook import EqualShares
from preau.counting.rules.shares import Market, Run, Shopping
from preau.counting.scores import weights
from preau.counting.ties import DrawNeeded, Tie

MOST_TO_TRY = 3
SHOWN_PARTS = 10_000


def equal_shares(contest: Contest) -> Counted:
    """Buy projects with equal shares of the envelope, complete as declared, explain each step.

    Voters are the valid and the blank ballots: a blank one leaves its share unspent. Equal projects
    that the criteria leave equal are tried in every order (up to three of them): the tie is
    decisive, and a draw needed, only when the winners differ.
    """
    try:
        return _tried(contest)
    except DrawNeeded as needed:
        return Counted(unresolved=needed.tie)


def _tried(contest: Contest) -> Counted:
    first = _Attempt(contest)
    counted = first.count()
    tied = first.met
    if not tied or contest.tie_order.draw:
        return counted
    if len(tied) <= MOST_TO_TRY:
        attempts = [_Attempt(contest, order) for order in permutations(sorted(tied))]
        outcomes = {frozenset(attempt.count().winners) for attempt in attempts}
        if len(outcomes) == 1 and all(attempt.met <= tied for attempt in attempts):
            return counted
    raise DrawNeeded(tied)


@dataclass
class _Attempt:
    """One count for one order of the options that no criterion tells apart."""

    contest: Contest
    order: tuple[str, ...] = ()
    met: set[str] = field(default_factory=set)

    def count(self) -> Counted:
        rule = self.contest.rule
        declared = rule.equal_shares or EqualShares()
        candidates = self.contest.candidates
        self.running = [
            item
            for item in candidates.values()
            if self.contest.supports_enough(item.id, rule.threshold)
            and item.id not in rule.already_won
        ]
        ballots = self.contest.profile.ballots
        self.market = Market.open(self.running, ballots, lambda ballot: weights(rule, ballot))
        self.declared = declared
        run, share, steps = self._increased() if self.running else (None, Fraction(0), 0)
        return self._told(run, share, steps)

    def _increased(self) -> tuple[Run, Fraction, int]:
        """Run, then with `add1` run again with larger shares until the declared stop.

        Runs that take the same decisions at two sizes of share take them at every size between
        (amounts are linear in the share), so such steps are jumped over, by doubling jumps.
        """
        voters = self.contest.profile.valid + self.contest.profile.blank
        envelope = self.contest.rule.envelope
        share = Fraction(envelope) / voters if voters else Fraction(0)
        share = Fraction(floor(share)) if self.declared.start == "floored" else share
        run, steps, jump, growing = self._shop(share), 0, 1, True
        if not self.declared.completion.startswith("add1"):
            return run, share, 0
        while not self._ends(run):
            following = self._shop(share + self.declared.step * (steps + jump))
            same = following.transcript == run.transcript
            if jump > 1 and not same:
                jump, growing = jump // 2, False
                continue
            if self._spent(following) > envelope:
                break
            run, steps, growing = following, steps + jump, growing or not same
            jump = jump * 2 if same and growing else jump
        return run, share + self.declared.step * steps, steps

    def _shop(self, share: Fraction) -> Run:
        by_cost = self.declared.utility == "cost"
        return Shopping(self.market, share * self.market.unit, by_cost, self._choose).run()

    def _spent(self, run: Run) -> Number:
        return sum((self.running[option].cost for option in run.bought), start=0)

    def _ends(self, run: Run) -> bool:
        bought = set(run.bought)
        if bought >= set(self.market.supported):
            return True
        left = self.contest.rule.envelope - self._spent(run)
        others = (item for place, item in enumerate(self.running) if place not in bought)
        exhausted = all(item.cost > left for item in others)
        return exhausted and self.declared.stop == "exhaustive"

    def _choose(self, equal: list[int]) -> int:
        """Among projects of exactly equal value: the declared criteria, then the order tried."""
        place = {self.market.ids[option]: option for option in equal}
        group = self.contest.tie_order.groups(place)[0]
        if len(group) > 1 and self._overlap([place[option] for option in group]):
            self.met |= set(group)
            group = self._ordered(group)
        return place[group[0]]

    def _ordered(self, group: list[str]) -> list[str]:
        if self.contest.tie_order.draw:
            return self.contest.tie_order.drawn(group)
        return sorted(
            group,
            key=lambda option: (
                self.order.index(option) if option in self.order else len(self.order)
            ),
        )

    def _overlap(self, options: list[int]) -> bool:
        """Do these share a voter? If not, all are bought whatever the order."""
        seen: set[int] = set()
        for option in options:
            groups = {
                group
                for side in self.market.sides[option]
                for group in self.market.side_groups[side]
            }
            if not seen.isdisjoint(groups):
                return True
            seen |= groups
        return False

    def _told(self, run: Run | None, share: Fraction, steps: int) -> Counted:
        """The rounds: purchases, completion, then why each other project was passed."""
        candidates = self.contest.candidates
        counted = Counted()
        told = _Telling(self.contest, counted)
        bought = {self.market.ids[item.option]: item.price for item in run.purchases} if run else {}
        for option, price in bought.items():
            figures = {
                "price_money": _shown(price),
                "payers": self.contest.support.mentions[option],
            }
            told.elect(option, "bought", figures)
        if self.declared.completion in ("greedy", "add1u"):
            self._complete(told, bought)
        held = {self.market.ids[option]: money for option, money in run.held.items()} if run else {}
        for option in self._by_support(counted.winners):
            told.pass_over(option, held.get(option, Fraction(0)))
        for option in sorted(candidates.keys() - {item.id for item in self.running}):
            won = option in self.contest.rule.already_won
            told.note(option, "passed", "already-won" if won else "below-threshold", {})
        counted.details = {"share": _shown(share), "steps": steps}
        if self.met and self.contest.tie_order.draw:
            counted.ties.append(Tie(tuple(self._ordered(sorted(self.met))), ("draw",), True))
        return counted

    def _complete(self, told: _Telling, bought: Iterable[str]) -> None:
        """Spend what is left from most points to least; draw where the order changes a winner."""
        waiting = [item.id for item in self.running if item.id not in bought]
        for group in self.contest.ranking(waiting):
            costs = [self.contest.candidates[option].cost for option in group]
            fitting = [cost for cost in costs if cost <= told.left]
            if len(fitting) > 1 and sum(fitting) > told.left:
                group = self.contest.tie_order.drawn(group)
                told.counted.ties.append(Tie(tuple(group), ("draw",), decisive=True))
            for option in group:
                if self.contest.candidates[option].cost <= told.left:
                    told.elect(option, "completion", {})

    def _by_support(self, besides: Iterable[str]) -> list[str]:
        """The options in the running besides these, from most points to least."""
        done = set(besides)
        waiting = [item.id for item in self.running if item.id not in done]
        return [option for group in self.contest.ranking(waiting) for option in group]


class _Telling:
    def __init__(self, contest: Contest, counted: Counted) -> None:
        self.contest = contest
        self.counted = counted
        self.left = contest.rule.envelope

    def elect(self, option: str, reason: str, figures: dict[str, Number]) -> None:
        cost = self.contest.candidates[option].cost
        self.counted.winners.append(option)
        self.counted.spent += cost
        self.note(option, "elected", reason, figures, cost)

    def pass_over(self, option: str, held: Fraction) -> None:
        cost = self.contest.candidates[option].cost
        figures: dict[str, Number] = {"held_money": _shown(held)}
        reason = "supporters-too-poor"
        if self.declared_greedy and cost > self.left:
            reason = "too-expensive"
        self.note(option, "passed", reason, figures)

    @property
    def declared_greedy(self) -> bool:
        declared = self.contest.rule.equal_shares
        return declared is not None and declared.completion in ("greedy", "add1u")

    def note(
        self, option: str, status: str, reason: str, figures: dict[str, Number], paid: Number = 0
    ) -> None:
        before, self.left = self.left, self.left - paid
        candidate = self.contest.candidates[option]
        score = self.contest.support.scores[option]
        number = len(self.counted.rounds) + 1
        place = self.contest.rule.envelopes[0].id
        self.counted.rounds.append(
            Round(
                number,
                option,
                status,
                reason,
                score,
                candidate.cost,
                before,
                self.left,
                place,
                figures,
            )
        )


def _shown(number: Number) -> Number:
    """For the eye: to four decimals. Decisions were taken on the exact amount."""
    return Fraction(round(number * SHOWN_PARTS), SHOWN_PARTS)
