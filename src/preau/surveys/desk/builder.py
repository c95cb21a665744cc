"""The builder: the preview is the editor. Every gesture is a button that works without JavaScript."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.questions.building import fresh, gesture_of, lines_of
from preau.questions.checks import problems
from preau.questions.document import Document
from preau.questions.edits import added, differences, new_id, ordered, put
from preau.questions.flow import minutes
from preau.questions.forms import form_for
from preau.questions.pictures import PicturesEdit
from preau.questions.types import TYPES
from preau.ui.props import Link

from ..building import drop_draft, edit_form, release_form, set_survey, written_form
from ..models import Survey
from .access import load_desk_survey, refusal_to_build
from .forms import SettingsForm


def desk_url(survey: Survey, name: str, *more: str) -> str:
    return reverse(f"surveys_desk:{name}", args=[survey.step.process.slug, survey.step.slug, *more])


def tabs(survey: Survey, current: str) -> list[Link]:
    """The pages of a questionnaire in the back office."""
    names = (
        ("form", _("Questions")),
        ("settings", _("Réglages")),
        ("try", _("Essayer")),
        ("enter", _("Saisir")),
        ("results", _("Résultats")),
    )
    return [Link(label, desk_url(survey, name), name == current) for name, label in names]


def frame(survey: Survey, current: str, **more: Any) -> dict[str, Any]:
    """What every page of the questionnaire shows."""
    return {
        "survey": survey,
        "step": survey.step,
        "process": survey.step.process,
        "tabs": tabs(survey, current),
        **more,
    }


@for_agents
def form(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The whole form as people see it, each question with its gestures."""
    survey = load_desk_survey(request, process, step)
    refusal = refusal_to_build(request, survey)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.method == "POST":
        return _gesture(request, survey)
    written = written_form(survey)
    faults = problems(written)
    context = frame(
        survey,
        "form",
        form=written,
        lines=lines_of(written, faults, lambda id: desk_url(survey, "question", id)),
        faults=faults,
        minutes=minutes(written),
        total=len(written.document.number),
        kinds=TYPES.values(),
        can_drag=True,
        effect=_effect(survey),
    )
    return render(request, "surveys/desk/form.html", context)


def _effect(survey: Survey) -> dict[str, Any] | None:
    """What the version being prepared changes for the answers already given."""
    if survey.draft is None:
        return None
    news, gone, changed = differences(survey.form.document, survey.draft.document)
    answered = survey.responses.filter(form=survey.form)
    return {
        "news": news,
        "gone": [(one, answered.filter(answers__has_key=one.id).count()) for one in gone],
        "changed": [(one, answered.filter(answers__has_key=one.id).count()) for one in changed],
        "sent": answered.sent().count(),
        "begun": answered.filter(sent_at=None).count(),
    }


def _gesture(request: HttpRequest, survey: Survey) -> HttpResponse:
    do, id = request.POST.get("do", ""), request.POST.get("question", "")
    if do == "release":
        refusal = release_form(survey=survey, actor=agent_of(request))
        if refusal is None:
            messages.success(request, _("La nouvelle version est posée dès maintenant."))
        else:
            messages.error(request, f"{refusal.reason} {refusal.remedy}")
        return redirect(desk_url(survey, "form"))
    if do == "drop":
        drop_draft(survey=survey, actor=agent_of(request))
        messages.success(request, _("La version en préparation est oubliée."))
        return redirect(desk_url(survey, "form"))
    if do == "add":
        return _add(request, survey)
    if do == "order":
        return _order(request, survey, id)
    change = gesture_of(do, id)
    if change is None or id not in written_form(survey).document.by_id:
        raise Http404
    edit_form(survey=survey, change=change, actor=agent_of(request))
    place = "" if do == "delete" else f"#{id}"
    return redirect(f"{desk_url(survey, 'form')}{place}")


