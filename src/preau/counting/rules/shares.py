"""One run of the Method of Equal Shares for a given share per voter, in exact integers.

Every voter holds the same share. At each step the project whose supporters get most for their money
is bought, its supporters paying equally, or all they have left when that is less.

Exact and fast at once: voters with the same history hold the same amount, so amounts are kept once
by « class » of voters (class 0 holds nothing, class 1 still has the whole share), as integers over
one common denominator that grows with each purchase. A project is priced again only if its price at
the last step, which can but rise, still makes it a candidate for the next purchase.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd, lcm

from preau.counting.ballots import Ballot
from preau.counting.exact import Number
from preau.counting.model import Candidate

BROKE, UNTOUCHED = 0, 1
PRECISION = 128

Choose = Callable[[list[int]], int]


@dataclass(frozen=True)
class FirstTime:
    """The distinct ballots that pay for the first time, and for each other side they support how
    many voters and which ballots."""

    groups: list[int]
    spread: list[tuple[int, int, list[int]]]


@dataclass
class Market:
    """The ballots, compiled once for all runs.

    A « side » is what one project is to the voters who give it the same weight: `side_weight`,
    `side_single` (voters who chose nothing else), `side_groups` (distinct ballots that chose more).
    """

    ids: list[str]
    costs: list[int]
    unit: int
    sides: list[list[int]] = field(default_factory=list)
    side_weight: list[int] = field(default_factory=list)
    side_voters: list[int] = field(default_factory=list)
    side_groups: list[list[int]] = field(default_factory=list)
    group_sides: list[tuple[int, ...]] = field(default_factory=list)
    group_size: list[int] = field(default_factory=list)
    recent: dict[tuple[int, frozenset[int]], FirstTime] = field(default_factory=dict)
    older: dict[tuple[int, frozenset[int]], FirstTime] = field(default_factory=dict)

    @classmethod
    def open(
        cls,
        candidates: Iterable[Candidate],
        ballots: Mapping[Ballot, int],
        weigh: Callable[[Ballot], Iterable[Number]],
    ) -> Market:
        """Prepare the ballots. Projects nobody chose are left out; they can never be bought."""
        found = list(candidates)
        unit = lcm(*(Fraction(item.cost).denominator for item in found))
        market = cls([item.id for item in found], [int(item.cost * unit) for item in found], unit)
        market.sides = [[] for _ in found]
        place = {item.id: index for index, item in enumerate(found)}
        known: dict[tuple[int, Number], int] = {}
        weights: list[Number] = []
        for ballot, times in ballots.items():
            given: dict[int, Number] = {}
            for option, weight in zip(ballot.options, weigh(ballot), strict=True):
                if weight > 0 and option in place:
                    given[place[option]] = weight
            named = tuple(given.items())
            for key in named:
                if key not in known:
                    known[key] = len(weights)
                    market.sides[key[0]].append(known[key])
                    weights.append(key[1])
                    market.side_voters.append(0)
                    market.side_groups.append([])
            market._add(tuple(known[key] for key in named), times)
        scale = lcm(*(Fraction(weight).denominator for weight in weights))
        market.side_weight = [int(weight * scale) for weight in weights]
        return market

    def _add(self, sides: tuple[int, ...], times: int) -> None:
        for side in sides:
            self.side_voters[side] += times
        if len(sides) > 1:
            for side in sides:
                self.side_groups[side].append(len(self.group_sides))
            self.group_sides.append(sides)
            self.group_size.append(times)

    def first_time(self, side: int, bought: set[int], class_of: list[int]) -> FirstTime:
        """Whom this purchase makes pay for the first time, after these were `bought`.

        It does not depend on prices, so it is remembered from one run to the next.
        """
        key = (side, frozenset(bought))
        found = self.recent.get(key) or self.older.get(key) or self._first_time(side, class_of)
        self.recent[key] = found
        return found

    def _first_time(self, side: int, class_of: list[int]) -> FirstTime:
        groups = [group for group in self.side_groups[side] if class_of[group] == UNTOUCHED]
        touched: dict[int, list[int]] = defaultdict(list)
        for group in groups:
            for other in self.group_sides[group]:
                touched[other].append(group)
        touched.pop(side, None)
        size = self.group_size
        spread = [
            (other, sum([size[group] for group in found]), found)
            for other, found in touched.items()
        ]
        return FirstTime(groups, spread)

    def forget(self) -> None:
        """Keep only what the last run used: memory stays that of two runs."""
        self.older, self.recent = self.recent, {}

    @property
    def supported(self) -> list[int]:
        return [place for place, sides in enumerate(self.sides) if sides]


@dataclass(frozen=True)
class Purchase:
    """`price` is what a supporter pays at most, for one unit of weight."""

    option: int
    price: Fraction


@dataclass(frozen=True)
class Run:
    """`transcript` holds every decision taken; `held` what supporters of a loser still have."""

    purchases: list[Purchase]
    transcript: list[object]
    held: dict[int, Fraction]

    @property
    def bought(self) -> list[int]:
        return [purchase.option for purchase in self.purchases]


class Shopping:
    """The state of one run. `by_cost` measures utility by cost, else each project counts the same.

    `share` is in the market's unit. `choose` decides between projects of exactly equal value.
    """

    def __init__(self, market: Market, share: Fraction, by_cost: bool, choose: Choose) -> None:
        self.market = market
        self.choose = choose
        self.by_cost = by_cost
        self.denominator = share.denominator
        self.amounts = [0, share.numerator]
        self.class_of = [UNTOUCHED] * len(market.group_size)
        self.untouched = list(market.side_voters)
        self.touched: list[list[int]] = [[] for _ in market.side_weight]
        self.bought: set[int] = set()
        self.transcript: list[object] = []
        self.held: dict[int, Fraction] = {}

    def run(self) -> Run:
        purchases: list[Purchase] = []
        waiting = [(0, option) for option in self.market.supported]
        heapify(waiting)
        self.market.forget()
        while best := self._best(waiting):
            purchases.append(self._buy(*best))
        return Run(purchases, self.transcript, self.held)

    def _best(self, waiting: list[tuple[int, int]]) -> tuple[int, int, int] | None:
        """The project of best value, with its price as (owed, weight); the others stay waiting."""
        found: dict[int, tuple[int, int]] = {}
        again: list[tuple[int, int]] = []
        least = -1
        while waiting and (least < 0 or waiting[0][0] <= least):
            _, option = heappop(waiting)
            price = self._price(option)
            if price is None:
                continue
            found[option] = price
            key = self._key(option, price)
            again.append((key, option))
            least = key if least < 0 else min(least, key)
        if not again:
            return None
        best = self._chosen([option for key, option in again if key == least], found)
        for item in again:
            if item[1] != best:
                heappush(waiting, item)
        self.transcript.append(best)
        return best, *found[best]

    def _key(self, option: int, price: tuple[int, int]) -> int:
        """Price by unit of utility, rounded down: orders all but nearly equal projects."""
        owed, weight = price
        return (owed << PRECISION) // (weight * self.denominator * self._utility(option))

    def _utility(self, option: int) -> int:
        return (self.market.costs[option] or 1) if self.by_cost else 1

    def _chosen(self, near: list[int], found: dict[int, tuple[int, int]]) -> int:
        """Among nearly equal projects, exactly the best; equal ones are left to `choose`."""
        if len(near) == 1:
            return near[0]
        values = {
            option: Fraction(found[option][0], found[option][1] * self._utility(option))
            for option in near
        }
        least = min(values.values())
        equal = [option for option in near if values[option] == least]
        return equal[0] if len(equal) == 1 else self.choose(equal)

    def _price(self, option: int) -> tuple[int, int] | None:
        """What the supporters who can pay in full owe, and their weight; None when too poor."""
        market, amounts = self.market, self.amounts
        lots: list[tuple[int, int, int, int]] = []
        held = weights = 0
        for side in market.sides[option]:
            weight = market.side_weight[side]
            for kind, voters in self._lots(side).items():
                amount = amounts[kind]
                held += amount * voters
                weights += weight * voters
                lots.append((amount, weight, voters, kind))
        owed = market.costs[option] * self.denominator
        if held < owed:
            self.held[option] = Fraction(held, self.denominator * market.unit)
            self.transcript.append(~option)
            return None
        if len(lots) > 1:
            owed, weights = self._without_poor(lots, owed, weights)
        self.transcript.append(option)
        return owed, weights

    def _lots(self, side: int) -> dict[int, int]:
        """How many supporters of this side there are in each class that still holds money."""
        class_of, size = self.class_of, self.market.group_size
        lots: dict[int, int] = defaultdict(int)
        if self.untouched[side]:
            lots[UNTOUCHED] = self.untouched[side]
        for group in self.touched[side]:
            lots[class_of[group]] += size[group]
        if lots.pop(BROKE, 0):
            self.touched[side] = [group for group in self.touched[side] if class_of[group]]
        return lots

    def _without_poor(
        self, lots: list[tuple[int, int, int, int]], owed: int, weights: int
    ) -> tuple[int, int]:
        """Let those who hold less than the price give all they have; the others owe the rest."""
        while poor := [lot for lot in lots if lot[0] * weights < lot[1] * owed]:
            lots = [lot for lot in lots if lot[0] * weights >= lot[1] * owed]
            for amount, weight, voters, _ in poor:
                owed -= amount * voters
                weights -= weight * voters
            self.transcript.append([(kind, weight) for _, weight, _, kind in poor])
        return owed, weights

    def _buy(self, option: int, owed: int, weights: int) -> Purchase:
        divisor = gcd(owed, weights)
        price, factor = owed // divisor, weights // divisor
        if factor > 1:
            self.denominator *= factor
            self.amounts = [amount * factor for amount in self.amounts]
        for side in self.market.sides[option]:
            self._pay(side, price * self.market.side_weight[side])
        self.bought.add(option)
        exact_price = Fraction(price, self.denominator * self.market.unit)
        return Purchase(option, exact_price)

    def _pay(self, side: int, price: int) -> None:
        """Take the price from each supporter, or all they have."""
        class_of = self.class_of
        kinds = {class_of[group] for group in self.touched[side]}
        moves = {kind: self._less(kind, price) for kind in kinds}
        for group in self.touched[side]:
            class_of[group] = moves[class_of[group]]
        if self.untouched[side]:
            self._touch(side, self._less(UNTOUCHED, price))

    def _less(self, kind: int, price: int) -> int:
        """The class of those who were in class `kind` and have just paid."""
        if self.amounts[kind] < price:
            return BROKE
        self.amounts.append(self.amounts[kind] - price)
        return len(self.amounts) - 1

    def _touch(self, side: int, new: int) -> None:
        """Move those who had the whole share to their new class, on all the sides they support."""
        first = self.market.first_time(side, self.bought, self.class_of)
        for other, voters, groups in first.spread:
            self.untouched[other] -= voters
            if new:
                self.touched[other] += groups
        class_of = self.class_of
        for group in first.groups:
            class_of[group] = new
