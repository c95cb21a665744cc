"""Reading open answers one by one, then settling what was read differently."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refusal
from preau.kernel.text import whole_number
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.ui.forms import PlainForm

from ..coding.actions import read_answer, settle, take_next
from ..coding.policies import may_change_reading, may_code, may_see_readings
from ..coding.queries import differing_in, text_of
from ..coding.themes import drop_quote, pick_quote
from ..models import CodedAnswer, Coding, Reading
from .builder import desk_url
from .coding import coding_frame, load_coding

#: Answers read differently that one page shows.
PAGE = 20


class ReadForm(PlainForm):
    """The themes seen in an answer."""

    themes = forms.TypedMultipleChoiceField(
        label=gettext_lazy("De quoi parle cette réponse\u00a0?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Ne cochez rien si aucun thème ne convient."),
    )

    def __init__(self, coding: Coding, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        known = list(coding.themes.all())
        self.fields["themes"].choices = [(one.pk, one.label) for one in known]  # type: ignore[attr-defined]
        self.hints = {one.pk: one.meaning for one in known if one.meaning}


class NotedForm(ReadForm):
    note = forms.CharField(
        label=gettext_lazy("Note pour la comparaison"), max_length=300, required=False
    )


class QuoteForm(PlainForm):
    """Words to show, and the theme that they illustrate."""

    words = forms.CharField(
        label=gettext_lazy("Citer ces mots"),
        help_text=gettext_lazy(
            "Recopiez-les tels quels\u00a0; écrivez […] à la place de ce que vous ôtez."
        ),
        max_length=1000,
        widget=forms.Textarea,
    )
    theme = forms.TypedChoiceField(
        label=gettext_lazy("Thème"), coerce=int, required=False, empty_value=None
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Peut être publiée\u00a0: rien n’y fait reconnaître quelqu’un"),
        required=False,
    )

    def __init__(self, coding: Coding, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        choices = [("", _("Aucun")), *((one.pk, one.label) for one in coding.themes.all())]
        self.fields["theme"].choices = choices  # type: ignore[attr-defined]


def _refused(request: HttpRequest, coding: Coding, refusal: Refusal | None) -> HttpResponse | None:
    refusal = may_code(request.user, coding.survey.step.process_id) or refusal
    return refused_in_desk(request, refusal) if refusal is not None else None


@for_agents
def read_next(request: HttpRequest, process: str, step: str, question: str) -> HttpResponse:
    """Take the next answer in hand, and open it."""
    survey, _one, coding = load_coding(request, process, step, question)
    if request.method != "POST" or coding.pk is None:
        return redirect(desk_url(survey, "coding", question))
    return _refused(request, coding, None) or _to_next(request, coding)


def _to_next(request: HttpRequest, coding: Coding) -> HttpResponse:
    reading = take_next(coding=coding, reader=agent_of(request))
    if reading is None:
        messages.success(request, _("Vous avez lu toutes les réponses qui vous attendaient."))
        return redirect(desk_url(coding.survey, "coding", coding.question))
    response = str(reading.answer.response_id)
    return redirect(desk_url(coding.survey, "read", coding.question, response))


@for_agents
def read(
    request: HttpRequest, process: str, step: str, question: str, response: int
) -> HttpResponse:
    """One answer, and its themes to tick; then the next one."""
    survey, one, coding = load_coding(request, process, step, question)
    mine = Reading.objects.filter(answer__coding=coding.pk, reader=agent_of(request))
    held = mine.filter(answer__response=response).select_related("answer__response").first()
    if held is None:
        raise Http404
    held.answer.coding = coding
    refusal = may_change_reading(held) if held.read_at else None
    refused = _refused(request, coding, refusal)
    if refused is not None:
        return refused
    form = NotedForm(coding, request.POST if request.method == "POST" else None,
                     initial={"themes": held.themes, "note": held.note})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        refusal = read_answer(reading=held, actor=agent_of(request), **form.cleaned_data)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        return _to_next(request, coding)
    done = mine.exclude(read_at=None).exclude(pk=held.pk)
    context = coding_frame(
        survey, one, coding, form=form, text=text_of(coding, held.answer.response),
        done=done.count(),
        last=done.order_by("-read_at").values_list("answer__response", flat=True).first(),
    )  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "surveys/desk/read.html", context, status=status)


@for_agents
def disagreements(request: HttpRequest, process: str, step: str, question: str) -> HttpResponse:
    """Answers read differently, with each reading; those who read settle them one by one."""
    survey, one, coding = load_coding(request, process, step, question)
    refused = _refused(request, coding, may_see_readings(coding))
    if refused is not None:
        return refused
    if request.method == "POST":
        held = _answer(coding, request.POST.get("answer", ""))
        return _settled(request, held, desk_url(survey, "disagreements", question))
    waiting = differing_in(coding) if coding.pk else CodedAnswer.objects.none()
    answers = list(
        waiting.select_related("response").prefetch_related("readings__reader")[: PAGE + 1]
    )
    labels = {theme.pk: theme.label for theme in coding.themes.all()} if coding.pk else {}
    context = coding_frame(
        survey, one, coding, total=waiting.count(), has_more=len(answers) > PAGE,
        lines=[_line(coding, held, labels) for held in answers[:PAGE]],
    )  # fmt: skip
    return render(request, "surveys/desk/disagreements.html", context)


def _answer(coding: Coding, response: str) -> CodedAnswer:
    found = CodedAnswer.objects.select_related("response").filter(coding=coding.pk)
    held: CodedAnswer = get_object_or_404(found, response=whole_number(response) or 0)
    held.coding = coding
    return held


def _settled(request: HttpRequest, held: CodedAnswer, back: str) -> HttpResponse:
    form = ReadForm(held.coding, request.POST, prefix=str(held.pk))
    if not form.is_valid():
        raise Http404
    themes = form.cleaned_data["themes"]
    refusal = settle(answer=held, themes=themes, actor=agent_of(request))
    if refusal is not None:
        return refused_in_desk(request, refusal)
    messages.success(request, _("Les thèmes de cette réponse sont tranchés."))
    return redirect(back)


def _line(coding: Coding, held: CodedAnswer, labels: dict[int, str]) -> dict[str, Any]:
    """An answer with what each read in it; what all saw is ticked already."""
    done = [one for one in held.readings.all() if one.read_at is not None]
    common = set.intersection(*(set(one.themes) for one in done)) if done else set()
    ticked = common if held.themes is None else held.themes
    return {
        "answer": held,
        "text": text_of(coding, held.response),
        "readings": [
            (one.reader.full_name, [labels[theme] for theme in one.themes], one.note)
            for one in done
        ],
        "form": ReadForm(coding, initial={"themes": list(ticked)}, prefix=str(held.pk)),
    }


@for_agents
def answer(
    request: HttpRequest, process: str, step: str, question: str, response: int
) -> HttpResponse:
    """One answer with its themes, its readings and what is quoted of it."""
    survey, one, coding = load_coding(request, process, step, question)
    held = _answer(coding, str(response))
    refused = _refused(request, coding, may_see_readings(coding))
    if refused is not None:
        return refused
    here = desk_url(survey, "answer", question, str(response))
    form = QuoteForm(coding)
    match request.POST.get("do"):
        case "settle":
            return _settled(request, held, here)
        case "drop":
            number = whole_number(request.POST.get("quote"))
            quote = get_object_or_404(held.quotes, pk=number or 0)
            drop_quote(quote=quote, actor=agent_of(request))
            return redirect(here)
        case "quote":
            form = QuoteForm(coding, request.POST)
            if _quoted(request, held, form):
                return redirect(here)
    labels = {theme.pk: theme.label for theme in coding.themes.all()}
    context = coding_frame(
        survey, one, coding, form=form, line=_line(coding, held, labels),
        themes=None if held.themes is None else [labels[theme] for theme in held.themes],
        quotes=held.quotes.select_related("theme"), held=held,
    )  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "surveys/desk/answer.html", context, status=status)


def _quoted(request: HttpRequest, held: CodedAnswer, form: QuoteForm) -> bool:
    if not form.is_valid():
        return False
    data = form.cleaned_data
    theme = held.coding.themes.filter(pk=data["theme"]).first() if data["theme"] else None
    found = pick_quote(
        answer=held, words=data["words"], theme=theme, is_public=data["is_public"],
        actor=agent_of(request),
    )  # fmt: skip
    if isinstance(found, Refusal):
        form.add_error("words", f"{found.reason} {found.remedy}")
        return False
    messages.success(request, _("Citation gardée."))
    return True
