"""A votation for everyone: the question with its positions, then the result and its proofs."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.sheets import csv_lines
from preau.processes.access import load_process
from preau.processes.requirements import sentences_of
from preau.voting.bundles import published_bundle
from preau.voting.fraud.note import note_of
from preau.voting.outcomes import draw_seed, recount, rule_in_words, voters_by_channel
from preau.voting.queries import turnout

from ..minutes import minutes_pdf
from ..models import Votation
from ..queries import contests_of, questions_of, votation_of
from ..results import Result, chart_of, result_of, steps_of
from ..rules import format_in_words, quorum_in_words, threshold_in_words
from ..standing import standing_of


def _load(request: HttpRequest, process: str) -> Votation:
    votation = votation_of(load_process(request, process))
    if votation is None:
        raise Http404
    return votation


def read(request: HttpRequest, process: str) -> HttpResponse:
    """What is asked, why, what each side says in boxes of one size, and how it is decided."""
    votation = _load(request, process)
    step = votation.process.step_of_kind("vote")
    if step is None:
        raise Http404
    questions, at = questions_of(votation), clock.now()
    context = {
        "votation": votation,
        "process": votation.process,
        "step": step,
        "now": step.behaviour.now(step, request.user, at),
        "questions": [(one, format_in_words(one), threshold_in_words(one)) for one in questions],
        "standing": standing_of(votation, questions, at),
        "quorum": quorum_in_words(votation),
        "who": sentences_of(step),
        "is_secret": any(contest.is_secret for contest in contests_of(votation.process)),
    }
    return render(request, "votations/read.html", context)


def _may_read(request: HttpRequest, votation: Votation) -> bool:
    """Before the proclamation, only those who run the process see the count."""
    is_told = votation.proclaimed_at is not None
    return is_told or may_run_process(request.user, votation.process_id) is None


def results(request: HttpRequest, process: str) -> HttpResponse:
    """The outcome in sentences, question by question, with all that is needed to count again."""
    votation = _load(request, process)
    context: dict[str, object] = {"votation": votation, "process": votation.process}
    context["vote"] = votation.process.step_of_kind("vote")
    if _may_read(request, votation):
        found = [result_of(one) for one in questions_of(votation)]
        told = [one for one in found if one is not None]
        context["lines"] = [
            {
                "result": one,
                "chart": chart_of(one),
                "rule": rule_in_words(one.contest),
                "steps": steps_of(one),
                "draw_seed": draw_seed(one.contest),
                "threshold": threshold_in_words(one.question),
            }
            for one in told
        ]
        if told:
            context |= _participation(votation, told)
    return render(request, "votations/results.html", context)


def _participation(votation: Votation, told: list[Result]) -> dict[str, object]:
    voters = turnout(told[0].contest.election).voters
    share = voters / votation.registered if votation.registered else None
    channels = voters_by_channel([one.contest for one in told])
    return {
        "voters": voters,
        "share": share,
        "channels": channels if len(told) == 1 else [],
        "aside": note_of(told[0].contest.election),
    }


def _load_result(request: HttpRequest, process: str, contest: str) -> tuple[Votation, Result]:
    votation = _load(request, process)
    if not _may_read(request, votation):
        raise Http404
    for one in questions_of(votation):
        if one.contest is not None and one.contest.slug == contest:
            result = result_of(one)
            if result is not None:
                return votation, result
    raise Http404


def minutes(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """The minutes of a question, as a tagged PDF."""
    votation, result = _load_result(request, process, contest)
    response = HttpResponse(minutes_pdf(votation, result), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="proces-verbal-{contest}.pdf"'
    return response


def bundle(request: HttpRequest, process: str, contest: str) -> HttpResponseBase:
    """Ballots, receipts, rule and outcome: what ``./preau verify`` checks and counts again."""
    _votation, result = _load_result(request, process, contest)
    name = published_bundle(result.contest)
    if name is None:
        raise Http404
    return FileResponse(
        default_storage.open(name),
        as_attachment=True,
        filename=f"bulletins-{contest}.zip",
        content_type="application/zip",
    )


def table(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    _votation, result = _load_result(request, process, contest)
    labels = [grade.label for grade in result.rows[0].grades] if result.rows else []
    header = [_("Réponse"), _("Voix"), _("Part"), _("Rang"), _("Décision"), *labels]
    rows = (
        [
            row.option.title,
            row.score,
            "" if row.permille is None else f"{row.permille / 1000:.3f}",
            row.rank,
            row.decision,
            *[grade.ballots for grade in row.grades],
        ]
        for row in result.rows
    )
    body = "".join(csv_lines(header, rows))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="resultats-{contest}.csv"'
    return response


def outcome(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """The canonical outcome, byte for byte what ``./preau count`` gives on the ballots."""
    _votation, result = _load_result(request, process, contest)
    return HttpResponse(recount(result.contest).to_json(), content_type="application/json")
