"""Tables of a consultation: the text in its versions, what people say of it."""

from .opinions import (
    Contribution,
    Credit,
    Follow,
    Gathering,
    Outcome,
    Position,
    Reply,
    Source,
    Stance,
    Support,
    Tag,
    Tagging,
)
from .texts import Consultation, Passage, Text, Version

__all__ = [
    "Consultation",
    "Contribution",
    "Credit",
    "Follow",
    "Gathering",
    "Outcome",
    "Passage",
    "Position",
    "Reply",
    "Source",
    "Stance",
    "Support",
    "Tag",
    "Tagging",
    "Text",
    "Version",
]
