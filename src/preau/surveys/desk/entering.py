"""Paper typed in, files taken in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.questions.answers import Faulty
from preau.questions.files import keep_files
from preau.questions.forms import QuestionForm, form_for
from preau.ui.forms import PlainForm

from ..importing import Report, Unreadable, enter_response, import_responses, read_table
from ..models import Response, Survey
from ..policies import may_enter_responses
from .access import load_desk_survey
from .builder import desk_url, frame

MOST_BYTES = 50 * 1024 * 1024


class SheetForm(PlainForm):
    """The number on the sheet, and where it comes from."""

    reference = forms.CharField(
        label=gettext_lazy("Numéro de la feuille"),
        help_text=gettext_lazy("Une même feuille ne se saisit qu’une fois."),
        required=False,
        max_length=40,
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("Origine"),
        choices=[
            (Response.Origin.PAPER, Response.Origin.PAPER.label),
            (Response.Origin.DESK, Response.Origin.DESK.label),
        ],
    )


@for_agents
def enter(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """One sheet on one page; what its answers bring appears when it is checked."""
    survey = load_desk_survey(request, process, step)
    refusal = may_enter_responses(request.user, survey.step.process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    is_sent = request.method == "POST"
    sheet = SheetForm(request.POST if is_sent else None, initial={"origin": Response.Origin.PAPER})
    form, before = _asked(request, survey) if is_sent else (form_for(survey.form, {}), set())
    # Questions that these very answers have just brought must be seen before the sheet is kept.
    is_whole = set(form.fields) <= before
    if is_sent and sheet.is_valid() and form.is_valid() and is_whole:
        kept = _kept(request, survey, sheet, form)
        if kept is None:
            messages.success(request, _("Feuille enregistrée. Voici la suivante."))
            return redirect(desk_url(survey, "enter"))
        sheet.add_error("reference", f"{kept.reason} {kept.remedy}")
    context = frame(
        survey, "enter", sheet=sheet, run=form, is_partial=is_sent and not is_whole,
        asked=" ".join(form.fields),
    )  # fmt: skip
    status = 422 if is_sent and (sheet.errors or form.errors) else 200
    return render(request, "surveys/desk/enter.html", context, status=status)


def _asked(request: HttpRequest, survey: Survey) -> tuple[QuestionForm, set[str]]:
    """The questions that the posted answers bring, and those that were on the page."""
    answers: dict[str, Any] = {}
    for _turn in range(len(survey.form.document.questions)):
        turn = form_for(survey.form, answers, data=request.POST, files=request.FILES)
        turn.is_valid()
        after = {id: value for id, value in turn.cleaned_data.items() if value is not None}
        if after == answers:
            break
        answers = after
    before = set(request.POST.get("asked", "").split())
    return form_for(survey.form, answers, data=request.POST, files=request.FILES), before


def _kept(
    request: HttpRequest, survey: Survey, sheet: SheetForm, form: QuestionForm
) -> Refusal | None:
    given = {id: value for id, value in form.answers.items() if value is not None}
    agent = agent_of(request)
    try:
        answers = keep_files(answers=given, person=agent)
    except Faulty as fault:
        return Refusal("file", fault.message)
    done = enter_response(
        survey=survey,
        answers=answers,
        reference=sheet.cleaned_data["reference"].strip(),
        origin=sheet.cleaned_data["origin"],
        actor=agent,
    )
    return done if isinstance(done, Refusal) else None


class ImportForm(PlainForm):
    file = forms.FileField(
        label=gettext_lazy("Fichier CSV"),
        help_text=gettext_lazy(
            "Une ligne par réponse. Les colonnes portent les noms du fichier exporté, en mots "
            "ou en codes."
        ),
        error_messages={"required": gettext_lazy("Choisissez un fichier.")},
    )


@for_agents
def take_in(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """A file tried first, then taken in; the same file twice adds nothing."""
    survey = load_desk_survey(request, process, step)
    refusal = may_enter_responses(request.user, survey.step.process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = ImportForm(request.POST or None, request.FILES or None)
    report: Report | None = None
    is_trial = request.POST.get("do") != "write"
    if request.method == "POST" and form.is_valid():
        report = _report(request, survey, form, is_trial=is_trial)
    context = frame(survey, "enter", form=form, report=report, is_trial=is_trial)
    return render(request, "surveys/desk/import.html", context, status=422 if form.errors else 200)


def _report(
    request: HttpRequest, survey: Survey, form: ImportForm, *, is_trial: bool
) -> Report | None:
    upload = form.cleaned_data["file"]
    if upload.size > MOST_BYTES:
        form.add_error("file", _("Ce fichier dépasse 50\u00a0Mo."))
        return None
    try:
        heads, lines = read_table(upload.read())
        done = import_responses(
            survey=survey,
            heads=heads,
            lines=lines,
            name=upload.name or "",
            actor=agent_of(request),
            is_trial=is_trial,
        )
    except Unreadable as error:
        form.add_error("file", str(error))
        return None
    if isinstance(done, Refusal):
        form.add_error("file", f"{done.reason} {done.remedy}")
        return None
    return done
