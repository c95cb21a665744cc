"""The list of an editor of questions: each as people see it, with its gestures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from .checks import Problem
from .conditions import say_rule
from .document import END, Asked, Document, Option, Question
from .edits import duplicated, moved, removed
from .forms import QuestionForm
from .piping import by_number
from .types import TYPES


@dataclass(frozen=True)
class Line:
    """A question in the editor: as people see it, with its conditions and faults in words."""

    question: Question
    number: int
    kind: Any
    bound: Any
    notes: list[str]
    faults: list[Problem]
    url: str
    is_first: bool
    is_last: bool


def lines_of(form: Asked, faults: list[Problem], url: Callable[[str], str]) -> list[Line]:
    """Every question of known type; ``url`` leads to the page where one is written."""
    document = form.document
    known = [
        replace(one, title=by_number(one.title, document), help=by_number(one.help, document))
        for one in document.questions
        if one.type in TYPES
    ]
    drawn = QuestionForm([one for one in known if not one.is_section])
    last = len(known) - 1
    return [
        Line(
            question=one,
            number=document.number.get(one.id, 0),
            kind=TYPES[one.type],
            bound=None if one.is_section else drawn[one.id],
            notes=notes_of(one, document),
            faults=[fault for fault in faults if fault.question == one.id],
            url=url(one.id),
            is_first=place == 0,
            is_last=place == last,
        )
        for place, one in enumerate(known)
    ]


def gesture_of(do: str, id: str) -> Callable[[Document], Document] | None:
    """What a button of the list does to the form; None for none of them."""
    return {
        "up": lambda document: moved(document, id, -1),
        "down": lambda document: moved(document, id, 1),
        "duplicate": lambda document: duplicated(document, id),
        "delete": lambda document: removed(document, id),
    }.get(do)


def fresh(id: str, type: str) -> Question:
    """A question that stands by itself until it is written."""
    kind = TYPES[type]
    options = [Option("o1", _("Premier choix")), Option("o2", _("Deuxième choix"))]
    settings = {"low": _("pas du tout"), "high": _("tout à fait")} if type == "scale" else {}
    return Question(
        id=id,
        type=type,
        title=_("Nouvelle partie") if type == "section" else _("Nouvelle question"),
        options=tuple(options) if kind.has_options else (),
        rows=(Option("r1", _("Première ligne")),) if kind.has_rows else (),
        settings=settings,
    )


def notes_of(question: Question, document: Document) -> list[str]:
    """When the question is asked and where it leads, as sentences."""
    found = []
    if question.show_if is not None:
        found.append(_("Seulement si %(rule)s.") % {"rule": say_rule(question.show_if, document)})
    if question.hide_if is not None:
        found.append(_("Sauf si %(rule)s.") % {"rule": say_rule(question.hide_if, document)})
    for jump in question.jumps:
        to = document.by_id.get(jump.to)
        where = (
            _("le questionnaire est fini")
            if jump.to == END
            else _("allez à la question %(number)s") % {"number": _number(to, document)}
        )
        if jump.rule is None:
            found.append(_("Ensuite, %(where)s.") % {"where": where})
        else:
            rule = say_rule(jump.rule, document)
            found.append(_("Si %(rule)s, %(where)s.") % {"rule": rule, "where": where})
    return found


def _number(question: Question | None, document: Document) -> int:
    """The number of a question; of the first one under a section."""
    if question is None:
        return 0
    place = document.place[question.id]
    following = (document.number.get(one.id) for one in document.questions[place:])
    return next((number for number in following if number), 0)
