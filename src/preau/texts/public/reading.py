"""The texts, whole, as they are read and printed; what a new version changes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from preau.kernel import clock

from ..comparing import differences
from ..models import Text, Version
from ..papers import text_paper
from ..policies import refusal_of_dates
from ..queries import figures_of, margin_of, passages_of, texts_of
from .access import current_version, load_consultation, load_text


def start(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The rules of the consultation and its texts."""
    consultation = load_consultation(request, process, step)
    texts = [one for one in texts_of(consultation) if one.current is not None]
    context = {
        "consultation": consultation,
        "step": consultation.step,
        "process": consultation.step.process,
        "texts": [one for one in texts if not one.is_questions],
        "questions": [one for one in texts if one.is_questions],
        "refusal": refusal_of_dates(consultation.step, clock.now()),
    }
    return render(request, "texts/start.html", context)


def text(request: HttpRequest, process: str, step: str, text: str) -> HttpResponse:
    """The whole text; each passage leads to what is said of it. ``seul`` leaves that out."""
    consultation = load_consultation(request, process, step)
    found = load_text(consultation, text)
    version = current_version(found)
    passages = passages_of(version)
    is_alone = "seul" in request.GET
    said = [] if is_alone else [one for one in passages if not one.is_heading]
    figures, margin = figures_of(said), margin_of(said)
    context = {
        "consultation": consultation,
        "step": consultation.step,
        "process": consultation.step.process,
        "text": found,
        "version": version,
        "is_revised": version.number > 1,
        "lines": [(one, figures.get(one.pk), margin.get(one.pk)) for one in passages],
        "outline": [one for one in passages if one.is_heading],
        "is_alone": is_alone,
        "is_open": consultation.step.is_open,
    }
    return render(request, "texts/text.html", context)


def text_pdf(request: HttpRequest, process: str, step: str, text: str) -> HttpResponse:
    """The whole text as a tagged PDF."""
    consultation = load_consultation(request, process, step)
    found = load_text(consultation, text)
    paper = text_paper(found, current_version(found))
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.slug}.pdf"'
    return response


def versions(request: HttpRequest, process: str, step: str, text: str) -> HttpResponse:
    """The last version beside the one before: each change with the words behind it."""
    consultation = load_consultation(request, process, step)
    found = load_text(consultation, text)
    before, after = _last_two(found)
    if before is None or after is None:
        return redirect(consultation.url("text", found.slug))
    context = {
        "consultation": consultation,
        "step": consultation.step,
        "process": consultation.step.process,
        "text": found,
        "before": before,
        "after": after,
        "changes": differences(before, after),
        "is_whole": "tout" in request.GET,
    }
    return render(request, "texts/versions.html", context)


def _last_two(text: Text) -> tuple[Version | None, Version | None]:
    public = [one for one in text.ordered_versions if one.published_at]
    if not public:
        raise Http404
    return (public[-2], public[-1]) if len(public) > 1 else (None, None)
