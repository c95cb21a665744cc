from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Noun:
    """A noun with what its neighbours must know of it."""

    one: str
    many: str
    #: « m » or « f »; means nothing in English.
    gender: str = "m"
    #: « l’idée », « d’idées »: known from the article, since of two words in h one elides.
    elides: bool = False

    @classmethod
    def read(cls, kept: Mapping[str, object]) -> Noun:
        """A noun as ``data`` kept it."""
        return cls(
            str(kept["one"]),
            str(kept["many"]),
            str(kept.get("gender", "m")),
            bool(kept.get("elides", False)),
        )

    def data(self) -> dict[str, object]:
        """What is kept of it."""
        return {
            "one": self.one,
            "many": self.many,
            "gender": self.gender,
            "elides": self.elides,
        }

    @property
    def with_article(self) -> str:
        """« la proposition », « l’idée »."""
        return (
            f"l’{self.one}" if self.elides else f"{'la' if self.is_feminine else 'le'} {self.one}"
        )

    @property
    def is_feminine(self) -> bool:
        return self.gender == "f"


def cased_like(text: str, model: str) -> str:
    """``text`` with a capital where ``model`` has one."""
    return text[:1].upper() + text[1:] if model[:1].isupper() else text
