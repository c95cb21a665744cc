"""What a file would change, said so that nobody learns a score or a choice from it."""

from __future__ import annotations

from typing import Any

from ..effects import changes_winners
from ..models import Ballot, Contest, SetAside
from ..records import grouped, options_of
from .voters import places_of, voters_of


def effect_of(case: SetAside) -> list[dict[str, Any]]:
    """By open contest: ballots concerned, of how many, and whether the winners would change.

    ``changes`` is None where the ballots are too few to be told of without telling what they hold.
    """
    keys = set(case.held.values_list("voter_key", flat=True))
    electors = [one.elector for one in voters_of(case.election, keys)]
    found = []
    for contest in case.election.contests.filter(is_secret=False, state=Contest.State.OPEN):
        inside = Ballot.objects.filter(contest=contest, is_aside=False)
        theirs = inside.filter(box_key__in=places_of(contest, electors))
        number = theirs.count()
        if not number:
            continue
        options = options_of(contest)
        changes = changes_winners(
            contest,
            options,
            grouped(inside.exclude(pk__in=theirs.values("pk")), contest, options),
            grouped(theirs, contest, options),
        )
        found.append(
            {
                "title": contest.title,
                "ballots": number,
                "of": inside.count(),
                "changes": changes,
                "asks": bool(contest.question),
            }
        )
    return found
