"""What the page of an idea shows while its vote is open: the way into the ballot."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from preau.accounts.models import User
from preau.accounts.visitors import known_visitor
from preau.kernel import clock
from preau.proposals.models import Proposal
from preau.proposals.panels import Panel
from preau.voting.models import BallotDraft, Contest, Option


def load(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    """The idea's ballot and the gesture that puts it there; nothing when its box is not open.

    Only choices still being made are said, never those of a ballot in the box. Who has no
    session yet gets a link instead of a form, so that the page stays the same for everyone.
    """
    at = clock.now()
    option = (
        Option.objects.filter(
            contest__election__step__process=proposal.process_id,
            contest__state=Contest.State.OPEN,
            contest__opens_at__lte=at,
            contest__closes_at__gt=at,
            source_kind="proposal",
            source_id=proposal.pk,
        )
        .select_related("contest__election__step")
        .first()
    )
    if option is None:
        return None
    contest, person = option.contest, request.user
    contest.election.step.process = proposal.process
    zone_id = person.zone_id if isinstance(person, User) else None
    return {
        "contest": contest,
        "option": option,
        "rank": _rank(option, known_visitor(request)),
        "is_elsewhere": None not in (zone_id, contest.zone_id) and zone_id != contest.zone_id,
        "may_add_here": contest.ballot_format == "ranked"
        and settings.SESSION_COOKIE_NAME in request.COOKIES,
        "choose_url": f"{contest.url('choose')}#projet-{option.number}",
        "act_url": contest.url("act"),
        "ballot_url": contest.url("ballot"),
    }


def _rank(option: Option, visitor: str) -> int:
    """The rank this visitor is giving to ``option``, 0 when none."""
    if not visitor or option.contest.ballot_format != "ranked":
        return 0
    drafts = BallotDraft.objects.filter(contest=option.contest_id, visitor=visitor)
    choices = drafts.values_list("choices", flat=True).first() or []
    return choices.index(option.pk) + 1 if option.pk in choices else 0


at_vote_panel = Panel(order=5, load=load, template="budgeting/at_vote.html")
