"""Tables of the questionnaire, and of the reading of its open answers."""

from .coding import CodedAnswer, Coding, Quote, Reading, Theme
from .survey import Participation, Response, ResponseQuerySet, ResumeTry, Survey, Tally, new_secret

__all__ = [
    "CodedAnswer",
    "Coding",
    "Participation",
    "Quote",
    "Reading",
    "Response",
    "ResponseQuerySet",
    "ResumeTry",
    "Survey",
    "Tally",
    "Theme",
    "new_secret",
]
