"""What a juror reads of a proposal, whatever room keeps the rest of it: each adds its reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.registry import Registry

from .models import Proposal


@dataclass(frozen=True)
class ReadFile:
    """A document to open: ``key`` is that of its ``questions.Upload``.

    Who shows a reading serves its files after its own policy, and no other file.
    """

    key: str
    name: str
    size: int = 0
    label: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a reading: questions with their answers as people read them, and documents."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    files: tuple[ReadFile, ...] = field(default=())


class Reader(Protocol):
    """What a room answers for the proposals that it keeps more of."""

    def sections(self, proposal: Proposal, *, anonymous: bool) -> list[Section] | None:
        """The whole reading, or None for a proposal of another room.

        ``anonymous`` leaves out whatever tells who applies: names, numbers, documents.
        """

    def asked(self, proposals: Sequence[Proposal]) -> dict[int, int]:
        """Cents asked by proposal, for those of this room; two queries at most."""

    def kept_out(self, proposals: Sequence[Proposal]) -> set[int]:
        """Those of this room that no jury reads: incomplete, say."""

    def is_held_by(self, proposal: Proposal, person: User) -> bool:
        """True for who works on it beside its author; False for a proposal of another room."""


readers: Registry[Reader] = Registry("reader of proposals")


def reading_of(proposal: Proposal, *, anonymous: bool) -> list[Section]:
    """All there is to read of ``proposal``, as it was sent last."""
    for reader in readers:
        found = reader.sections(proposal, anonymous=anonymous)
        if found is not None:
            return found
    lines = (
        (_("Constat"), proposal.finding),
        (_("Proposition"), proposal.idea),
        (_("Pour qui"), proposal.audience),
        (_("Lieu"), proposal.place),
    )
    return [Section(proposal.title, tuple((name, said) for name, said in lines if said))]


def asked_by(proposals: Sequence[Proposal]) -> dict[int, int | None]:
    """Cents asked by each of ``proposals``: what its room says, else its best known cost."""
    found: dict[int, int | None] = {one.pk: one.best_cost_cents for one in proposals}
    for reader in readers:
        found.update(reader.asked(proposals))
    return found


def kept_out_of(proposals: Sequence[Proposal]) -> set[int]:
    """Those of ``proposals`` that their room keeps away from any jury."""
    return {pk for reader in readers for pk in reader.kept_out(proposals)}


def is_held_by(proposal: Proposal, person: User) -> bool:
    """True for the author of ``proposal``, and for who prepared it with them."""
    if proposal.author_id == person.pk:
        return True
    return any(reader.is_held_by(proposal, person) for reader in readers)


def asked_cents(proposal: Proposal) -> int | None:
    """Cents asked by one proposal."""
    return asked_by([proposal])[proposal.pk]


class Granted(NamedTuple):
    """A published decision: what is given, in cents; ``is_reserve`` waits for money to be left."""

    cents: int
    is_reserve: bool = False


#: What was decided by proposal, once it is published; whoever decides adds it.
Granting = Callable[[Sequence[Proposal]], dict[int, Granted]]
grantings: Registry[Granting] = Registry("granting of money")


def granted_by(proposals: Sequence[Proposal]) -> dict[int, Granted]:
    """What each of ``proposals`` was granted; those that no published decision names are absent.

    A refusal is 0 cents.
    """
    return {pk: found for each in grantings for pk, found in each(proposals).items()}
