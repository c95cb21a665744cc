"""Whether a rule holds, and what it says in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.ui.words import day, money

from .document import Answers, Asked, Document, Question, Rule, Test
from .types import TYPES
from .types.base import is_number
from .types.figures import plain


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """A comparison of two numbers or of two dates; anything else does not compare."""

    def compared(found: Any, value: Any) -> bool:
        if is_number(found) and is_number(value):
            return compare(found, value)
        return isinstance(found, str) and isinstance(value, str) and compare(found, value)

    return compared


#: What is not answered is nothing: it « is not » this, and includes nothing.
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda found, value: found is not None and found == value,
    "is_not": lambda found, value: found != value,
    "includes": lambda found, value: isinstance(found, list) and value in found,
    "excludes": lambda found, value: not isinstance(found, list) or value not in found,
    "lt": _ordered(lambda found, value: found < value),
    "le": _ordered(lambda found, value: found <= value),
    "gt": _ordered(lambda found, value: found > value),
    "ge": _ordered(lambda found, value: found >= value),
    "contains": lambda found, value: (
        isinstance(found, str) and str(value).casefold() in found.casefold()
    ),
    "answered": lambda found, value: found is not None,
    "not_answered": lambda found, value: found is None,
}

OPERATOR_WORDS: dict[str, Any] = {
    "is": gettext_lazy("est"),
    "is_not": gettext_lazy("n’est pas"),
    "includes": gettext_lazy("comprend"),
    "excludes": gettext_lazy("ne comprend pas"),
    "lt": gettext_lazy("est plus petit que"),
    "le": gettext_lazy("est au plus"),
    "gt": gettext_lazy("est plus grand que"),
    "ge": gettext_lazy("est au moins"),
    "contains": gettext_lazy("contient"),
    "answered": gettext_lazy("a une réponse"),
    "not_answered": gettext_lazy("n’a pas de réponse"),
}
#: Comparisons with nothing on their other side.
ALONE = ("answered", "not_answered")


def holds(rule: Rule, form: Asked, answers: Answers) -> bool:
    """True when ``answers`` satisfy ``rule``."""
    combine = all if rule.mode == "all" else any
    return combine(
        _passes(part, form.document, answers)
        if isinstance(part, Test)
        else holds(part, form, answers)
        for part in rule.parts
    )


def _passes(test: Test, document: Document, answers: Answers) -> bool:
    question = document.by_id.get(test.question)
    compare = COMPARE.get(test.op)
    if question is None or compare is None:
        return False
    value = answers.get(test.question)
    if test.op in ALONE and not test.part:
        return compare(value, None)
    found = None if value is None else TYPES[question.type].subject(question, value, test.part)
    return compare(found, test.value)


def say_rule(rule: Rule, form: Asked) -> str:
    """« la réponse à la question 3 est « À pied » et … », without a capital or a full stop."""
    link = _(" et ") if rule.mode == "all" else _(" ou ")
    said = []
    for part in rule.parts:
        if isinstance(part, Test):
            said.append(say_test(part, form))
        else:
            said.append(f"({say_rule(part, form)})")
    return link.join(said)


def say_test(test: Test, form: Asked) -> str:
    """One comparison in words."""
    document = form.document
    question = document.by_id.get(test.question)
    if question is None:
        return _("une question disparue %(op)s") % {"op": OPERATOR_WORDS.get(test.op, test.op)}
    number = document.number.get(question.id, 0)
    subject = _("la réponse à la question %(number)s") % {"number": number}
    kind = TYPES[question.type]
    part = next((one for one in kind.parts(question) if one.id == test.part), None)
    if part is not None:
        subject = _("«\u00a0%(line)s\u00a0» de la question %(number)s") % {
            "line": part.label,
            "number": number,
        }
    elif question.type == "ranking" and test.op not in ALONE:
        subject = _("le premier choix de la question %(number)s") % {"number": number}
    words = str(OPERATOR_WORDS.get(test.op, test.op))
    if test.op in ALONE:
        return f"{subject} {words}"
    return f"{subject} {words} {_say_value(question, test.value)}"


def _say_value(question: Question, value: Any) -> str:
    option = next((one for one in TYPES[question.type].expected(question) if one.id == value), None)
    if option is not None:
        return _("«\u00a0%(words)s\u00a0»") % {"words": option.label}
    if question.type == "date":
        try:
            found = date.fromisoformat(str(value))
            return _("le %(day)s") % {"day": day(found, with_year=True)}
        except ValueError:
            return str(value)
    if question.type == "budget" and is_number(value):
        return money(value)
    return plain(value) if is_number(value) else _("«\u00a0%(words)s\u00a0»") % {"words": value}
