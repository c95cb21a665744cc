"""The editor of the questions that a round of a review adds to what it asks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process
from preau.questions.building import fresh, gesture_of, lines_of
from preau.questions.checks import problems
from preau.questions.document import Document
from preau.questions.editor import QuestionEdit
from preau.questions.edits import added, new_id, put
from preau.questions.types import TYPES

from ..extra import (
    OFFERED,
    ask_questions,
    edit_questions,
    forget_questions,
    round_of,
    written_form,
)
from ..models import Round
from ..queries import review_step
from ..rounds import may_set_rounds

#: How each round is named in an address, and how its questions are spoken of.
TURNS = {
    Round.Kind.ADMISSIBILITY.value: "recevabilite",
    Round.Kind.STUDY.value: "etude",
    Round.Kind.SECOND_READING.value: "relecture",
}
KINDS = {slug: kind for kind, slug in TURNS.items()}
WORDS = {
    Round.Kind.ADMISSIBILITY.value: {
        "title": gettext_lazy("Questions de la recevabilité"),
        "lead": gettext_lazy(
            "Elles suivent les articles du règlement, sur la fiche de chaque idée. Celles qui sont obligatoires se remplissent avant de décider."
        ),
    },
    Round.Kind.STUDY.value: {
        "title": gettext_lazy("Questions aux services"),
        "lead": gettext_lazy(
            "Elles s’ajoutent à l’avis de chaque service ; une condition les réserve aux réponses qui les appellent. Un avis signé garde les siennes."
        ),
    },
    Round.Kind.SECOND_READING.value: {
        "title": gettext_lazy("Questions au comité de suivi"),
        "lead": gettext_lazy(
            "Le comité y répond quand il relit une décision. Une relecture déjà donnée garde les siennes."
        ),
    },
}


def _held(request: HttpRequest, slug: str, turn: str) -> tuple[Process, Round] | HttpResponse:
    process = load_desk_process(request, slug)
    step = review_step(process)
    held = round_of(step, KINDS[turn]) if step is not None and turn in KINDS else None
    if step is None or held is None:
        raise Http404
    refusal = may_set_rounds(request.user, step)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    held.step = step
    return process, held


def _document(held: Round) -> Document:
    form = written_form(held)
    return form.document if form is not None else Document()


def _url(process: Process, held: Round) -> str:
    return reverse("reviews_desk:questions", args=[process.slug, TURNS[held.kind]])


@for_agents
def questions(request: HttpRequest, process: str, turn: str) -> HttpResponse:
    """All of them as they will be seen, each with its gestures."""
    found = _held(request, process, turn)
    if isinstance(found, HttpResponse):
        return found
    here, held = found
    refusal = None
    if request.method == "POST":
        try:
            return _gesture(request, here, held)
        except Refused as refused:
            refusal = refused.refusal
    document = _document(held)
    faults = problems(document)
    context = {
        "process": here,
        "round": held,
        "wording": WORDS[held.kind],
        "lines": lines_of(document, faults, lambda id: f"{_url(here, held)}{id}/"),
        "faults": faults,
        "kinds": [TYPES[code] for code in OFFERED],
        "total": len(document.number),
        "refusal": refusal,
    }
    return render(request, "reviews/desk/questions.html", context)


def _gesture(request: HttpRequest, process: Process, held: Round) -> HttpResponse:
    do, id, actor = request.POST.get("do", ""), request.POST.get("question", ""), agent_of(request)
    if do == "release":
        ask_questions(held=held, actor=actor)
        messages.success(request, _("Ces questions sont posées dès maintenant."))
        return redirect(_url(process, held))
    if do == "drop":
        forget_questions(held=held, actor=actor)
        messages.success(request, _("La version en préparation est oubliée."))
        return redirect(_url(process, held))
    document = _document(held)
    if do == "add":
        type = request.POST.get("type", "")
        if type not in OFFERED:
            raise Http404
        made = new_id(document)
        after = added(document, fresh(made, type), request.POST.get("after", ""))
        edit_questions(held=held, document=after, actor=actor)
        return redirect(f"{_url(process, held)}{made}/")
    change = gesture_of(do, id)
    if change is None or id not in document.by_id:
        raise Http404
    edit_questions(held=held, document=change(document), actor=actor)
    return redirect(_url(process, held) + ("" if do == "delete" else f"#{id}"))


@for_agents
def question(request: HttpRequest, process: str, turn: str, question: str) -> HttpResponse:
    """One question: its words, choices, settings and conditions."""
    found = _held(request, process, turn)
    if isinstance(found, HttpResponse):
        return found
    here, held = found
    document = _document(held)
    one = document.by_id.get(question)
    if one is None or one.type not in TYPES:
        raise Http404
    edit = QuestionEdit(document, one, request.POST or None)
    if request.method == "POST" and edit.is_valid():
        edit_questions(held=held, document=put(document, edit.edited()), actor=agent_of(request))
        messages.success(request, _("Question enregistrée."))
        return redirect(f"{_url(here, held)}#{one.id}")
    context: dict[str, Any] = {
        "process": here,
        "wording": WORDS[held.kind],
        "form": edit,
        "question": one,
        "kind": TYPES[one.type],
        "number": document.number.get(one.id),
        "back": f"{_url(here, held)}#{one.id}",
    }
    return render(
        request, "reviews/desk/question.html", context, status=422 if edit.errors else 200
    )
