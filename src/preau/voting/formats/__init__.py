"""Ballot formats: one small class each, by the name that `Contest.ballot_format` gives them."""

from __future__ import annotations

from preau.kernel.registry import Registry

from .approval import Approval
from .base import BallotFormat, Choices, Control, Filled, Line, Tally
from .basket import Basket
from .for_against import ForAgainst
from .grades import Grades
from .points import Points
from .ranked import Ranked
from .single import Single, YesNo

__all__ = [
    "BallotFormat",
    "Choices",
    "Control",
    "Filled",
    "Line",
    "Tally",
    "ballot_formats",
]

ballot_formats: Registry[BallotFormat] = Registry("ballot format")
for one in (Ranked, Approval, Single, YesNo, Basket, Points, ForAgainst, Grades):
    ballot_formats.add(one.code, one())
