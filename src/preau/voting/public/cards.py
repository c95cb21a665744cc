"""What the booth shows of the options of one contest, for one visitor."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.kernel.text import search_key

from ..drafts import in_order_of
from ..formats import ballot_formats
from ..formats.ranked import most_ranks
from ..models import BallotDraft, Contest, Option


@dataclass(frozen=True)
class Card:
    """An option with its rank on the visitor's ballot (1 is the first), or none."""

    option: Option
    rank: int | None = None
    points: object = None
    #: The visitor asked for it although the ballot is full: which choice does it replace?
    asks_room: bool = False

    @property
    def is_first(self) -> bool:
        return self.rank == 1


@dataclass
class Sheet:
    """A contest as the visitor sees it: every option, and the ballot being made."""

    contest: Contest
    draft: BallotDraft
    options: list[Option]
    asking: int | None = None
    points: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_pk = {option.pk: option for option in self.options}
        self.points = list(self.contest.points)

    def card(self, option: Option) -> Card:
        choices = list(self.draft.choices)
        place = choices.index(option.pk) if option.pk in choices else None
        return Card(
            option,
            rank=None if place is None else place + 1,
            points=None if place is None or place >= len(self.points) else self.points[place],
            asks_room=option.pk == self.asking and place is None,
        )

    @property
    def chosen(self) -> list[Card]:
        """The ballot, in rank order."""
        return [self.card(self.by_pk[pk]) for pk in self.draft.choices if pk in self.by_pk]

    @property
    def squares(self) -> list[tuple[int, bool]]:
        """The squares of the bar: rank, and whether it is taken."""
        taken = len(self.draft.choices)
        return [(rank, rank <= taken) for rank in range(1, most_ranks(self.contest) + 1)]

    @property
    def free(self) -> list[int]:
        """Ranks that are still free."""
        return [rank for rank, is_taken in self.squares if not is_taken]

    @property
    def rule(self) -> str:
        """« Classez jusqu’à 3 choix. Le premier vaut 3 points, le deuxième 2, le troisième 1. »"""
        most = most_ranks(self.contest)
        said = ngettext("Un seul choix.", "Classez jusqu’à %(most)s\u00a0choix.", most) % {
            "most": most
        }
        values = [
            _("%(rank)s vaut %(points)s\u00a0points") % {"rank": _rank(place), "points": value}
            if place == 0
            else f"{_rank(place)} {value}"
            for place, value in enumerate(self.points)
        ]
        return f"{said} {', '.join(values)}." if values else said

    @property
    def removed(self) -> Option | None:
        """The option that « Annuler » brings back."""
        removed = self.draft.removed or {}
        return self.by_pk.get(removed.get("option", 0))

    @property
    def removed_place(self) -> int:
        return int((self.draft.removed or {}).get("place", 0))

    @property
    def themes(self) -> list[str]:
        return sorted({option.theme for option in self.options if option.theme}, key=search_key)

    def in_sight(self, query: str = "", theme: str = "") -> list[Option]:
        """The options that match, in the visitor's own order; answers in theirs."""
        words = search_key(query).split()
        options = self.options
        if ballot_formats.get(self.contest.ballot_format).is_shuffled:
            seed = self.contest.election.order_seed
            options = in_order_of(self.draft.visitor, seed, options)
        return [
            option
            for option in options
            if (not theme or option.theme == theme) and _matches(option, words)
        ]

    def cards(self, *, query: str = "", theme: str = "") -> list[Card]:
        """The same with their rank on the ballot."""
        return [self.card(option) for option in self.in_sight(query, theme)]


def _rank(place: int) -> str:
    named = [_("Le premier"), _("le deuxième"), _("le troisième"), _("le quatrième")]
    return named[place] if place < len(named) else _("le n°\u00a0%(n)s") % {"n": place + 1}


def _matches(option: Option, words: list[str]) -> bool:
    text = search_key(f"{option.number} {option.title} {option.summary} {option.theme}")
    return all(word in text for word in words)
