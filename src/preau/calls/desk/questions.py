"""The questions of a call: the preview is the editor; frozen once an application is begun."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.processes.desk_access import agent_of, for_agents
from preau.questions.building import fresh, gesture_of, lines_of
from preau.questions.checks import problems
from preau.questions.document import Document
from preau.questions.editor import QuestionEdit
from preau.questions.edits import added, new_id, put
from preau.questions.types import TYPES

from ..models import Call
from ..policies import may_change_questions
from ..setting import edit_questions
from .access import frame, load_desk_call


@for_agents
def questions(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The whole form as people see it; each part is a section of the application."""
    call = load_desk_call(request, process, step, sets=True)
    if request.method == "POST":
        return _gesture(request, call)
    faults = problems(call.form)
    context = frame(
        request,
        call,
        "questions",
        form=call.form,
        lines=lines_of(call.form, faults, lambda id: call.desk_url("question", id)),
        faults=faults,
        kinds=TYPES.values(),
        closed=may_change_questions(call),
    )
    return render(request, "calls/desk/questions.html", context)


def _gesture(request: HttpRequest, call: Call) -> HttpResponse:
    do, id = request.POST.get("do", ""), request.POST.get("question", "")
    if do == "add":
        return _add(request, call)
    change = gesture_of(do, id)
    if change is None or id not in call.form.document.by_id:
        raise Http404
    edit_questions(call=call, change=change, actor=agent_of(request))
    return redirect(call.desk_url("questions") + ("" if do == "delete" else f"#{id}"))


def _add(request: HttpRequest, call: Call) -> HttpResponse:
    type, after = request.POST.get("type", ""), request.POST.get("after", "")
    if type not in TYPES:
        raise Http404
    made = ""

    def change(document: Document) -> Document:
        nonlocal made
        made = new_id(document)
        return added(document, fresh(made, type), after)

    edit_questions(call=call, change=change, actor=agent_of(request))
    return redirect(call.desk_url("question", made))


@for_agents
def question(request: HttpRequest, process: str, step: str, question: str) -> HttpResponse:
    """One question: its words, choices, settings and conditions."""
    call = load_desk_call(request, process, step, sets=True)
    document = call.form.document
    one = document.by_id.get(question)
    if one is None or one.type not in TYPES:
        raise Http404
    edit = QuestionEdit(document, one, request.POST or None)
    if request.method == "POST" and edit.is_valid():
        after = edit.edited()
        edit_questions(call=call, change=lambda doc: put(doc, after), actor=agent_of(request))
        messages.success(request, _("Question enregistrée."))
        return redirect(f"{call.desk_url('questions')}#{one.id}")
    context = frame(
        request,
        call,
        "questions",
        form=edit,
        question=one,
        kind=TYPES[one.type],
        number=document.number.get(one.id),
    )
    return render(request, "calls/desk/question.html", context, status=422 if edit.errors else 200)
