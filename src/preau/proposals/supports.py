"""Joining an idea, and leaving it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.ledger.actions import record

from .models import Event, Proposal, Support
from .policies import may_support


@transaction.atomic
def support(
    *, proposal: Proposal, person: User, words: str = "", is_coauthor: bool = False
) -> Support:
    """Make ``person`` a supporter, or a co-author who adds ``words``; once each, never less.

    Joining again adds what was missing (words, co-authorship) and removes nothing. A co-author
    appears in the story of the idea. Raises ``Refused`` against ``policies.may_support``.
    """
    demand(may_support(person, proposal))
    at = clock.now()
    joined, is_new = Support.objects.select_for_update().get_or_create(
        proposal=proposal,
        user=person,
        defaults={"words": words, "is_coauthor": is_coauthor, "at": at},
    )
    is_news = is_coauthor and (is_new or not joined.is_coauthor)
    if not is_new and (is_news or (words and words != joined.words)):
        joined.is_coauthor = joined.is_coauthor or is_coauthor
        joined.words = words or joined.words
        joined.save(update_fields=["is_coauthor", "words"])
    if is_news:
        Event.objects.create(
            proposal=proposal,
            at=at,
            kind="joined",
            actor_label=person.display_name[:120],
            sentence=_("Une personne qui avait la même idée la rejoint."),
        )
    if is_new or is_news:
        verb = "joined" if is_coauthor else "supported"
        record(actor=person, verb=verb, subject=proposal, process_id=proposal.process_id)
    return joined


@transaction.atomic
def withdraw_support(*, proposal: Proposal, person: User) -> bool:
    """Leave an idea; False when the person was not following it. Co-authors stay named."""
    left, _rows = Support.objects.filter(proposal=proposal, user=person).delete()
    if left:
        record(actor=person, verb="left", subject=proposal, process_id=proposal.process_id)
    return bool(left)
