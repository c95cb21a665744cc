"""The booth of the formats that are filled in on one form: ticking, marking, giving points."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from preau.accounts.visitors import visitor_token

from ..drafts import fill_draft
from ..formats import BallotFormat, Control, Filled, ballot_formats
from ..models import Contest, Option
from .access import load_contest, load_sheet
from .cards import Sheet
from .secret import stop_at_door

#: Short lists need no search.
SEARCHED_FROM = 9


@dataclass(frozen=True)
class Answer:
    """An option with its control, and what was wrong with what was typed there."""

    option: Option
    control: Control
    error: str = ""
    typed: str = ""


def show(
    request: HttpRequest, sheet: Sheet, *, filled: Filled | None = None, said: str = ""
) -> HttpResponse:
    """The form; with ``filled`` when it comes back because something could not be read."""
    sent = request.POST if request.method == "POST" else request.GET
    query, theme = sent.get("q", "").strip()[:80], sent.get("theme", "")
    contest = sheet.contest
    way = ballot_formats.get(contest.ballot_format)
    context = _bar(way, sheet, said) | {
        "answers": [_answer(way, sheet, option, filled) for option in sheet.in_sight(query, theme)],
        "advice": way.advice(contest),
        "query": query,
        "theme": theme,
        "is_searched": len(sheet.options) >= SEARCHED_FROM or bool(query or theme),
        "errors": filled.errors if filled else {},
    }
    status = 422 if filled and filled.errors else 200
    return render(request, "voting/booth/fill.html", context, status=status)


def _answer(way: BallotFormat, sheet: Sheet, option: Option, filled: Filled | None) -> Answer:
    control = way.controls(sheet.contest, option, sheet.draft.choices)
    if filled is None:
        return Answer(option, control)
    wrong, typed = filled.errors.get(option.pk, ""), filled.typed.get(option.pk, "")
    return Answer(option, control, wrong, typed)


def _bar(way: BallotFormat, sheet: Sheet, said: str) -> dict[str, object]:
    return {
        "step": sheet.contest.election.step,
        "contest": sheet.contest,
        "sheet": sheet,
        "way": way,
        "tally": way.tally(sheet.contest, sheet.draft.choices),
        "said": said,
    }


@never_cache
@require_POST
def fill(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """Keep what the form says, then go where its button leads; for htmx, only the bar again."""
    found = load_contest(request, process, contest)
    if stop := stop_at_door(request, found):
        return stop
    way = ballot_formats.get(found.ballot_format)
    if not way.is_one_form:
        return redirect(found.url("choose"))
    then = request.POST.get("then", "")
    offered = set(request.POST.getlist("vu"))
    shown = [option for option in found.listed if str(option.pk) in offered]
    draft, filled = fill_draft(
        contest=found,
        visitor=visitor_token(request),
        person=request.user,
        shown=shown,
        sent=None if then == "clear" else dict(request.POST.lists()),
    )
    sheet = load_sheet(request, found, draft=draft)
    error = next(iter(filled.errors.values()), "")
    if request.htmx:  # type: ignore[attr-defined]  # of its middleware
        context = _bar(way, sheet, error) | {"pieces": True}
        return render(request, "voting/booth/fill_pieces.html", context)
    if filled.errors:
        return show(
            request, sheet, filled=filled, said=_("Votre bulletin n’est pas encore complet.")
        )
    return redirect(_after(request, found, then))


def _after(request: HttpRequest, contest: Contest, then: str) -> str:
    """The ballot read again, or the list under the search and the theme that were asked for."""
    if then == "review":
        return contest.url("review")
    wanted = {"q": request.POST.get("q", "").strip(), "theme": request.POST.get("theme", "")}
    if then.startswith("theme:"):
        wanted["theme"] = then.removeprefix("theme:")
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{contest.url('choose')}{'?' if query else ''}{query}"
