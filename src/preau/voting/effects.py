"""Whether some ballots change who wins: said by yes or no, and not at all when they are few."""

from __future__ import annotations

from preau.counting import Draw, Profile, count

from .models import Contest, Option
from .records import Groups, candidates

#: Of fewer ballots the answer could tell what somebody chose.
FEWEST = 5
#: Settles the ties of both counts alike where no draw was made yet.
_SAME_DRAW = "comparaison"


def size(groups: Groups) -> int:
    return sum(times for _ballot, times in groups)


def changes_winners(
    contest: Contest, options: list[Option], standing: Groups, more: Groups, *, draw_seed: str = ""
) -> bool | None:
    """True when other options win once ``more`` ballots are counted; None when they are too few."""
    if size(more) < FEWEST:
        return None
    seed = draw_seed or _SAME_DRAW
    alone = _winners(contest, options, standing, seed)
    return alone != _winners(contest, options, [*standing, *more], seed)


def _winners(contest: Contest, options: list[Option], groups: Groups, seed: str) -> frozenset[str]:
    running, rule = candidates(options), contest.document
    profile = Profile.from_groups(rule.ballot, groups, running)
    return frozenset(count(running.values(), profile, rule, draw=Draw(seed=seed)).winners)
