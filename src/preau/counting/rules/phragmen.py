"""Sequential Phragmén under an envelope (Los, Christoff and Grossi, 2022), as a comparison.

Every voter receives money at the same steady pace; the first project that its supporters can pay
for is bought, and they start again from nothing. The count stops at the first project that no
longer fits in the envelope.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from preau.counting.contest import Contest, Counted
from preau.counting.exact import Number
from preau.counting.outcome import Round
from preau.counting.ties import DrawNeeded, Tie


def phragmen(contest: Contest) -> Counted:
    """Only who is named counts, not ranks nor points. A tie is decisive when supporters overlap."""
    count = _Phragmen(contest)
    try:
        count.run()
    except DrawNeeded as needed:
        count.result.unresolved = needed.tie
    return count.result


class _Phragmen:
    """A supporter last emptied their purse when a given project was bought: `since` counts, for
    each project, its supporters by the moment (place in `moments`) of that purchase."""

    def __init__(self, contest: Contest) -> None:
        self.contest = contest
        self.result = Counted()
        self.left = contest.rule.envelope
        self.moments = [Fraction(0)]
        self.groups = [(set(ballot.options), n) for ballot, n in contest.profile.ballots.items()]
        self.emptied = [0] * len(self.groups)
        self.supporters: dict[str, list[int]] = {option: [] for option in contest.candidates}
        self.since: dict[str, Counter[int]] = {option: Counter() for option in contest.candidates}
        for place, (options, size) in enumerate(self.groups):
            for option in options & self.supporters.keys():
                self.supporters[option].append(place)
                self.since[option][0] += size

    def run(self) -> None:
        waiting = [
            option
            for option, groups in self.supporters.items()
            if groups
            and option not in self.contest.rule.already_won
            and self.contest.supports_enough(option, self.contest.rule.threshold)
        ]
        while waiting:
            times = {option: self._time(option) for option in waiting}
            first = min(times.values())
            option = self._first([option for option in waiting if times[option] == first])
            if self.contest.candidates[option].cost > self.left:
                break
            waiting.remove(option)
            self._buy(option, first)
        passed = [item for item in self.contest.candidates if item not in self.result.winners]
        for group in self.contest.ranking(passed):
            for option in group:
                self._note(option, "passed", self._why(option, waiting), {})

    def _why(self, option: str, waiting: list[str]) -> str:
        if option in self.contest.rule.already_won:
            return "already-won"
        if option not in waiting and self.supporters[option]:
            return "below-threshold"
        too_dear = self.contest.candidates[option].cost > self.left
        return "too-expensive" if too_dear else "not-reached"

    def _time(self, option: str) -> Fraction:
        """When the supporters will together hold the cost."""
        since = self.since[option]
        owed = sum((self.moments[at] * size for at, size in since.items()), start=Fraction(0))
        return (owed + self.contest.candidates[option].cost) / since.total()

    def _first(self, equal: list[str]) -> str:
        group = self.contest.tie_order.groups(equal)[0]
        if len(group) > 1 and self._order_matters(group):
            group = self.contest.tie_order.drawn(group)
            self.result.ties.append(Tie(tuple(group), ("draw",), decisive=True))
        return group[0]

    def _order_matters(self, group: list[str]) -> bool:
        """No, when no voter supports two of them and the envelope pays for them all."""
        cost: Number = sum(self.contest.candidates[option].cost for option in group)
        places = [place for option in group for place in self.supporters[option]]
        return cost > self.left or len(set(places)) < len(places)

    def _buy(self, option: str, moment: Fraction) -> None:
        self.moments.append(moment)
        now = len(self.moments) - 1
        for place in self.supporters[option]:
            options, size = self.groups[place]
            for other in options & self.since.keys():
                self.since[other][self.emptied[place]] -= size
                self.since[other][now] += size
            self.emptied[place] = now
        cost = self.contest.candidates[option].cost
        self.result.winners.append(option)
        self.result.spent += cost
        shown = Fraction(round(moment * 10_000), 10_000)
        self._note(option, "elected", "paid-by-supporters", {"moment_money": shown}, cost)

    def _note(
        self, option: str, status: str, reason: str, figures: dict[str, Number], paid: Number = 0
    ) -> None:
        before, self.left = self.left, self.left - paid
        score = self.contest.support.scores[option]
        cost = self.contest.candidates[option].cost
        number, place = len(self.result.rounds) + 1, self.contest.rule.envelopes[0].id
        self.result.rounds.append(
            Round(number, option, status, reason, score, cost, before, self.left, place, figures)
        )
