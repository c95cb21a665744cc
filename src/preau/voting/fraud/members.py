"""The voices of a clue as an agent sees them: masked, with what the roll says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from preau.ui.words import moment

from ..models import AsideVoice, Channel, Election, RollEntry
from .addresses import masked
from .queries import Clue
from .voters import voters_of

#: Signs of the key that stand for a voter in a form.
HANDLE = 20


@dataclass(frozen=True)
class Member:
    """One voter of a clue."""

    key: str
    #: The masked address, or that there is no account.
    name: str
    boxes: str
    at: datetime
    is_found: bool
    is_in_file: bool
    is_secret: bool

    @property
    def handle(self) -> str:
        return self.key[:HANDLE]

    @property
    def may_be_chosen(self) -> bool:
        """The site can find their ballot, and no other file holds them."""
        return self.is_found and not self.is_in_file and not self.is_secret

    @property
    def label(self) -> str:
        return f"{self.name} · {self.boxes} · {moment(self.at)}"

    @property
    def why_not(self) -> Any:
        if self.is_secret:
            return _("n’a voté que dans une urne secrète")
        if self.is_in_file:
            return _("déjà dans un dossier")
        return _("a voté sans compte ni preuve : son bulletin ne peut pas être retrouvé")


def members_of(election: Election, clue: Clue) -> list[Member]:
    """The voters of ``clue`` in the order of their first ballot: five statements for all."""
    lines = RollEntry.objects.filter(
        election=election, channel=Channel.WEB, voter_key__in=clue.keys
    ).select_related("contest")
    by_key: dict[str, list[RollEntry]] = defaultdict(list)
    for line in lines.order_by("at"):
        by_key[line.voter_key].append(line)
    people = {one.key: one for one in voters_of(election, clue.keys)}
    busy = set(
        AsideVoice.objects.filter(election=election, voter_key__in=clue.keys).values_list(
            "voter_key", flat=True
        )
    )
    found = []
    for key, mine in by_key.items():
        known = people.get(key)
        email = known.email if known is not None else ""
        found.append(
            Member(
                key=key,
                name=masked(email) if email else _("Sans compte"),
                boxes=", ".join(line.contest.title for line in mine),
                at=mine[0].at,
                is_found=known is not None,
                is_in_file=key in busy,
                is_secret=all(line.contest.is_secret for line in mine),
            )
        )
    return found
