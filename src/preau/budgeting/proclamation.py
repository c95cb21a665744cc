"""What proclaiming will do, said before it is done."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from preau.processes.models import Process
from preau.voting.queries import current_count

from .policies import contests_of
from .results import ContestResult, published_result


@dataclass(frozen=True)
class Proclamation:
    """The verdict of every contest, and who will be told; ``seen`` names these very counts."""

    results: list[ContestResult]
    mails: int
    people: int
    seen: str

    @property
    def winners(self) -> int:
        return sum(len(result.winners) for result in self.results)

    @property
    def losers(self) -> int:
        return sum(len(result.contest.options.all()) for result in self.results) - self.winners

    @property
    def spent_cents(self) -> int:
        return sum(result.spent_cents for result in self.results)


def proclamation_of(process: Process) -> Proclamation:
    """Read the standing counts; the caller has asked ``may_proclaim``."""
    results, hashes, authors = [], [], []
    for contest in contests_of(process):
        standing, result = current_count(contest), published_result(contest)
        if standing is None or result is None:
            raise LookupError(f"contest {contest.pk} is not counted")
        results.append(result)
        hashes.append(standing.outcome_hash)
        authors += [
            row.proposal.author_id for row in result.rows if row.proposal and row.proposal.author_id
        ]
    seen = hashlib.sha256("".join(hashes).encode()).hexdigest()[:16]
    return Proclamation(results, len(authors), len(set(authors)), seen)
