"""A votation as its owners prepare it: settings, questions, positions, the freeze."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.accounts.policies import may_run_process
from preau.counting import RuleError
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk

from ..actions import drop_question, open_votation, set_votation, write_positions, write_question
from ..models import Question, Votation
from ..policies import is_frozen, may_open, may_prepare, may_proclaim, may_read
from ..preparation import are_equal, checklist
from ..queries import questions_of, votation_of
from ..rules import format_in_words, quorum_in_words, threshold_in_words
from ..standing import standing_of
from .boxes import box_lines
from .forms import PositionsForm, QuestionForm, SettingsForm


def load_votation(request: HttpRequest, process: str) -> Votation:
    """The votation of a process that this agent works on; else 404."""
    votation = votation_of(load_desk_process(request, process))
    if votation is None:
        raise Http404
    return votation


@for_agents
def home(request: HttpRequest, process: str) -> HttpResponse:
    """Where the votation stands, and the one act that comes next."""
    votation = load_votation(request, process)
    refusal = may_read(request.user, votation.process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    return render(request, "votations/desk/home.html", _page(request, votation))


def _page(request: HttpRequest, votation: Votation) -> dict[str, Any]:
    process, questions = votation.process, questions_of(votation)
    frozen = is_frozen(process)
    return {
        "process": process,
        "votation": votation,
        "vote": process.step_of_kind("vote"),
        "questions": [
            (one, format_in_words(one), threshold_in_words(one), are_equal(one.positions.all()))
            for one in questions
        ],
        "quorum": quorum_in_words(votation),
        "standing": standing_of(votation, questions, clock.now()),
        "is_frozen": frozen,
        "boxes": box_lines(questions) if frozen else [],
        "checks": [] if frozen else checklist(process),
        "is_secret": any(one.contest and one.contest.is_secret for one in questions),
        "may_run": may_run_process(request.user, process.pk) is None,
        "may_prepare": may_prepare(request.user, process) is None,
        "may_open": may_open(request.user, process) is None,
        "may_proclaim": may_proclaim(request.user, process) is None,
    }


@for_agents
def settings(request: HttpRequest, process: str) -> HttpResponse:
    votation = load_votation(request, process)
    refusal = may_prepare(request.user, votation.process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = SettingsForm(votation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_votation(votation=votation, settings=form.settings(), actor=agent_of(request))
        messages.success(request, _("Les réglages sont enregistrés."))
        return redirect("votations_desk:home", votation.process.slug)
    context = {"process": votation.process, "form": form}
    status = 422 if form.errors else 200
    return render(request, "votations/desk/settings.html", context, status=status)


@for_agents
def question(request: HttpRequest, process: str, number: int | None = None) -> HttpResponse:
    """Write a question, a new one without ``number``."""
    votation = load_votation(request, process)
    refusal = may_prepare(request.user, votation.process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    held = _question(votation, number) if number is not None else None
    if held is not None and request.POST.get("do") == "drop":
        drop_question(question=held, actor=agent_of(request))
        messages.success(request, _("La question est retirée."))
        return redirect("votations_desk:home", votation.process.slug)
    form = QuestionForm(held, request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _write(votation, form, number, request)
        if isinstance(answer, Question):
            messages.success(request, _("La question est enregistrée."))
            return redirect("votations_desk:home", votation.process.slug)
        form.add_error(
            None, " ".join(str(part) for part in (answer.reason, answer.rule, answer.remedy))
        )
    context = {"process": votation.process, "form": form, "question": held}
    status = 422 if form.errors else 200
    return render(request, "votations/desk/question.html", context, status=status)


def _write(
    votation: Votation, form: QuestionForm, number: int | None, request: HttpRequest
) -> Question | Refusal:
    try:
        return write_question(
            votation=votation, asked=form.asked(), number=number, actor=agent_of(request)
        )
    except RuleError as error:
        return Refusal(
            "contradiction", _("Ces choix se contredisent\u00a0: %(why)s.") % {"why": error}
        )


def _question(votation: Votation, number: int) -> Question:
    found = next((one for one in questions_of(votation) if one.number == number), None)
    if found is None:
        raise Http404
    return found


@for_agents
def positions(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """The boxes of a question; what is typed is kept even while they are unequal."""
    votation = load_votation(request, process)
    refusal = may_prepare(request.user, votation.process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    held = _question(votation, number)
    form = PositionsForm(held, request.POST or None)
    if request.method == "POST" and form.is_valid():
        write_positions(question=held, positions=form.said(), actor=agent_of(request))
        unequal = form.unequal()
        if unequal:
            messages.warning(request, f"{_('Les positions sont enregistrées.')} {unequal}")
            return redirect("votations_desk:positions", votation.process.slug, number)
        messages.success(request, _("Les positions sont enregistrées, de même longueur."))
        return redirect("votations_desk:home", votation.process.slug)
    context = {"process": votation.process, "question": held, "form": form}
    status = 422 if form.errors else 200
    return render(request, "votations/desk/positions.html", context, status=status)


@for_agents
def freeze(request: HttpRequest, process: str) -> HttpResponse:
    """Settle the ballots and their rule; the boxes take ballots from the hour of the step."""
    votation = load_votation(request, process)
    refusal = may_open(request.user, votation.process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.method == "POST":
        open_votation(process=votation.process, actor=agent_of(request))
        messages.success(request, _("Le scrutin est arrêté. Le vote ouvre à son heure."))
    return redirect("votations_desk:home", votation.process.slug)
