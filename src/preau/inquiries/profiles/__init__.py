"""Procedures as data: what each text asks, from when to when, article by article.

A file per procedure beside this one. An inquiry keeps a copy of the document it was opened under:
a file may change, or end (``valid_to``), and nothing changes for it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Self

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Term:
    """A delay: an act that must be done some days before or after another one."""

    code: str
    #: ``opening``, ``closing``, or the code of an act.
    anchor: str
    label: str
    article: str
    days: int = 0
    months: int = 0
    #: How sure the reference is: C read in the code, V in a source, G general, D our own rule.
    source: str = "C"
    #: False when it binds in some cases only, or is good practice.
    binding: bool = True

    @property
    def is_before(self) -> bool:
        return self.days < 0


@dataclass(frozen=True)
class ExpectedPiece:
    """A piece of the file that the text names."""

    code: str
    title: str
    article: str
    required: bool = True


@dataclass(frozen=True)
class Profile:
    """One procedure as its text stands between two dates."""

    code: str
    version: str
    name: str
    text: str
    leader: str
    conductor: str
    has_commissioner: bool
    valid_from: date
    valid_to: date | None
    document: dict[str, Any] = field(repr=False)
    terms: tuple[Term, ...] = ()
    pieces: tuple[ExpectedPiece, ...] = ()

    @classmethod
    def read(cls, document: dict[str, Any]) -> Self:
        """The profile of a stored document."""
        end = document.get("valid_to")
        return cls(
            **{name: document[name] for name in ("code", "version", "name", "text")},
            leader=document["leader"],
            conductor=document["conductor"],
            has_commissioner=document["has_commissioner"],
            valid_from=date.fromisoformat(document["valid_from"]),
            valid_to=date.fromisoformat(end) if end else None,
            document=document,
            terms=tuple(Term(**one) for one in document["terms"]),
            pieces=tuple(ExpectedPiece(**one) for one in document["pieces"]),
        )

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def term(self, code: str) -> Term | None:
        """The delay of that act, when the text sets one."""
        return next((one for one in self.terms if one.code == code), None)

    @property
    def lasts(self) -> dict[str, Any]:
        """How long it is open: least and most, with the article."""
        return dict(self.document["lasts"])

    @property
    def blocking(self) -> list[str]:
        """Acts without which it does not open."""
        return list(self.document["blocking"])

    @property
    def products(self) -> list[str]:
        """What is written once it is closed, in order."""
        return list(self.document["products"])

    @property
    def channels(self) -> dict[str, str]:
        """Ways in: ``required``, ``optional`` or ``by_order`` (only if the order says so)."""
        return dict(self.document["channels"])

    def rule(self, name: str) -> dict[str, Any] | None:
        """« prolongs », « suspends », « complements », « decides », « publishes »; None if unknown."""
        found: dict[str, Any] | None = self.document.get(name)
        return found


@cache
def all_profiles() -> tuple[Profile, ...]:
    """Every procedure that the product knows, in the order of the wizard."""
    order: tuple[str, ...] = (
        "environnementale",
        "unique",
        "crpa",
        "voirie",
        "dup",
        "parallelisee",
        "ppve",
    )
    order += ("hors-procedure", "concertation", "concertation-prealable")
    documents = [json.loads((_HERE / f"{code}.json").read_text("utf-8")) for code in order]
    return tuple(Profile.read(one) for one in documents)


def profile(code: str) -> Profile:
    """The procedure of that code; ``LookupError`` for an unknown one."""
    found = next((one for one in all_profiles() if one.code == code), None)
    if found is None:
        raise LookupError(f"no procedure {code!r}")
    return found


@dataclass(frozen=True)
class Proposed:
    """What the wizard proposes, why, by which article."""

    profile: Profile
    because: str
    article: str


@cache
def wizard() -> dict[str, Any]:
    """The questions of the wizard and its ordered rules."""
    document: dict[str, Any] = json.loads((_HERE / "wizard.json").read_text("utf-8"))
    return document


def propose(answers: dict[str, str], day: date) -> Proposed:
    """The first rule that the answers meet, among those in force on ``day``."""
    for rule in wizard()["rules"]:
        found = profile(rule["profile"])
        is_met = all(answers.get(name) == wanted for name, wanted in rule["when"].items())
        since = date.fromisoformat(rule.get("since", "1900-01-01"))
        if is_met and since <= day and found.is_valid_on(day):
            return Proposed(found, rule["because"], rule["article"])
    raise LookupError("no rule answers; the last one has no condition")
