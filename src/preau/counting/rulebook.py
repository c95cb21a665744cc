"""The rule document: one declared, validated, versioned, hashed object that says all that decides.

It is frozen when the vote opens. Nothing that changes a result may live anywhere else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from fractions import Fraction
from typing import Any

from preau.counting import words
from preau.counting.ballots import BallotRules, Kind
from preau.counting.exact import Number, canonical, exact, sha256
from preau.counting.model import CountError

VERSION = 1
BUDGET_RULES = ("greedy", "equal-shares", "phragmen")
CHOICE_RULES = (
    "plurality",
    "majority",
    "approval",
    "points",
    "majority-judgment",
    "schulze",
    "instant-runoff",
)
PARTIALS = ("from-top", "from-bottom")
FITS = ("skip", "stop", "reserve")
LEFTOVERS = ("returned", "next-edition", "to-city", "to-city-for-all", "to-best-turnout")
TIE_CRITERIA = ("first-ranks", "mentions", "score", "cheaper", "older", "draw")


class RuleError(CountError):
    """The rule document contradicts itself; `field` names the part to correct."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.field = name


def _require(condition: bool, name: str, message: str) -> None:
    if not condition:
        raise RuleError(name, message)


@dataclass(frozen=True)
class Threshold:
    """The support below which an option is not served, absolute or in % of the valid ballots."""

    minimum: Number
    unit: str = "absolute"
    of: str = "score"

    def __post_init__(self) -> None:
        _require(self.minimum >= 0, "threshold.minimum", "is negative")
        _require(self.unit in ("absolute", "percent"), "threshold.unit", "is absolute or percent")
        _require(self.of in ("score", "ballots"), "threshold.of", "is score or ballots")


@dataclass(frozen=True)
class Envelope:
    """Money for the options of some zones; with no zone, for the whole site, served last."""

    id: str
    amount: Number
    zones: tuple[str, ...] = ()
    threshold: Threshold | None = None

    def __post_init__(self) -> None:
        _require(bool(self.id), "envelopes.id", "is empty")
        _require(self.amount >= 0, "envelopes.amount", "is negative")


@dataclass(frozen=True)
class EqualShares:
    """The five choices that the published Method of Equal Shares leaves open.

    `step` is what add1 adds to each voter's share, in the unit of the envelope. `stop` keeps the
    first « exhaustive » outcome, or the last one before the next step would « overspend ».
    """

    utility: str = "cost"
    completion: str = "add1u"
    stop: str = "exhaustive"
    step: Number = 1
    start: str = "exact"

    def __post_init__(self) -> None:
        name = "equal_shares."
        _require(self.utility in ("cost", "count"), name + "utility", "is cost or count")
        completions = ("none", "greedy", "add1", "add1u")
        _require(self.completion in completions, name + "completion", "is " + _any_of(completions))
        _require(self.stop in ("exhaustive", "overspend"), name + "stop", "is exhaustive|overspend")
        _require(self.start in ("exact", "floored"), name + "start", "is exact or floored")
        _require(self.step > 0, name + "step", "must be more than 0")


@dataclass(frozen=True)
class Majority:
    """More than `share` of the votes `of` (« expressed » or « cast »), if `quorum` is reached.

    `quorum` is a number of ballots cast; `at_least` accepts exactly `share` too.
    """

    share: Number = Fraction(1, 2)
    of: str = "expressed"
    quorum: int = 0
    at_least: bool = False

    def __post_init__(self) -> None:
        _require(0 <= self.share <= 1, "majority.share", "is between 0 and 1")
        _require(self.of in ("expressed", "cast"), "majority.of", "is expressed or cast")
        _require(self.quorum >= 0, "majority.quorum", "is negative")


def _any_of(choices: tuple[str, ...]) -> str:
    return " | ".join(choices)


