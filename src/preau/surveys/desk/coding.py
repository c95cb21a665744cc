"""Themes of an open question: how it is read, by whom, how far readers agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refusal
from preau.kernel.sheets import csv_lines
from preau.kernel.text import whole_number
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.questions.document import Question
from preau.ui.forms import PlainForm

from ..coding.actions import compare, set_coding
from ..coding.policies import may_code, may_see_readings
from ..coding.queries import WORDS, agreement_of, coding_of, progress_of, readings_by_answer
from ..coding.themes import merge_theme, write_theme
from ..models import Coding, Survey
from .access import load_desk_survey, refusal_to_build
from .builder import desk_url, frame


class CodingForm(PlainForm):
    """How many read, and whether they see one another."""

    readers = forms.IntegerField(
        label=gettext_lazy("Agents qui lisent une même réponse"), min_value=1, max_value=5
    )
    share = forms.TypedChoiceField(
        label=gettext_lazy("Réponses lues à plusieurs"), choices=Coding.Share, coerce=int
    )
    is_blind = forms.BooleanField(
        label=gettext_lazy("Première lecture à l’aveugle\u00a0: personne ne voit celle des autres"),
        required=False,
    )


class ThemesForm(PlainForm):
    """New themes, one per line."""

    lines = forms.CharField(
        label=gettext_lazy("Ajouter des thèmes"),
        help_text=gettext_lazy(
            "Un par ligne. Après deux-points, dites quand le mettre\u00a0: "
            "«\u00a0Sécurité\u00a0: éclairage, incivilités, vols\u00a0»."
        ),
        max_length=8000,
        widget=forms.Textarea,
    )

    def themes(self) -> Iterator[tuple[str, str]]:
        """Each line as a label and its meaning."""
        for line in self.cleaned_data["lines"].replace("\t", ":").splitlines():
            label, _colon, meaning = line.partition(":")
            if label.strip():
                yield label.strip()[:80], meaning.strip()[:300]


class ThemeForm(PlainForm):
    """Other words for a theme."""

    label = forms.CharField(label=gettext_lazy("Thème"), max_length=80)
    meaning = forms.CharField(label=gettext_lazy("Quand le mettre"), max_length=300, required=False)


def load_coding(
    request: HttpRequest, process: str, step: str, question: str
) -> tuple[Survey, Question, Coding]:
    """The open question at that address and how it is read; else 404."""
    survey = load_desk_survey(request, process, step)
    one = survey.form.document.by_id.get(question)
    if one is None or one.type not in WORDS:
        raise Http404
    return survey, one, coding_of(survey, one)


def coding_frame(survey: Survey, question: Question, coding: Coding, **more: Any) -> dict[str, Any]:
    """What every page of the reading shows."""
    number = survey.form.document.number[question.id]
    return frame(survey, "results", question=question, number=number, coding=coding, **more)


@for_agents
def coding(request: HttpRequest, process: str, step: str, question: str) -> HttpResponse:
    """Settings, themes, progress and agreement, on one page."""
    survey, one, held = load_coding(request, process, step, question)
    refusal = may_code(request.user, survey.step.process_id)
    if refusal is None and request.method == "POST":
        refusal = refusal_to_build(request, survey)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    settings = {"readers": held.readers, "share": held.share, "is_blind": held.is_blind}
    posted = request.POST if request.method == "POST" else None
    do = request.POST.get("do", "")
    edit = CodingForm(posted if do == "set" else None, initial=settings)
    add = ThemesForm(posted if do == "add" else None)
    if posted is not None:
        done = _gesture(request, held, do, edit, add)
        if done is not None:
            return done
    themes = list(held.themes.all()) if held.pk else []
    context = coding_frame(
        survey, one, held, form=edit, add=add, themes=themes,
        progress=progress_of(held) if held.pk else None,
        agreement=agreement_of(held) if held.pk else None,
        may_run=refusal_to_build(request, survey) is None,
    )  # fmt: skip
    status = 422 if edit.errors or add.errors else 200
    return render(request, "surveys/desk/coding.html", context, status=status)


def _gesture(
    request: HttpRequest, held: Coding, do: str, edit: CodingForm, add: ThemesForm
) -> HttpResponse | None:
    """Do what was asked; None shows the page again, with what was typed and its faults."""
    actor, refusal = agent_of(request), None
    if do == "set":
        if not edit.is_valid():
            return None
        refusal = set_coding(coding=held, actor=actor, **edit.cleaned_data)
    elif held.pk is None:
        raise Http404
    elif do == "add":
        if not add.is_valid():
            return None
        for label, meaning in add.themes():
            found = write_theme(coding=held, label=label, meaning=meaning, actor=actor)
            refusal = found if isinstance(found, Refusal) else refusal
    elif do == "compare":
        compare(coding=held, actor=actor)
    elif do in ("rename", "merge", "drop"):
        refusal = _change_theme(request, held, do)
    else:
        raise Http404
    if refusal is not None:
        messages.error(request, f"{refusal.reason} {refusal.remedy}")
    else:
        messages.success(request, _("C’est enregistré."))
    return redirect(desk_url(held.survey, "coding", held.question))


def _change_theme(request: HttpRequest, held: Coding, do: str) -> Refusal | None:
    actor = agent_of(request)
    theme = get_object_or_404(held.themes, pk=whole_number(request.POST.get("theme")) or 0)
    if do == "rename":
        form = ThemeForm(request.POST)
        if not form.is_valid():
            return Refusal("no_label", _("Donnez un nom à ce thème."))
        found = write_theme(coding=held, theme=theme, actor=actor, **form.cleaned_data)
        return found if isinstance(found, Refusal) else None
    if do == "drop":
        return merge_theme(theme=theme, into=None, actor=actor)
    others = held.themes.exclude(pk=theme.pk)
    into = others.filter(pk=whole_number(request.POST.get("into")) or 0).first()
    if into is None:
        return Refusal("no_other", _("Choisissez le thème qui reste."))
    return merge_theme(theme=theme, into=into, actor=actor)


@for_agents
def readings(
    request: HttpRequest, process: str, step: str, question: str
) -> HttpResponse | StreamingHttpResponse:
    """The raw readings, without names: whoever wishes measures the agreement again."""
    survey, one, held = load_coding(request, process, step, question)
    refusal = refusal_to_build(request, survey) or may_see_readings(held)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    heads = [_("Réponse"), _("Lecteur"), _("Thèmes")]
    response = StreamingHttpResponse(
        csv_lines(heads, _lines(held)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="lectures-{one.id}.csv"'
    return response


def _lines(held: Coding) -> Iterator[list[Any]]:
    labels = {one.pk: one.label for one in held.themes.all()}
    readers: dict[int, int] = {}
    for number, unit in enumerate(readings_by_answer(held), start=1):
        for reader, themes in unit:
            rank = readers.setdefault(reader, len(readers) + 1)
            yield [number, rank, " | ".join(sorted(labels[one] for one in themes))]
