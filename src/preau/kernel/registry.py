"""A named set of plug-ins, filled by each app when it is ready."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

Piece = TypeVar("Piece")


class Registry(Generic[Piece]):
    """Plug-ins by code; a code is taken once, an unknown one is named in the error."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._pieces: dict[str, Piece] = {}

    def add(self, code: str, piece: Piece) -> None:
        """Register ``piece``; ``ValueError`` when the code is taken."""
        if code in self._pieces:
            raise ValueError(f"{self.what} {code!r} is registered twice")
        self._pieces[code] = piece

    def get(self, code: str) -> Piece:
        """The plug-in of that code; ``LookupError`` naming the known ones."""
        try:
            return self._pieces[code]
        except KeyError:
            known = ", ".join(sorted(self._pieces)) or "none"
            raise LookupError(f"no {self.what} {code!r} (known: {known})") from None

    def __iter__(self) -> Iterator[Piece]:
        return iter(self._pieces.values())

    def items(self) -> Iterator[tuple[str, Piece]]:
        """Codes with their plug-ins."""
        return iter(self._pieces.items())

    def __contains__(self, code: object) -> bool:
        return code in self._pieces