@dataclass(frozen=True)
class RuleDocument:
    """Everything that decides a count. Amounts are in the unit of the candidates' costs.

    `points` is the table by rank (3, 2, 1) or by grade. A ranking shorter than the table takes its
    points « from-top » (a lone choice gets 3) or « from-bottom » (it gets 1). `fit` says what greedy does with an option
    that is too dear: skip it, stop there, or finish it from a reserve when `reserve_percent` of its
    cost is left. `exclusives` are groups of which one option at most is served; `floors` the number
    of options served first in each zone; `ties` the criteria in order, always ending with the draw.
    `quorum` is the number of ballots cast below which a choice is not made; `majority` has its own.
    """

    rule: str
    ballot: BallotRules = field(default_factory=BallotRules)
    points: tuple[Number, ...] = ()
    partial: str = "from-top"
    ties: tuple[str, ...] = ("cheaper", "older", "draw")
    envelopes: tuple[Envelope, ...] = ()
    fit: str = ""
    reserve_percent: int = 80
    threshold: Threshold | None = None
    leftover: str = "returned"
    exclusives: tuple[tuple[str, ...], ...] = ()
    already_won: tuple[str, ...] = ()
    floors: Mapping[str, int] = field(default_factory=dict)
    ceilings: Mapping[str, Number] = field(default_factory=dict)
    max_winners: int | None = None
    equal_shares: EqualShares | None = None
    majority: Majority | None = None
    quorum: int = 0
    version: int = VERSION

    def __post_init__(self) -> None:
        for name in ("points", "ties", "envelopes", "already_won"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "exclusives", tuple(tuple(group) for group in self.exclusives))
        self._check_types()
        self._check_common()
        if self.rule in BUDGET_RULES:
            self._check_budget()
        else:
            self._check_choice()

    def _check_types(self) -> None:
        """A document read from JSON may hold anything: only what the count expects goes further."""
        ids = (*self.already_won, *self.floors, *self.ceilings, *self.ties)
        texts = (*ids, *(option for group in self.exclusives for option in group))
        _require(all(isinstance(text, str) for text in texts), "rulebook", "an id is not a text")
        whole = (self.reserve_percent, self.quorum, self.max_winners or 1, *self.floors.values())
        fits = all(type(number) is int and number >= 0 for number in whole)
        _require(fits, "rulebook", "reserve_percent, quorum, max_winners and floors are whole")

    def _check_common(self) -> None:
        _require(self.version == VERSION, "version", f"this library reads version {VERSION}")
        rules = BUDGET_RULES + CHOICE_RULES
        _require(self.rule in rules, "rule", f"{self.rule!r} is not one of {_any_of(rules)}")
        unknown = [name for name in self.ties if name not in TIE_CRITERIA]
        _require(not unknown, "ties", f"unknown criteria {unknown}, not {_any_of(TIE_CRITERIA)}")
        _require(self.ties[-1:] == ("draw",), "ties", "must end with a draw")
        _require(len(set(self.ties)) == len(self.ties), "ties", "name a criterion twice")
        _require(self.max_winners is None or self.max_winners > 0, "max_winners", "must be > 0")
        _require(self.leftover in LEFTOVERS, "leftover", f"is {_any_of(LEFTOVERS)}")
        if self.ballot.kind is Kind.RANKED and self.rule in ("greedy", "equal-shares", "points"):
            _require(bool(self.points), "points", "a ranked ballot needs a points table")
        _require(self.partial in PARTIALS, "partial", f"is {_any_of(PARTIALS)}")
        falling = list(self.points) == sorted(self.points, reverse=True)
        _require(falling, "points", "must not rise from one rank to the next")

    def _check_budget(self) -> None:
        _require(bool(self.envelopes), "envelopes", "a budget rule needs an envelope")
        ids = [envelope.id for envelope in self.envelopes]
        _require(len(set(ids)) == len(ids), "envelopes", "two envelopes share an id")
        zones = [zone for envelope in self.envelopes for zone in envelope.zones]
        _require(len(set(zones)) == len(zones), "envelopes", "a zone has two envelopes")
        _require(self.majority is None, "majority", "belongs to the majority rule")
        _require(not self.quorum, "quorum", "belongs to a choice")
        if self.rule == "greedy":
            _require(self.fit in FITS, "fit", f"must be declared: {_any_of(FITS)}")
            if self.leftover.startswith("to-city"):
                _require(any(not e.zones for e in self.envelopes), "leftover", "no city envelope")
        else:
            _require(len(ids) == 1 and not zones, "envelopes", f"{self.rule} takes one envelope")
            _require(not self.fit, "fit", "belongs to greedy")
            for name in ("floors", "ceilings", "exclusives", "max_winners"):
                _require(not getattr(self, name), name, "belongs to greedy")
        _require(
            (self.equal_shares is not None) == (self.rule == "equal-shares"),
            "equal_shares",
            "must be declared for equal-shares, and only there",
        )

    def _check_choice(self) -> None:
        _require(not self.envelopes, "envelopes", "belong to a budget rule")
        _require(not self.fit, "fit", "belongs to greedy")
        _require(self.equal_shares is None, "equal_shares", "belongs to equal-shares")
        declared = (self.majority is not None) == (self.rule == "majority")
        _require(declared, "majority", "must be declared for majority, and only there")
        _require(not (self.quorum and self.majority), "quorum", "is declared in majority")
        wanted = {
            "majority-judgment": (Kind.GRADES,),
            "schulze": (Kind.RANKED, Kind.GRADES),
            "instant-runoff": (Kind.RANKED,),
            "plurality": (Kind.SINGLE, Kind.YES_NO, Kind.RANKED),
            "majority": (Kind.SINGLE, Kind.YES_NO),
        }.get(self.rule, tuple(Kind))
        _require(self.ballot.kind in wanted, "ballot.kind", f"{self.rule} needs {_any_of(wanted)}")
        one = self.rule in ("instant-runoff", "majority")
        _require(not one or self.seats == 1, "max_winners", f"{self.rule} elects one option")

    @property
    def seats(self) -> int | None:
        """The number of winners of a choice (1 unless declared); None when only money limits it."""
        return self.max_winners or (None if self.rule in BUDGET_RULES else 1)

    @property
    def envelope(self) -> Number:
        """All the money of the vote."""
        return sum(envelope.amount for envelope in self.envelopes)

    def with_envelope(self, amount: Number) -> RuleDocument:
        """The same rule with another amount: « and with 10 % more? ». One envelope only."""
        _require(len(self.envelopes) == 1, "envelopes", "there are several: replace them yourself")
        return replace(self, envelopes=(replace(self.envelopes[0], amount=amount),))

    def to_dict(self) -> dict[str, Any]:
        """The document as data; a quorum is written only where there is one."""
        said = asdict(self)
        return said if self.quorum else {key: it for key, it in said.items() if key != "quorum"}

    def to_json(self) -> bytes:
        return canonical(self.to_dict())

    def sha256(self) -> str:
        return sha256(self.to_json())

    def in_french(self, money: Callable[[Number], str] | None = None) -> list[str]:
        """The rule in plain French, one sentence a line, fit for the règlement.

        `money` writes an amount, with its currency; by default the bare figure.
        """
        return words.describe_rule(self, "fr", money)

    def in_english(self, money: Callable[[Number], str] | None = None) -> list[str]:
        return words.describe_rule(self, "en", money)

    @classmethod
    def from_json(cls, content: bytes | str) -> RuleDocument:
        """Read a rule document. Raises RuleError on an unknown, missing or wrong field."""
        try:
            values = json.loads(content, parse_float=str)
        except ValueError as error:
            raise RuleError("rulebook", f"is not JSON ({error})") from None
        return cls.from_dict(values)

    @classmethod
    def from_dict(cls, values: Any) -> RuleDocument:
        values = dict(_known(cls, values, "rulebook"))
        _require("rule" in values, "rule", "is missing")
        try:
            return cls(**_decoded(values))
        except (AttributeError, TypeError, ValueError) as error:
            if isinstance(error, CountError):
                raise
            raise RuleError("rulebook", str(error)) from None


