"""Results for everyone: who won, why, and step by step."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from preau.accounts.policies import may_run_process
from preau.kernel.text import whole_number
from preau.processes.access import load_process
from preau.processes.models import Process
from preau.voting.models import Contest
from preau.voting.outcomes import draw_seed, rule_in_words, voters_by_channel, voters_by_contest

from ..models import Edition
from ..overview import overview_of, winners_by_contest
from ..policies import contests_of
from ..results import ContestResult, published_result, with_envelope
from ..wording import counts_points

#: Envelopes that « et avec … ? » offers, in percent of the voted one.
PERCENTS = {
    90: gettext_lazy("10 % de moins"),
    100: gettext_lazy("L’enveloppe du vote"),
    110: gettext_lazy("10 % de plus"),
    125: gettext_lazy("25 % de plus"),
    150: gettext_lazy("50 % de plus"),
    200: gettext_lazy("Le double"),
}


def _load_edition(request: HttpRequest, slug: str) -> tuple[Process, Edition]:
    process = load_process(request, slug)
    edition = Edition.objects.filter(process=process).first()
    if edition is None:
        raise Http404
    edition.process = process
    return process, edition


def _may_read(request: HttpRequest, edition: Edition) -> bool:
    """Before the proclamation, only those who run the process see the count."""
    return (
        edition.proclaimed_at is not None
        or may_run_process(request.user, edition.process_id) is None
    )


def overview(request: HttpRequest, process: str) -> HttpResponse:
    found, edition = _load_edition(request, process)
    context: dict[str, object] = {"process": found, "edition": edition}
    if edition.proclaimed_at is not None:
        context |= overview_of(found, edition, winners_by_contest(found, edition))
    else:
        context["vote"] = found.step_of_kind("vote")
    return render(request, "budgeting/results.html", context)


def load_contest(
    request: HttpRequest, process: str, contest: str
) -> tuple[Process, Edition, Contest]:
    found, edition = _load_edition(request, process)
    one = next((each for each in contests_of(found) if each.slug == contest), None)
    if one is None or not _may_read(request, edition):
        raise Http404
    return found, edition, one


def load_result(contest: Contest) -> ContestResult:
    result = published_result(contest)
    if result is None:
        raise Http404
    return result


def contest_page(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    found, edition, one = load_contest(request, process, contest)
    percent = _percent(request)
    result = load_result(one) if percent == 100 else with_envelope(one, percent)
    return render(
        request,
        "budgeting/contest.html",
        {
            "process": found,
            "edition": edition,
            "contest": one,
            "result": result,
            "rule": rule_in_words(one),
            "counts_points": counts_points(one),
            "percent": percent,
            "percents": PERCENTS.items(),
            "is_fiction": percent != 100,
            "draw_seed": draw_seed(one),
            "voters": voters_by_contest([one]).get(one.pk, 0),
            "channels": voters_by_channel([one]),
        },
    )


def _percent(request: HttpRequest) -> int:
    asked = whole_number(request.GET.get("enveloppe"))
    return asked if asked in PERCENTS else 100


def step_by_step(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """The count one project at a time: ``?tour=7`` shows the table after seven steps."""
    found, edition, one = load_contest(request, process, contest)
    result = load_result(one)
    last = len(result.rows)
    turn = min(max(whole_number(request.GET.get("tour")) or 1, 1), max(last, 1))
    return render(
        request,
        "budgeting/steps.html",
        {
            "process": found,
            "edition": edition,
            "contest": one,
            "result": result,
            "turn": turn,
            "last": last,
            "shown": result.rows[:turn],
            "counts_points": counts_points(one),
            "current": result.rows[turn - 1] if result.rows else None,
        },
    )
