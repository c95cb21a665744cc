"""What a votation takes along when a process is made again: questions, answers, positions, rules."""

from __future__ import annotations

from typing import Any

from preau.processes.models import Process
from preau.processes.outline import OutlinePart

from .actions import lay_ballots
from .models import Answer, Position, Question, Votation
from .preparation import says_reserved
from .queries import questions_of, votation_of

_SETTINGS = ("worth", "context", "registered", "quorum_ballots", "quorum_percent", "is_secret")
_QUESTION = (
    "title",
    "words",
    "details",
    "ballot_format",
    "method",
    "share_percent",
    "is_of_cast",
    "takes_blank",
    "grades",
)
_ANSWER = ("title", "summary")
_POSITION = ("title", "holder", "words")


def _of(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def read(process: Process) -> Any:
    votation = votation_of(process)
    if votation is None:
        return None
    return {
        "settings": _of(votation, _SETTINGS),
        "questions": [
            _of(one, _QUESTION)
            | {
                "answers": [_of(answer, _ANSWER) for answer in one.answers.all()],
                "positions": [_of(box, _POSITION) for box in one.positions.all()],
            }
            for one in questions_of(votation)
        ],
    }


def write(process: Process, data: Any) -> None:
    """The same questions and rules; acts of the council stay with the votation they belong to."""
    settings = {name: data["settings"][name] for name in _SETTINGS if name in data["settings"]}
    votation = Votation.objects.create(process=process, **settings)
    for number, one in enumerate(data["questions"], start=1):
        if says_reserved(one["title"], one["words"]):
            raise ValueError("a question says a reserved word")
        known = {name: one[name] for name in _QUESTION if name in one}
        question = Question.objects.create(votation=votation, number=number, **known)
        for place, said in enumerate(one["answers"], start=1):
            Answer.objects.create(question=question, number=place, **_known(said, _ANSWER))
        for place, said in enumerate(one["positions"], start=1):
            Position.objects.create(question=question, number=place, **_known(said, _POSITION))
    lay_ballots(votation, None)


def _known(said: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: said[name] for name in names if name in said}


PART = OutlinePart(read, write)