def _known(cls: type, values: Any, name: str) -> Mapping[str, Any]:
    _require(isinstance(values, dict), name, "must be an object")
    unknown = set(values) - {item.name for item in fields(cls)}
    _require(not unknown, name, f"unknown fields {sorted(unknown)}")
    known: Mapping[str, Any] = values
    return known


def _decoded(values: dict[str, Any]) -> dict[str, Any]:
    decode: dict[str, Callable[[Any], Any]] = {
        "ballot": _ballot,
        "points": lambda items: tuple(_number(item) for item in items),
        "envelopes": lambda items: tuple(_envelope(item) for item in items),
        "threshold": _threshold,
        "ceilings": lambda items: {key: _number(item) for key, item in items.items()},
        "equal_shares": lambda item: item and EqualShares(**_with_numbers(EqualShares, item)),
        "majority": lambda item: item and Majority(**_with_numbers(Majority, item)),
    }
    return {key: decode[key](item) if key in decode else item for key, item in values.items()}


def _ballot(values: Any) -> BallotRules:
    known = dict(_known(BallotRules, values, "ballot"))
    if known.get("max_total_cost") is not None:
        known["max_total_cost"] = _number(known["max_total_cost"])
    return BallotRules(**known)


def _threshold(values: Any) -> Threshold | None:
    return None if values is None else Threshold(**_with_numbers(Threshold, values))


def _envelope(values: Any) -> Envelope:
    known = _with_numbers(Envelope, values)
    known["zones"] = tuple(known.get("zones", ()))
    known["threshold"] = _threshold(known.get("threshold"))
    return Envelope(**known)


def _with_numbers(cls: type, values: Any) -> dict[str, Any]:
    known = dict(_known(cls, values, cls.__name__))
    numbers = {"minimum", "amount", "step", "share"}
    return {key: _number(item) if key in numbers else item for key, item in known.items()}


def _number(value: Any) -> Number:
    if isinstance(value, bool) or not isinstance(value, int | str | Fraction):
        raise RuleError("rulebook", f"{value!r} is not a number")
    if not isinstance(value, str):
        return value
    try:
        return Fraction(value) if "/" in value else exact(value)
    except (ValueError, ZeroDivisionError):
        raise RuleError("rulebook", f"{value!r} is not a number") from None
