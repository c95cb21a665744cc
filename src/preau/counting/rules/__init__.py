"""The count rules, by the name they have in a rule document."""

from __future__ import annotations

from collections.abc import Callable

from preau.counting.contest import Contest, Counted
from preau.counting.rules.equal_shares import equal_shares
from preau.counting.rules.greedy import greedy

CountRule = Callable[[Contest], Counted]

RULES: dict[str, CountRule] = {
    "greedy": greedy,
    "equal-shares": equal_shares,
}
