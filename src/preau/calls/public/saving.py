"""What was typed in a section, as it is kept; and the form that shows it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from preau.questions.answers import read
from preau.questions.files import keep_files
from preau.questions.forms import form_for
from preau.ui.forms import PlainForm

from ..content import Content, Section, questions_in
from ..forms import HolderForm
from ..models import Application, Call
from .access import person_of
from .budget import BudgetForm


@dataclass
class Typed:
    """A section that was posted: ``data`` to keep, ``form`` to show again with its faults."""

    form: PlainForm
    data: dict[str, Any]


def form_of(section: Section, call: Call, content: Content) -> PlainForm:
    """The form of a section as it is written now."""
    if section.kind == "holder":
        return HolderForm(call, initial=content.holder)
    if section.kind == "budget":
        return BudgetForm(content.budget)
    answers = {**content.answers, **content.pending}
    only = [one.id for one in questions_in(call, section.code, content.answers)]
    return form_for(call.form, answers, only=only, is_draft=True, map_url=call.url("ground"))


def typed_in(
    section: Section, application: Application, content: Content, request: HttpRequest
) -> Typed:
    """What ``request`` posted in ``section``, right or wrong."""
    call = application.call
    if section.kind == "holder":
        form: PlainForm = HolderForm(call, request.POST)
        said = {
            name: str(request.POST.get(name, "")).replace("\x00", "").strip()[:2000]
            for name in form.fields
        }
        return Typed(form, said)
    if section.kind == "budget":
        budget = BudgetForm(content.budget, request.POST)
        return Typed(budget, budget.typed())
    return _typed_answers(section, application, content, request)


def _typed_answers(
    section: Section, application: Application, content: Content, request: HttpRequest
) -> Typed:
    """Clean answers, and those that cannot be taken, as they were typed.

    An answer may bring other questions of the section: they are asked by the next page.
    """
    call = application.call
    questions = questions_in(call, section.code, content.answers)
    form = form_for(
        call.form,
        content.answers,
        only=[one.id for one in questions],
        data=request.POST,
        files=request.FILES,
        is_draft=True,
        map_url=call.url("ground"),
    )
    form.is_valid()
    clean = {id: value for id, value in form.cleaned_data.items() if value is not None}
    answers = keep_files(answers=clean, person=person_of(request))
    pending = {
        one.id: read(one, request.POST)
        for one in questions
        if one.id in form.errors and one.type != "file"
    }
    return Typed(form, {"answers": answers, "pending": pending})
