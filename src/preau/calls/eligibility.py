"""A few yes or no questions before the form: whether a project can be taken at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal
from preau.questions.conditions import holds
from preau.questions.document import Document, Option, Question, Rule, Test

from .models import Call, Condition

YES, NO = "yes", "no"


def conditions_of(call: Call) -> list[Condition]:
    """In order, read once for this ``call``."""
    found: list[Condition] | None = call.__dict__.get("_conditions")
    if found is None:
        found = call.__dict__["_conditions"] = list(call.conditions.all())
    return found


def document_of(call: Call) -> Document:
    """The check as a form: one choice per condition."""
    choices = (Option(YES, _("Oui")), Option(NO, _("Non")))
    return Document(
        tuple(
            Question(one.code, "single", one.question, required=True, options=choices)
            for one in conditions_of(call)
        )
    )


def refusals_of(call: Call, answers: Mapping[str, Any]) -> list[Refusal]:
    """Each condition that these answers break: why, and what remains possible."""
    document = document_of(call)
    found = []
    for one in conditions_of(call):
        wanted = YES if one.expects else NO
        if not holds(Rule("all", (Test(one.code, "is", wanted),)), document, answers):
            found.append(Refusal("not_eligible", one.reason, rule=one.question, remedy=one.remedy))
    return found


def is_eligible(call: Call, answers: Mapping[str, Any]) -> bool:
    return not refusals_of(call, answers)
