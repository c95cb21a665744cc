"""Two states of a page side by side, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from .checks import held_of
from .models.tree import Content


@dataclass(frozen=True)
class Difference:
    """A line that is in both (``same``), gone (``del``) or new (``ins``)."""

    look: str
    text: str


def lines_of(content: Content) -> list[str]:
    """All that an editor wrote, in reading order."""
    found = [content.title, *([content.summary] if content.summary else [])]
    for one in held_of(content.blocks):
        state = " (caché)" if one.block.get("hidden") else ""
        found.append(f"— {one.kind.label}{state}")
        found += list(_words(one.content))
    return found


def _words(content: Any) -> Iterator[str]:
    for piece, value in content.values():
        if isinstance(value, str) and value:
            yield from (line for line in value.splitlines() if line.strip())
        elif value not in ("", None):
            yield f"{piece.label} {value}"


def differences(before: Content, after: Content) -> list[Difference]:
    """What changed, with the lines around it; nothing when nothing did."""
    old, new = lines_of(before), lines_of(after)
    found: list[Difference] = []
    for tag, first, last, start, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            found += [Difference("same", line) for line in old[first:last]]
        else:
            found += [Difference("del", line) for line in old[first:last]]
            found += [Difference("ins", line) for line in new[start:end]]
    return found if any(one.look != "same" for one in found) else []