def _order(request: HttpRequest, survey: Survey, id: str) -> HttpResponse:
    """The questions in the order that a drag gave them."""
    wanted = request.POST.get("order", "").split()
    if ordered(written_form(survey).document, wanted) is None:
        messages.error(request, _("Les questions ont changé entre-temps\u00a0: recommencez."))
        return redirect(desk_url(survey, "form"))

    def change(document: Document) -> Document:
        return ordered(document, wanted) or document

    after = edit_form(survey=survey, change=change, actor=agent_of(request))
    place = f"#{id}" if id in after.document.by_id else ""
    return redirect(f"{desk_url(survey, 'form')}{place}")


def _add(request: HttpRequest, survey: Survey) -> HttpResponse:
    """A new question of the chosen type, then the page where it is written."""
    type, after = request.POST.get("type", ""), request.POST.get("after", "")
    if type not in TYPES:
        raise Http404
    made = ""

    def change(document: Document) -> Document:
        nonlocal made
        made = new_id(document)
        return added(document, fresh(made, type), after)

    edit_form(survey=survey, change=change, actor=agent_of(request))
    return redirect(desk_url(survey, "question", made))


@for_agents
def question(request: HttpRequest, process: str, step: str, question: str) -> HttpResponse:
    """One question: its words, choices, settings and conditions."""
    survey = load_desk_survey(request, process, step)
    refusal = refusal_to_build(request, survey)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    document = written_form(survey).document
    one = document.by_id.get(question)
    if one is None or one.type not in TYPES:
        raise Http404
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    edit = PicturesEdit(document, one, *posted)
    if edit.is_valid() and edit.take_pictures(agent_of(request)):
        return _kept(request, survey, edit)
    context = frame(
        survey, "form", form=edit, question=one, kind=TYPES[one.type],
        number=document.number.get(one.id),
    )  # fmt: skip
    return render(
        request, "surveys/desk/question.html", context, status=422 if edit.errors else 200
    )


def _kept(request: HttpRequest, survey: Survey, edit: PicturesEdit) -> HttpResponse:
    """Write the question, then go on to what it still waits for."""
    after = edit.edited()
    edit_form(survey=survey, change=lambda doc: put(doc, after), actor=agent_of(request))
    if edit.waits_for_pictures(after):
        messages.info(request, _("Donnez maintenant une image à chaque choix."))
        return redirect(desk_url(survey, "question", after.id))
    messages.success(request, _("Question enregistrée."))
    return redirect(f"{desk_url(survey, 'form')}#{after.id}")


@for_agents
def settings(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """What the questionnaire is for, who answers, how many."""
    survey = load_desk_survey(request, process, step)
    refusal = refusal_to_build(request, survey)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    now = {name: getattr(survey, name) for name in ("why", "identity", "is_several", "quota")}
    edit = SettingsForm(request.POST or None, initial={**now, "title": survey.form.title})
    if request.method == "POST" and edit.is_valid():
        refusal = set_survey(survey=survey, actor=agent_of(request), **edit.cleaned_data)
        if refusal is None:
            messages.success(request, _("Réglages enregistrés."))
            return redirect(desk_url(survey, "settings"))
        edit.add_error("identity", f"{refusal.reason} {refusal.remedy}")
    status = 422 if edit.errors else 200
    return render(
        request, "surveys/desk/settings.html", frame(survey, "settings", form=edit), status=status
    )


@for_agents
def attempt(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """A test run that keeps nothing: each sending shows the questions which the answers bring."""
    survey = load_desk_survey(request, process, step)
    refusal = refusal_to_build(request, survey)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    written = written_form(survey)
    answers: dict[str, Any] = {}
    if request.method == "POST":
        # What is asked depends on the answers, and the answers on what is asked.
        for _turn in range(len(written.document.questions)):
            asked = form_for(written, answers, data=request.POST, files=request.FILES)
            asked.is_valid()
            after = {id: value for id, value in asked.cleaned_data.items() if value is not None}
            if after == answers:
                break
            answers = after
        run = form_for(written, answers, data=request.POST, files=request.FILES)
        is_over = run.is_valid()
    else:
        run, is_over = form_for(written, {}), False
    context = frame(
        survey, "try", form=written, run=run, is_over=is_over, total=len(run.fields),
        minutes=minutes(written, {}),
    )  # fmt: skip
    return render(request, "surveys/desk/try.html", context)
