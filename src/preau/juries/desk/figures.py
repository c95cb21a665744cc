"""Calibration, ranking, decisions and report in the back office."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from preau.kernel.sheets import csv_lines
from preau.lots.actions import prepare_lot
from preau.lots.models import Lot
from preau.lots.steps import advance_small
from preau.processes.desk_access import agent_of
from preau.ui.props import Link

from ..figures import markers, ranking
from ..letters import CODE, LETTERS, to_tell
from ..maths.calibration import LEAST, METHODS
from ..models import Grant, Jury
from ..papers import minutes_pdf, report_pdf
from ..policies import may_open, may_publish, may_tell
from ..public.deliberation import envelope_of, paper
from ..queries import deliberation_of
from ..report import heads, report_of, rows
from ..ruling import publish_decisions
from ..strips import strip_of, strip_of_hand
from .access import for_pilots, frame

NAMES = {
    "": gettext_lazy("Notes données"),
    "additive": gettext_lazy("Écart retiré"),
    "zscore": gettext_lazy("Moyenne et dispersion ramenées"),
}


def _correction(request: HttpRequest) -> str:
    asked = request.GET.get("correction", "")
    return asked if asked in METHODS else ""


def _ways(jury: Jury, page: str, current: str) -> list[Link]:
    url = jury.desk_url(page)
    return [
        Link(label, f"{url}?correction={code}" if code else url, code == current)
        for code, label in NAMES.items()
    ]


@for_pilots
def calibration(request: HttpRequest, jury: Jury) -> HttpResponse:
    """How each member marks beside those who read the same applications."""
    correction = _correction(request)
    found = markers(jury, correction)
    context = frame(
        jury,
        "calibration",
        markers=[(one, strip_of_hand(one.hand), strip_of_hand(one.after)) for one in found],
        has_figures=any(one.hand for one in found),
        correction=correction,
        ways=_ways(jury, "calibration", correction),
        least=LEAST,
    )
    return render(request, "juries/desk/calibration.html", context)


@for_pilots
def rank(request: HttpRequest, jury: Jury) -> HttpResponse:
    """Every application in order, with how far its readers stand from one another."""
    correction = _correction(request)
    lines = ranking(jury, correction)
    context = frame(
        jury,
        "ranking",
        lines=[(line, strip_of(line.standing), False) for line in lines],
        correction=correction,
        ways=_ways(jury, "ranking", correction),
        open_refusal=may_open(request.user, jury),
        **envelope_of(lines, jury.envelope_cents),
    )
    return render(request, "juries/desk/ranking.html", context)


@for_pilots
def letters(request: HttpRequest, jury: Jury) -> HttpResponse:
    """Each decision with its letter to read, the lot that sends them, the publication."""
    lines = [line for line in ranking(jury) if line.grant]
    lots = Lot.objects.filter(process=jury.step.process, act=CODE).order_by("-pk")[:5]
    context = frame(
        jury,
        "letters",
        lines=lines,
        waiting=len(to_tell(jury)),
        lots=lots,
        tell_refusal=may_tell(request.user, jury),
        publish_refusal=may_publish(request.user, jury),
        **envelope_of(lines, jury.envelope_cents),
    )
    return render(request, "juries/desk/letters.html", context)


@for_pilots
@require_POST
def prepare(request: HttpRequest, jury: Jury) -> HttpResponse:
    """One lot with a letter for each decision: rehearsed, then sent, undone while it waits."""
    lot = prepare_lot(
        process=jury.step.process,
        act=LETTERS,
        numbers=to_tell(jury),
        asked={},
        actor=agent_of(request),
    )
    advance_small(lot)
    return redirect(lot)


@for_pilots
@require_POST
def publish(request: HttpRequest, jury: Jury) -> HttpResponse:
    publish_decisions(jury=jury, actor=agent_of(request))
    messages.success(request, _("Les décisions sont publiques."))
    return redirect(jury.desk_url("letters"))


@for_pilots
def report(request: HttpRequest, jury: Jury) -> HttpResponse:
    """Every figure of the jury on one page."""
    found = report_of(jury)
    context = frame(jury, "report", report=found, decisions=_decisions(found.decisions))
    return render(request, "juries/desk/report.html", context)


def _decisions(counted: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(Grant.Decision(code).label), n) for code, n in counted.items()]


@for_pilots
def report_paper(request: HttpRequest, jury: Jury) -> HttpResponse:
    return paper(report_pdf(report_of(jury)), f"jury-{jury.step.process.slug}")


@for_pilots
def report_file(request: HttpRequest, jury: Jury) -> HttpResponseBase:
    """One line by application, in the order of the ranking."""
    lines = csv_lines(heads(), rows(report_of(jury)), decimal=",")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"jury-{jury.step.process.slug}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_pilots
def minutes(request: HttpRequest, jury: Jury) -> HttpResponse:
    held = deliberation_of(jury)
    if held is None or held.closed_at is None:
        raise Http404
    return paper(minutes_pdf(jury, held), f"proces-verbal-{jury.step.process.slug}")
