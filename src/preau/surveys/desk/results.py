"""What the answers say, for agents: filters, crossings, publication, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.sheets import csv_lines
from preau.kernel.spreadsheets import ODS, XLSX, write_ods, write_xlsx
from preau.kernel.text import whole_number
from preau.ledger.actions import record
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.questions.document import Question
from preau.questions.types import TYPES
from preau.ui.forms import PlainForm

from ..coding.derived import SUFFIX, desk_quotes, themed_in
from ..coding.queries import WORDS
from ..exporting import codebook, codebook_heads, heads, rows
from ..models import CodedAnswer, Response, Survey
from ..reporting import QUOTES, figures, frames, publish_results, splits, withdraw_results
from ..tallying import ALL
from .access import load_desk_survey, refusal_to_build
from .builder import desk_url, frame

#: Texts of one open question shown on a page.
VERBATIMS = 50


class PublishForm(PlainForm):
    findings = forms.CharField(
        label=gettext_lazy("Ce que la collectivité en retient"),
        help_text=gettext_lazy(
            "Lu au-dessus des chiffres\u00a0: ce qui sera fait de ces réponses."
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
    )


def _question(known: list[Question], id: str) -> Question | None:
    return next((one for one in known if one.id == id), None)


def _where(known: list[Question], asked: str) -> tuple[Question, str] | None:
    """« q3:a » of the address as a filter."""
    id, _colon, wanted = asked.partition(":")
    question = _question(known, id)
    return (question, wanted) if question is not None and wanted else None


@for_agents
def results(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """A frame per question, for everybody or for some, crossed or not."""
    survey = load_desk_survey(request, process, step)
    themed = themed_in(survey)
    known = splits(survey, themed)
    where = _where(known, request.GET.get("filtre", ""))
    split = _question(known, request.GET.get("par", ""))
    data = figures(survey, where=where, split=split, themed=themed)
    data[QUOTES] = desk_quotes(survey) if themed else []
    names = {one.id: one.label for one in TYPES[split.type].expected(split)} if split else {}
    context = frame(
        survey,
        "results",
        total=data[ALL]["total"],
        frames=frames(survey, data, is_public=False, split=split, names=names),
        where=request.GET.get("filtre", ""),
        split=split,
        filters=_filters(survey, known),
        splits=known,
        publish=PublishForm(initial={"findings": survey.findings}),
        may_run=refusal_to_build(request, survey) is None,
    )
    return render(request, "surveys/desk/results.html", context)


def _filters(survey: Survey, known: list[Question]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every choice that can filter, by question."""
    number = survey.form.document.number
    return [
        (
            f"{number[one.id.removesuffix(SUFFIX)]}. {one.title}",
            [(f"{one.id}:{option.id}", option.label) for option in TYPES[one.type].expected(one)],
        )
        for one in known
    ]


@for_agents
def publish(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Open or close the public page of results."""
    survey = load_desk_survey(request, process, step)
    if request.method != "POST":
        return redirect(desk_url(survey, "results"))
    refusal = refusal_to_build(request, survey)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.POST.get("do") == "withdraw":
        withdraw_results(survey=survey, actor=agent_of(request))
        messages.success(request, _("Les résultats ne sont plus publics."))
        return redirect(desk_url(survey, "results"))
    form = PublishForm(request.POST)
    if form.is_valid():
        findings = form.cleaned_data["findings"]
        publish_results(survey=survey, findings=findings, actor=agent_of(request))
        messages.success(request, _("Les résultats sont publics, tels qu’ils sont à cette heure."))
    else:
        messages.error(request, _("Ce texte est trop long\u00a0: 4\u00a0000 signes au plus."))
    return redirect(desk_url(survey, "results"))


@for_agents
def texts(request: HttpRequest, process: str, step: str, question: str) -> HttpResponse:
    """What people wrote to an open question, the latest first; a word searches them."""
    survey = load_desk_survey(request, process, step)
    one = survey.form.document.by_id.get(question)
    if one is None or one.is_section:
        raise Http404
    word = request.GET.get("q", "").strip()[:80]
    found = Response.objects.sent().filter(survey=survey, answers__has_key=one.id)
    if word:
        found = found.filter(**{f"answers__{one.id}__icontains": word})
    start = whole_number(request.GET.get("depuis"))
    if start is not None:
        found = found.filter(pk__lt=start)
    lines = list(found.order_by("-pk").values_list("pk", "answers")[: VERBATIMS + 1])
    kind = TYPES[one.type]
    context = frame(
        survey,
        "results",
        question=one,
        number=survey.form.document.number[one.id],
        word=word,
        is_words=one.type in WORDS,
        has_themes=CodedAnswer.objects.filter(coding__survey=survey, coding__question=one.id)
        .exclude(coding__is_blind=True, coding__compared_at=None)
        .exists(),
        texts=[
            (pk, kind.words(one, answer), answer.get("key") if one.type == "file" else None)
            for pk, answers in lines[:VERBATIMS]
            if (answer := answers[one.id]) is not None
        ],
        next_start=lines[VERBATIMS - 1][0] if len(lines) > VERBATIMS else None,
    )
    return render(request, "surveys/desk/texts.html", context)


@for_agents
def export(request: HttpRequest, process: str, step: str, format: str) -> HttpResponseBase:
    """All responses as a file: in words, or in codes with their codebook."""
    survey = load_desk_survey(request, process, step)
    refusal = refusal_to_build(request, survey)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    coded = "codes" in request.GET
    record(
        actor=agent_of(request),
        verb="exported_responses",
        subject=survey.step,
        process_id=survey.step.process_id,
        format=format,
    )
    name = f"reponses-{survey.step.process.slug}.{format}"
    if format == "csv":
        lines = csv_lines(heads(survey, coded=coded), rows(survey, coded=coded), decimal=",")
        return _streamed(lines, name)
    sheets: list[Any] = [
        (_("Réponses"), heads(survey, coded=coded), rows(survey, coded=coded)),
        (_("Codes"), codebook_heads(), codebook(survey)),
    ]
    write, kind = (write_xlsx, XLSX) if format == "xlsx" else (write_ods, ODS)
    return FileResponse(write(sheets), as_attachment=True, filename=name, content_type=kind)


@for_agents
def codes(request: HttpRequest, process: str, step: str) -> HttpResponseBase:
    """The codebook alone: what each column and each code means."""
    survey = load_desk_survey(request, process, step)
    lines = csv_lines(codebook_heads(), codebook(survey))
    return _streamed(lines, f"codes-{survey.step.process.slug}.csv")


def _streamed(lines: Any, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
