"""First lines of the booth's views: the contest and who stands before it, or the page that says no."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from preau.accounts.models import Person
from preau.accounts.visitors import known_visitor
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.access import load_process
from preau.processes.models import Process, Step
from preau.processes.policies import may_see_process
from preau.processes.requirements import refusal_by_requirements

from ..drafts import draft_of
from ..models import BallotDraft, Contest, Election
from ..paper.roll import may_vote_online
from ..policies import may_enter_booth
from ..queries import election_of
from .cards import Sheet
from .memory import remembered


def load_step(request: HttpRequest, process: str) -> Step:
    return _vote_step(load_process(request, process))


def _vote_step(process: Process) -> Step:
    """The vote step of a process: the one that is open, else the first."""
    steps = [one for one in process.ordered_steps if one.kind == "vote"]
    if not steps:
        raise Http404
    return next((step for step in steps if step.is_open), steps[0])


def load_election(request: HttpRequest, process: str) -> Election:
    election = election_of(load_step(request, process))
    if election is None:
        raise Http404
    return election


def load_contest(request: HttpRequest, process: str, slug: str) -> Contest:
    """The contest at that address, with all that it leans on; it is shared, only ever read it."""

    def load() -> Contest:
        step = load_step(request, process)
        contests = Contest.objects.select_related("election__paper", "zone").defer("zone__polygon")
        contest = get_object_or_404(contests, election__step=step, slug=slug)
        contest.election.step = step
        return contest

    found = remembered(process, slug, load)
    step = found.election.step
    if may_see_process(request.user, step.process) is not None:
        raise Http404
    return found if _vote_step(step.process) is step else load()


def stands_at_its_place(contest: Contest, person: Person) -> bool:
    """This person may see the process, whose vote at this hour is the one of this contest."""
    step = contest.election.step
    return may_see_process(person, step.process) is None and _vote_step(step.process) is step


def refusal_at_door(request: HttpRequest, contest: Contest) -> Refusal | None:
    """Closed, not open yet, or a known person who cannot vote: said before any choice."""
    at = clock.now()
    return (
        may_enter_booth(contest, at)
        or refusal_by_requirements(contest.election.step, request.user, at)
        or may_vote_online(contest, request.user)
    )


def load_sheet(
    request: HttpRequest,
    contest: Contest,
    *,
    draft: BallotDraft | None = None,
    asking: int | None = None,
) -> Sheet:
    """The contest as this visitor sees it; ``draft`` when it is already at hand."""
    if draft is None:
        draft = draft_of(contest, known_visitor(request), request.user)
    options = list(contest.options.select_related("zone", "picture").defer("zone__polygon"))
    contest.listed = options
    return Sheet(contest, draft, options, asking)
