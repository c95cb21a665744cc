"""Greedy under the envelope, the rule of most cities: most supported first, while money lasts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from preau.counting.contest import Contest, Counted
from preau.counting.exact import Number
from preau.counting.model import Candidate
from preau.counting.outcome import Round
from preau.counting.rulebook import Envelope, RuleDocument
from preau.counting.ties import DrawNeeded, Tie

TOO_DEAR = "too-expensive"


@dataclass
class Purse:
    """One envelope being spent, with all that can refuse an option."""

    rule: RuleDocument
    left: Number
    seats: int | None
    barred: dict[str, str] = field(default_factory=dict)
    spent_by_category: dict[str, Number] = field(default_factory=dict)

    def refusal(self, option: Candidate) -> str:
        """The reason code why this option cannot be served now; empty when it can."""
        if self.seats == 0:
            return "no-seat-left"
        if option.id in self.barred:
            return self.barred[option.id]
        ceiling = self.rule.ceilings.get(option.category)
        spent = self.spent_by_category.get(option.category, 0)
        if ceiling is not None and spent + option.cost > ceiling:
            return "category-ceiling"
        return TOO_DEAR if option.cost > self.left else ""

    def take(self, option: Candidate) -> None:
        self.left -= option.cost
        self.seats = None if self.seats is None else self.seats - 1
        spent = self.spent_by_category.get(option.category, 0)
        self.spent_by_category[option.category] = spent + option.cost
        for group in self.rule.exclusives:
            if option.id in group:
                self.barred |= dict.fromkeys(set(group) - {option.id}, "incompatible")

    def takes_all(self, options: list[Candidate]) -> bool:
        """Can all these be served together, so that their order does not matter?"""
        trial = replace(
            self, barred=dict(self.barred), spent_by_category=dict(self.spent_by_category)
        )
        for option in options:
            if trial.refusal(option):
                return False
            trial.take(option)
        return True


def greedy(contest: Contest) -> Counted:
    """Serve the options from most points to least, envelope after envelope.

    Envelopes of zones come in the declared order, the city's last; the `leftover` rule says where
    unspent money goes. Stops at a decisive tie for which no draw was made.
    """
    count = _GreedyCount(contest)
    try:
        count.run()
    except DrawNeeded as needed:
        count.result.unresolved = needed.tie
    return count.result


class _GreedyCount:
    def __init__(self, contest: Contest) -> None:
        self.contest = contest
        self.rule = contest.rule
        self.result = Counted()
        self.barred = dict.fromkeys(self.rule.already_won, "already-won")
        self.envelope = self.rule.envelopes[0]
        self.stopped = False

    def run(self) -> None:
        zoned = [envelope for envelope in self.rule.envelopes if envelope.zones]
        cities = [envelope for envelope in self.rule.envelopes if not envelope.zones]
        claimed = {zone for envelope in zoned for zone in envelope.zones}
        returned: Number = 0
        lefts: dict[str, Number] = {}
        for envelope in zoned:
            lefts[envelope.id] = self._spend(envelope, envelope.amount, self._of(envelope.zones))
        if self.rule.leftover.startswith("to-city"):
            returned = sum(left for left in lefts.values() if left > 0)
        for envelope in cities:
            self._spend(envelope, envelope.amount + returned, self._of_city(claimed))
            returned = 0
        if self.rule.leftover == "to-best-turnout" and zoned:
            self._reward_turnout(zoned, lefts)

    def _of(self, zones: tuple[str, ...]) -> list[Candidate]:
        return [item for item in self.contest.candidates.values() if item.zone in zones]

    def _of_city(self, claimed: set[str]) -> list[Candidate]:
        everyone = self.rule.leftover == "to-city-for-all"
        return [
            item
            for item in self.contest.candidates.values()
            if item.id not in self.result.winners and (everyone or item.zone not in claimed)
        ]

    def _reward_turnout(self, zoned: list[Envelope], lefts: dict[str, Number]) -> None:
        """All the money left goes to the zone that voted most, for its own next options."""
        turnout = self.contest.turnout
        rates = {item.id: sum(turnout.get(zone, 0) for zone in item.zones) for item in zoned}
        best = [item for item in zoned if rates[item.id] == max(rates.values())]
        if len(best) > 1:
            raise DrawNeeded(item.id for item in best)
        options = [item for item in self._of(best[0].zones) if item.id not in self.result.winners]
        self._spend(best[0], sum(left for left in lefts.values() if left > 0), options)

    def _spend(self, envelope: Envelope, amount: Number, options: list[Candidate]) -> Number:
        """Count one envelope and return what is left of it."""
        self.envelope, self.stopped = envelope, False
        seats = self.rule.max_winners
        left_seats = None if seats is None else seats - len(self.result.winners)
        purse = Purse(self.rule, amount, left_seats, dict(self.barred))
        threshold = envelope.threshold or self.rule.threshold
        served: list[str] = []
        for option in options:
            if not self.contest.supports_enough(option.id, threshold):
                purse.barred.setdefault(option.id, "below-threshold")
            elif self.rule.floors:
                served.append(option.id)
        if served:
            self._serve_floors(purse, served)
        waiting = [item.id for item in options if item.id not in self.result.winners]
        for group in self.contest.ranking(waiting):
            self._serve_group(purse, group)
        self.barred |= {key: why for key, why in purse.barred.items() if why == "incompatible"}
        return purse.left

    def _serve_floors(self, purse: Purse, options: Iterable[str]) -> None:
        """First the best options of each zone, up to its floor."""
        missing = dict(self.rule.floors)
        for group in self.contest.ranking(options):
            wanted = [
                item for item in group if missing.get(self.contest.candidates[item].zone, 0) > 0
            ]
            for option in self._in_order(purse, wanted):
                candidate = self.contest.candidates[option]
                if missing[candidate.zone] and not purse.refusal(candidate):
                    missing[candidate.zone] -= 1
                    self._elect(purse, candidate, "floor")

    def _serve_group(self, purse: Purse, group: list[str]) -> None:
        for option in self._in_order(purse, group):
            candidate = self.contest.candidates[option]
            reason = "stopped" if self.stopped else purse.refusal(candidate)
            if not reason:
                self._elect(purse, candidate, "fits")
            elif reason == TOO_DEAR and self.rule.fit == "reserve":
                self._finish_from_reserve(purse, candidate)
            else:
                self._note(candidate, "passed", reason, purse.left, purse.left)
                self.stopped |= reason == TOO_DEAR and self.rule.fit == "stop"

    def _in_order(self, purse: Purse, group: list[str]) -> list[str]:
        """The group in the order to serve it; drawn only when the order can change a winner."""
        if len(group) < 2 or self.stopped or not self._order_matters(purse, group):
            return group
        drawn = self.contest.tie_order.drawn(group)
        self.result.ties.append(Tie(tuple(drawn), ("draw",), decisive=True))
        return drawn

    def _order_matters(self, purse: Purse, group: list[str]) -> bool:
        """Exact: money, seats and exclusions only shrink, so what is refused now stays refused."""
        options = [self.contest.candidates[option] for option in group]
        possible = [item for item in options if not purse.refusal(item)]
        too_dear = [item for item in options if purse.refusal(item) == TOO_DEAR]
        if self.rule.fit == "reserve" and any(self._completes(purse, item) for item in too_dear):
            return True
        stops = self.rule.fit != "skip" and bool(too_dear)
        return bool(possible) and (stops or not purse.takes_all(possible))

    def _completes(self, purse: Purse, candidate: Candidate) -> bool:
        return 100 * purse.left >= self.rule.reserve_percent * candidate.cost

    def _finish_from_reserve(self, purse: Purse, candidate: Candidate) -> None:
        """The first option too dear ends the count; enough money left, a reserve completes it."""
        if self._completes(purse, candidate):
            self._elect(purse, candidate, "completed-from-reserve")
        else:
            self._note(candidate, "passed", TOO_DEAR, purse.left, purse.left)
        self.stopped = True

    def _elect(self, purse: Purse, candidate: Candidate, reason: str) -> None:
        before = purse.left
        purse.take(candidate)
        self.result.winners.append(candidate.id)
        self.result.spent += candidate.cost
        self._note(candidate, "elected", reason, before, purse.left)

    def _note(
        self, candidate: Candidate, status: str, reason: str, before: Number, after: Number
    ) -> None:
        score = self.contest.support.scores[candidate.id]
        self.result.rounds.append(
            Round(
                len(self.result.rounds) + 1,
                candidate.id,
                status,
                reason,
                score,
                candidate.cost,
                before,
                after,
                self.envelope.id,
            )
        )
