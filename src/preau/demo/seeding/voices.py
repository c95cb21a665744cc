"""People who follow ideas."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from preau.demo.content import Edition
from preau.kernel import clock
from preau.ledger.models import Entry
from preau.proposals.models import Proposal, Support

from .story import entry_of
from .town import Town

#: Mean number of people who follow an idea; a few gather most of them.
FOLLOWERS = 6


def follow_ideas(town: Town, edition: Edition, proposals: dict[int, Proposal]) -> None:
    """Residents follow ideas, at random moments of the fifty days after their deposit.

    The rows are those of ``proposals.supports.support``, written at once: they are thousands.
    """
    rng = Random(f"{edition.key}/followers")
    residents = [town.people[one.key] for one in town.city.residents]
    now = clock.now()
    joined = set(Support.objects.values_list("proposal_id", "user_id"))
    supports: list[Support] = []
    for proposal in proposals.values():
        wanted = min(int(rng.paretovariate(1.3) * FOLLOWERS / 3), len(residents) // 3)
        for person in rng.sample(residents, wanted):
            at = proposal.submitted_at + timedelta(minutes=rng.randint(5, 50 * 24 * 60))
            is_new = (proposal.pk, person.pk) not in joined and person.pk != proposal.author_id
            if is_new and at < now:
                supports.append(Support(proposal=proposal, user=person, at=at))
    Support.objects.bulk_create(supports)
    Entry.objects.bulk_create(_entry(one) for one in supports)


def _entry(support: Support) -> Entry:
    with clock.stopped(support.at):
        return entry_of(support.proposal, support.user, "supported", {})
