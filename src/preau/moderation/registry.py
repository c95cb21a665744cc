"""What can be moderated: each app says how its contributions are shown, hidden, put back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from preau.kernel.registry import Registry


@dataclass(frozen=True)
class Described:
    """A contribution as a moderator reads it: its text, and what it answers."""

    title: str
    text: str
    context: str
    url: str
    author_name: str


class Moderated:
    """One kind of contribution; each app subclasses it and registers it under its code."""

    #: Kinds of the steps where it is written: processes without one have nothing to moderate.
    step_kinds: tuple[str, ...] = ()

    def describe(self, ids: Iterable[int]) -> dict[int, Described]:
        """What moderators read, in a constant number of statements."""
        raise NotImplementedError

    def keep(self, id: int) -> None:
        """Let everyone read it."""
        raise NotImplementedError

    def hide(self, id: int, *, may_reword: bool) -> None:
        """Take it out of sight; ``may_reword`` lets its author write it again."""
        raise NotImplementedError


moderated: Registry[Moderated] = Registry("moderated kind")
