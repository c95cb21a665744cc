"""Results for everyone: who won, why, step by step, and the files to count again."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from preau.accounts.policies import may_run_process
from preau.kernel.sheets import safe_cell
from preau.processes.access import load_process
from preau.processes.models import Process
from preau.voting.models import Contest
from preau.voting.queries import current_count, turnout

from ..models import Edition, Winner
from ..policies import contests_of
from ..results import ContestResult, published_result, recount, voters_by_contest, with_envelope

#: Envelopes that « et avec … ? » offers, in percent of the voted one.
PERCENTS = (90, 100, 110, 125, 150)


@dataclass(frozen=True)
class ContestLine:
    """A contest in the overview: its winners and its money, in cents."""

    contest: Contest
    winners: list[Winner]
    voters: int

    @property
    def spent_cents(self) -> int:
        return sum(winner.cost_cents for winner in self.winners)

    @property
    def used_permille(self) -> int:
        return round(1000 * self.spent_cents / (self.contest.envelope_cents or 1))


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
    context: dict[str, object] = {"process": found, "edition": edition, "lines": []}
    if edition.proclaimed_at is not None:
        context |= _overview_context(found, edition)
    return render(request, "budgeting/results.html", context)


def _overview_context(process: Process, edition: Edition) -> dict[str, object]:
    by_contest: dict[int, list[Winner]] = {}
    winners = edition.winners.select_related("proposal__theme", "proposal__picture")
    for winner in winners:
        winner.proposal.process = process
        by_contest.setdefault(winner.contest_id, []).append(winner)
    contests = contests_of(process)
    voters = voters_by_contest(contests)
    lines = [
        ContestLine(contest, by_contest.get(contest.pk, []), voters.get(contest.pk, 0))
        for contest in contests
    ]
    return {
        "lines": lines,
        "count": sum(len(line.winners) for line in lines),
        "spent_cents": sum(line.spent_cents for line in lines),
        "envelope_cents": sum(line.contest.envelope_cents for line in lines),
        "turnout": turnout(contests[0].election) if contests else None,
    }


def _load_contest(
    request: HttpRequest, process: str, contest: str
) -> tuple[Process, Edition, Contest]:
    found, edition = _load_edition(request, process)
    one = next((each for each in contests_of(found) if each.slug == contest), None)
    if one is None or not _may_read(request, edition):
        raise Http404
    return found, edition, one


def _load_result(contest: Contest) -> ContestResult:
    result = published_result(contest)
    if result is None:
        raise Http404
    return result


def contest_page(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    found, edition, one = _load_contest(request, process, contest)
    percent = _percent(request)
    result = _load_result(one) if percent == 100 else with_envelope(one, percent)
    return render(
        request,
        "budgeting/contest.html",
        {
            "process": found,
            "edition": edition,
            "contest": one,
            "result": result,
            "rule": one.document.in_french(),
            "percent": percent,
            "percents": PERCENTS,
            "is_fiction": percent != 100,
            "voters": voters_by_contest([one]).get(one.pk, 0),
        },
    )


def _percent(request: HttpRequest) -> int:
    asked = request.GET.get("enveloppe", "100")
    return int(asked) if asked.isdigit() and int(asked) in PERCENTS else 100


def step_by_step(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """The count one project at a time: ``?tour=7`` shows the table after seven steps."""
    found, edition, one = _load_contest(request, process, contest)
    result = _load_result(one)
    asked = request.GET.get("tour", "1")
    last = len(result.rows)
    turn = min(max(int(asked) if asked.isdigit() else 1, 1), max(last, 1))
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
            "sentence": result.steps[turn - 1] if result.steps else "",
            "current": result.rows[turn - 1] if result.rows else None,
        },
    )


def contest_csv(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    _found, _edition, one = _load_contest(request, process, contest)
    result = _load_result(one)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="resultats-{one.slug}.csv"'
    response.write("\ufeff")
    sheet = csv.writer(response, delimiter=";")
    sheet.writerow(
        [_("Numéro"), _("Titre"), _("Points"), _("Coût en euros"), _("Rang"), _("Motif")]
    )
    for row in result.rows:
        sheet.writerow(
            [
                row.option.number,
                safe_cell(row.option.title),
                row.points,
                f"{row.option.cost_cents / 100:.2f}",
                row.rank or "",
                row.reason,
            ]
        )
    return response


def contest_json(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """The canonical outcome, byte for byte what ``./preau count`` gives on the ballots."""
    _found, _edition, one = _load_contest(request, process, contest)
    if current_count(one) is None:
        raise Http404
    return HttpResponse(recount(one).to_json(), content_type="application/json")
