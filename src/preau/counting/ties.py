"""Equal options: the declared criteria order them, and nothing else ever does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from preau.counting.exact import Number
from preau.counting.model import Candidate, Draw
from preau.counting.rulebook import RuleDocument
from preau.counting.scores import Support

Key = tuple[Number, ...]


@dataclass(frozen=True)
class Tie:
    """Options that were equal, in the order they were served.

    `decided_by` lists the criteria that told them apart; it is empty when the order did not matter
    or when only a draw that has not been made could tell (`decisive` says which).
    """

    options: tuple[str, ...]
    decided_by: tuple[str, ...]
    decisive: bool = False


class DrawNeeded(Exception):
    """A decisive tie and no draw: `tie` names the options to draw."""

    def __init__(self, options: Iterable[str]) -> None:
        self.tie = Tie(tuple(sorted(options)), (), decisive=True)
        super().__init__(f"a draw is needed between {', '.join(self.tie.options)}")


class TieOrder:
    """The declared order between options that the rule itself finds equal."""

    def __init__(
        self,
        rule: RuleDocument,
        candidates: Mapping[str, Candidate],
        support: Support,
        draw: Draw | None,
    ) -> None:
        self.criteria = tuple(name for name in rule.ties if name != "draw")
        self.draw = draw
        self._keys = {
            option: tuple(_measure(name, candidate, support) for name in self.criteria)
            for option, candidate in candidates.items()
        }

    def key(self, option: str) -> Key:
        """Smaller is served first. Equal keys can be told apart by the draw alone."""
        return self._keys[option]

    def groups(self, options: Iterable[str]) -> list[list[str]]:
        """The options in order, those that only a draw can tell apart grouped together."""
        ordered = sorted(options, key=lambda option: (self._keys[option], option))
        return [list(group) for _, group in groupby(ordered, key=self.key)]

    def drawn(self, options: list[str]) -> list[str]:
        """These options in the order of the public draw. Raises DrawNeeded when it was not made."""
        if self.draw is None or not self.draw.decides(options):
            raise DrawNeeded(options)
        return sorted(options, key=self.draw.rank)

    def used(self, options: Iterable[str]) -> tuple[str, ...]:
        """The criteria that told these options apart, in the order they were asked."""
        groups, names = [list(options)], []
        for place, name in enumerate(self.criteria):
            split = [part for group in groups for part in self._split(group, place)]
            if len(split) > len(groups):
                names.append(name)
            groups = split
        return tuple(names)

    def _split(self, group: list[str], place: int) -> list[list[str]]:
        values = sorted({self._keys[option][place] for option in group})
        return [[item for item in group if self._keys[item][place] == value] for value in values]


def _measure(name: str, candidate: Candidate, support: Support) -> Number:
    match name:
        case "first-ranks":
            return -support.first_ranks.get(candidate.id, 0)
        case "mentions":
            return -support.mentions.get(candidate.id, 0)
        case "score":
            return -support.scores.get(candidate.id, 0)
        case "cheaper":
            return candidate.cost
        case _:  # older: an unknown filing rank says nothing, the draw will
            return 0 if candidate.order is None else candidate.order
