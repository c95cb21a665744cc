"""The count rules, by the name they have in a rule document."""

from __future__ import annotations

from collections.abc import Callable

from preau.counting.contest import Contest, Counted
from preau.counting.rules.by_score import majority, most_points, plurality
from preau.counting.rules.equal_shares import equal_shares
from preau.counting.rules.greedy import greedy
from preau.counting.rules.instant_runoff import instant_runoff
from preau.counting.rules.majority_judgment import majority_judgment
from preau.counting.rules.phragmen import phragmen
from preau.counting.rules.schulze import schulze

CountRule = Callable[[Contest], Counted]

RULES: dict[str, CountRule] = {
    "greedy": greedy,
    "equal-shares": equal_shares,
    "phragmen": phragmen,
    "plurality": plurality,
    "majority": majority,
    "approval": most_points,
    "points": most_points,
    "majority-judgment": majority_judgment,
    "schulze": schulze,
    "instant-runoff": instant_runoff,
}
