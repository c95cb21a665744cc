"""The runner: what it is for, then one question per page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from preau.accounts.visitors import known_visitor, visitor_token
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.access import refused
from preau.questions.answers import Faulty, clean, is_given, read
from preau.questions.document import Question
from preau.questions.flow import asked, first_waiting, minutes, next_question, previous_question
from preau.questions.forms import QuestionForm, form_for

from ..actions import forget_answer, save_answers, start_response
from ..kind import WHO
from ..models import Response, Survey
from ..policies import may_send
from ..queries import draft_of
from .access import load_draft, load_survey, refusal_at_door

#: The longest raw answer worth keeping while it is typed.
LONGEST_RAW = 20_000


def start(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Why, how long, who reads it; a POST begins."""
    survey = load_survey(request, process, step)
    visitor = known_visitor(request)
    draft = draft_of(survey, visitor)
    refusal = refusal_at_door(request, survey) or may_send(survey, request.user, visitor)
    if request.method == "POST" and refusal is None:
        return _begin(request, survey, draft)
    context = {
        "survey": survey,
        "step": survey.step,
        "process": survey.step.process,
        "draft": draft,
        "refusal": refusal,
        "who": WHO[Survey.Identity(survey.identity)],
        "total": len(survey.form.document.number),
        "minutes": minutes(survey.form),
    }
    status = 403 if request.method == "POST" and refusal is not None else 200
    return render(request, "surveys/run/start.html", context, status=status)


def _begin(request: HttpRequest, survey: Survey, draft: Response | None) -> HttpResponse:
    if draft is None:
        begun = start_response(survey=survey, person=request.user, visitor=visitor_token(request))
        if isinstance(begun, Refusal):
            return refused(request, begun)
        draft = begun
    return redirect(where_to_go_on(draft))


def where_to_go_on(response: Response) -> str:
    """The first question that waits, else the page that reads all again."""
    waiting = first_waiting(response.form, response.answers)
    if waiting is None:
        return response.survey.url("review")
    return response.survey.url("question", waiting.id)


@never_cache
def question(request: HttpRequest, process: str, step: str, question: str) -> HttpResponse:
    """One question; each way out of the page keeps what was given."""
    survey, draft = load_draft(request, process, step)
    if draft is None:
        return redirect(survey.url("start"))
    one = next((each for each in asked(draft.form, draft.answers) if each.id == question), None)
    if one is None:
        if question not in draft.form.document.by_id:
            raise Http404
        return redirect(where_to_go_on(draft))
    refusal = refusal_at_door(request, survey)
    if refusal is not None:
        return refused(request, refusal)
    if request.method == "POST":
        return _answered(request, draft, one)
    return _page(request, draft, one, _form(request, draft, one))


def _form(request: HttpRequest, draft: Response, one: Question, **more: Any) -> QuestionForm:
    return form_for(
        draft.form,
        {**draft.answers, **draft.pending},
        only=[one.id],
        seed=draft.seed,
        heading=1,
        map_url=draft.survey.url("ground"),
        **more,
    )


def _answered(request: HttpRequest, draft: Response, one: Question) -> HttpResponse:
    way = request.POST
    form = _form(
        request,
        draft,
        one,
        data=way,
        files=request.FILES,
        is_draft=bool(way.keys() & {"back", "later"}),
    )
    if "skip" in way and not one.required:
        kept = save_answers(response=draft, answers={one.id: None}, person=request.user)
    elif form.is_valid():
        try:
            kept = _keep(request, draft, one, form.answers[one.id])
        except Faulty as fault:
            form.add_error(one.id, fault.message)
            return _page(request, draft, one, form, status=422)
    elif way.keys() & {"back", "later"}:
        # Not an answer yet: kept as it was typed, to be finished later.
        raw = read(one, way, {})
        kept = save_answers(response=draft, pending={one.id: raw}, person=request.user)
    else:
        return _page(request, draft, one, form, status=422)
    if isinstance(kept, Refusal):
        return refused(request, kept)
    _say_silenced(request, kept)
    to = _next_page(draft, one, way)
    # A page that waits for the network asks where to go, and goes there itself.
    if request.headers.get("X-Requested-With") == "hold":
        return JsonResponse({"to": to})
    return redirect(to)


def _keep(
    request: HttpRequest, draft: Response, one: Question, value: Any
) -> list[Question] | Refusal:
    if value is None and request.POST.keys() & {"back", "later"}:
        forget_answer(response=draft, question=one.id)
        return []
    return save_answers(response=draft, answers={one.id: value}, person=request.user)


def _say_silenced(request: HttpRequest, gone: list[Question]) -> None:
    if gone:
        words = ngettext(
            "%(n)s réponse déjà donnée n’est plus demandée et ne sera pas comptée.",
            "%(n)s réponses déjà données ne sont plus demandées et ne seront pas comptées.",
            len(gone),
        )
        messages.info(request, words % {"n": len(gone)})


def _next_page(draft: Response, one: Question, way: Any) -> str:
    survey = draft.survey
    if "later" in way:
        return survey.url("later")
    if "back" in way:
        before = previous_question(draft.form, draft.answers, one.id)
        return survey.url("question", before.id) if before else survey.url("start")
    if way.get("relire"):
        return where_to_go_on(draft)
    after = next_question(draft.form, draft.answers, one.id)
    return survey.url("question", after.id) if after else where_to_go_on(draft)


def _page(
    request: HttpRequest, draft: Response, one: Question, form: QuestionForm, *, status: int = 200
) -> HttpResponse:
    document = draft.form.document
    questions = asked(draft.form, draft.answers)
    here = [each.id for each in questions].index(one.id)
    section = document.section_of.get(one.id)
    is_first = here == 0 or document.section_of.get(questions[here - 1].id) != section
    context = {
        "survey": draft.survey,
        "step": draft.survey.step,
        "process": draft.survey.step.process,
        "draft": draft,
        "form": form,
        "bound": form[one.id],
        "question": one,
        "section": section,
        "is_section_start": section is not None and is_first,
        "place": here + 1,
        "total": len(questions),
        "minutes": minutes(draft.form, draft.answers),
        "is_review": request.GET.get("relire") or request.POST.get("relire"),
        "is_optional": not one.required,
        "autosave_url": draft.survey.url("autosave", one.id),
    }
    return render(request, "surveys/run/question.html", context, status=status)


@require_POST
def autosave(request: HttpRequest, process: str, step: str, question: str) -> JsonResponse:
    """Keep what is given as it is given, whatever it is worth; answers the local time."""
    survey, draft = load_draft(request, process, step)
    one = draft.form.document.by_id.get(question) if draft is not None else None
    if draft is None or one is None or one.is_section or refusal_at_door(request, survey):
        return JsonResponse({"saved": False}, status=409)
    raw = read(one, request.POST)
    if one.type == "file" or len(str(raw)) > LONGEST_RAW:
        return JsonResponse({"saved": False}, status=409)
    if not is_given(one, raw):
        forget_answer(response=draft, question=one.id)
    else:
        kept = _autosaved(request, draft, one, raw)
        if isinstance(kept, Refusal):
            return JsonResponse({"saved": False}, status=409)
    at = timezone.localtime(clock.now()).strftime("%H:%M")
    return JsonResponse({"saved": True, "at": at})


def _autosaved(
    request: HttpRequest, draft: Response, one: Question, raw: Any
) -> list[Question] | Refusal:
    try:
        value = clean(one, raw, required=False)
    except Faulty:
        return save_answers(response=draft, pending={one.id: raw}, person=request.user)
    return save_answers(response=draft, answers={one.id: value}, person=request.user)
