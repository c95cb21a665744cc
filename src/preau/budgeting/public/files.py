"""Files of a counted contest: minutes, ballots, tables; all that is needed to count again."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from preau.kernel.sheets import csv_lines
from preau.voting.bundles import pabulib_file, published_bundle
from preau.voting.models import Contest
from preau.voting.outcomes import recount
from preau.voting.queries import current_count

from ..minutes import minutes_pdf
from .results import load_contest, load_result


def minutes(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """The minutes of the count, as a tagged PDF."""
    _found, edition, one = load_contest(request, process, contest)
    body = minutes_pdf(one, edition)
    if body is None:
        raise Http404
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="proces-verbal-{one.slug}.pdf"'
    return response


def _bundle(contest: Contest) -> str:
    name = published_bundle(contest)
    if name is None:
        raise Http404
    return name


def bundle(request: HttpRequest, process: str, contest: str) -> HttpResponseBase:
    """Ballots, receipts, rule and outcome: what ``./preau verify`` checks and counts again."""
    _found, _edition, one = load_contest(request, process, contest)
    return FileResponse(
        default_storage.open(_bundle(one)),
        as_attachment=True,
        filename=f"bulletins-{one.slug}.zip",
        content_type="application/zip",
    )


def pabulib(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """The same ballots in the format of research."""
    _found, _edition, one = load_contest(request, process, contest)
    response = HttpResponse(pabulib_file(_bundle(one)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bulletins-{one.slug}.pb"'
    return response


def contest_csv(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    _found, _edition, one = load_contest(request, process, contest)
    result = load_result(one)
    header = [_("Numéro"), _("Titre"), _("Points"), _("Coût en euros"), _("Rang"), _("Motif")]
    rows = (
        [
            row.option.number,
            row.option.title,
            row.points,
            f"{row.option.cost_cents / 100:.2f}",
            row.rank,
            row.reason,
        ]
        for row in result.rows
    )
    body = "".join(csv_lines(header, rows))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="resultats-{one.slug}.csv"'
    return response


def contest_json(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """The canonical outcome, byte for byte what ``./preau count`` gives on the ballots."""
    _found, _edition, one = load_contest(request, process, contest)
    if current_count(one) is None:
        raise Http404
    return HttpResponse(recount(one).to_json(), content_type="application/json")
