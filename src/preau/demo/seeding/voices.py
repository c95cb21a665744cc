"""People who follow ideas."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from preau.demo.content import Edition
from preau.kernel import clock
from preau.ledger.models import Entry
from preau.processes.models import Process
from preau.proposals.models import Proposal, Support

from .town import Town

#: Mean number of people who follow an idea; a few gather most of them.
FOLLOWERS = 6


def follow_ideas(
    town: Town, edition: Edition, process: Process, proposals: dict[int, Proposal]
) -> None:
    """Residents follow ideas, at random moments of the fifty days after their deposit.

    The rows are those of ``proposals.supports.support``, written at once: they are thousands.
    """
    rng = Random(f"{edition.key}/followers")
    residents = [town.people[one.key] for one in town.city.residents]
    now = clock.now()
    supports: list[Support] = []
    for proposal in proposals.values():
        wanted = min(int(rng.paretovariate(1.3) * FOLLOWERS / 3), len(residents) // 3)
        joined = {one.user_id for one in proposal.supports.all()}
        for person in rng.sample(residents, wanted):
            at = proposal.submitted_at + timedelta(minutes=rng.randint(5, 50 * 24 * 60))
            if person.pk not in joined and person.pk != proposal.author_id and at < now:
                supports.append(Support(proposal=proposal, user=person, at=at))
    Support.objects.bulk_create(supports)
    Entry.objects.bulk_create(
        Entry(
            at=one.at,
            actor=one.user,
            actor_name=one.user.full_name,
            verb="supported",
            subject_kind=Proposal._meta.label_lower,
            subject_id=one.proposal.pk,
            subject_label=str(one.proposal)[:240],
            process_id=process.pk,
        )
        for one in supports
    )
