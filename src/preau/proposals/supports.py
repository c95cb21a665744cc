"""Joining an idea, leaving it, and following it where it goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.kernel.registry import Registry
from preau.ledger.actions import record

from .models import Event, Proposal, Support
from .policies import may_support

#: Told of each new support, in its transaction: rooms that promise something for so many.
watchers: Registry[Callable[[Proposal], object]] = Registry("watcher of supports")


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
        defaults={
            "words": words,
            "is_coauthor": is_coauthor,
            "told_status": proposal.status,
            "at": at,
        },
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
    if is_new:
        for watch in watchers:
            watch(proposal)
    return joined


@transaction.atomic
def withdraw_support(*, proposal: Proposal, person: User) -> bool:
    """Leave an idea; False when the person was not following it. Co-authors stay named."""
    left, _rows = Support.objects.filter(proposal=proposal, user=person).delete()
    if left:
        record(actor=person, verb="left", subject=proposal, process_id=proposal.process_id)
    return bool(left)


@transaction.atomic
def carry_people(*, source: Proposal, target: Proposal, at: datetime) -> int:
    """Authors and followers of ``source`` come along to ``target``, nobody twice; how many came.

    The author of ``source`` and its co-authors are co-authors of ``target``.
    """
    people = dict(source.supports.values_list("user", "is_coauthor"))
    if source.author_id is not None:
        people[source.author_id] = True
    if target.author_id is not None:
        people.pop(target.author_id, None)
    here = dict(target.supports.filter(user__in=people).values_list("user", "is_coauthor"))
    raised = [user for user, is_author in people.items() if is_author and here.get(user) is False]
    target.supports.filter(user__in=raised).update(
        is_coauthor=True, came_from=source, was_following=True
    )
    came = [
        Support(
            proposal=target,
            user_id=user,
            is_coauthor=is_author,
            came_from=source,
            told_status=target.status,
            at=at,
        )
        for user, is_author in people.items()
        if user not in here
    ]
    Support.objects.bulk_create(came, ignore_conflicts=True)
    return len(came) + len(raised)


@transaction.atomic
def bring_back(*, source: Proposal, target: Proposal) -> None:
    """Those who came to ``target`` with ``source`` leave it, unless another idea brings them too."""
    came = target.supports.filter(came_from=source)
    came.filter(was_following=False).delete()
    came.update(is_coauthor=False, came_from=None, was_following=False)
    for other in target.merged.exclude(pk=source.pk).order_by("pk"):
        carry_people(source=other, target=target, at=other.status_at)
