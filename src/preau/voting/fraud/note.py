"""What the public reads of ballots set aside: numbers, never who."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from preau.ui.words import number

from ..models import Contest, Election, Seal, SetAside, Sign
from ..queries import current_count

State = SetAside.State


@dataclass(frozen=True)
class Note:
    """Files of a vote, voices that were examined in them, and what became of each."""

    files: int
    voices: int
    #: Ballots out of the count, by what made somebody look.
    aside: list[tuple[Any, int]]
    left: int
    restored: int

    @property
    def ballots(self) -> int:
        return sum(count for _label, count in self.aside)


def note_of(election: Election) -> Note | None:
    """The note of a vote; None where no file was ever opened. One statement."""
    files = list(SetAside.objects.filter(election=election))
    if not files:
        return None
    aside: Counter[str] = Counter()
    for one in files:
        if one.state == State.CONFIRMED:
            aside[one.sign] += one.ballots
    states = Counter(one.state for one in files)
    return Note(
        files=len(files),
        voices=sum(one.voices for one in files),
        aside=[(Sign(sign).label, count) for sign, count in aside.most_common()],
        left=states[State.WITHDRAWN] + states[State.LAPSED] + states[State.PROPOSED],
        restored=states[State.RESTORED],
    )


def aside_lines(contest: Contest) -> list[list[str]]:
    """Figures for the minutes of a contest; none where its vote set nothing aside."""
    note = note_of(contest.election)
    seal = Seal.objects.filter(contest=contest).first()
    if note is None or seal is None or contest.is_secret:
        return []
    signs = ", ".join(f"{label} ({number(count)})" for label, count in note.aside)
    lines = [
        [_("Bulletins mis à l’écart, hors du compte"), number(seal.set_aside)],
        [_("Dossiers ouverts dans ce vote"), number(note.files)],
        [_("Classés sans suite"), number(note.left)],
        [_("Remis dans le compte"), number(note.restored)],
    ]
    if signs:
        lines.append([_("Indices, pour tout le vote"), signs])
    standing = current_count(contest)
    if standing is not None and standing.with_aside:
        lines.append([_("Avec ces bulletins"), _with(contest, standing.with_aside["changes"])])
    return lines


def _with(contest: Contest, changes: bool | None) -> str:
    if changes is None:
        return _("trop peu pour dire l’effet sans dire ce qu’ils contiennent")
    if contest.question:
        return _("l’issue serait différente") if changes else _("l’issue serait la même")
    if changes:
        return _("la liste des lauréats serait différente")
    return _("la liste des lauréats serait la même")
