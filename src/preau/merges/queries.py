"""Pairs, groups and kin of ideas, for the desk and for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from preau.processes.models import Process
from preau.proposals.models import LONG, Proposal, Status

from .models import OPEN, Duplicate, Merge


def counts(process: Process) -> dict[str, int]:
    """How many pairs wait, are linked, are kept apart; how many groups there are."""
    pairs = Duplicate.objects.of(process)
    found: dict[str, int] = pairs.aggregate(
        waiting=Count(
            "pk",
            filter=Q(
                state=Duplicate.State.WAITING,
                first__status__in=OPEN,
                second__status__in=OPEN,
                first__is_hidden=False,
                second__is_hidden=False,
            ),
        ),
        linked=Count("pk", filter=Q(state=Duplicate.State.LINKED)),
        apart=Count("pk", filter=Q(state=Duplicate.State.APART)),
    )
    merged = Proposal.objects.of(process).filter(merged_into__isnull=False)
    found["groups"] = merged.aggregate(n=Count("merged_into", distinct=True))["n"]
    return found


def pairs_in(process: Process, state: str) -> Any:
    """The pairs of a tab: those to look at the most alike first, the others the last first."""
    pairs = Duplicate.objects.of(process).with_ideas()
    if state == Duplicate.State.WAITING:
        return pairs.to_look_at().order_by("-score", "pk")
    return pairs.filter(state=state).order_by("-judged_at", "-pk")


def next_pair(process: Process, after: Duplicate) -> Duplicate | None:
    """The pair to look at once ``after`` is judged: the next one down, else the first."""
    waiting = Duplicate.objects.of(process).to_look_at().exclude(pk=after.pk)
    waiting = waiting.select_related("first", "second").order_by("-score", "pk")
    lower = Q(score__lt=after.score) | Q(score=after.score, pk__gt=after.pk)
    return waiting.filter(lower).first() or waiting.first()


def pairs_of(proposal: Proposal) -> list[Duplicate]:
    """Pairs to look at that hold this idea."""
    pairs = Duplicate.objects.filter(Q(first=proposal) | Q(second=proposal)).to_look_at()
    return list(pairs.select_related("first", "second").order_by("-score", "pk")[:6])


def linked_to(proposal: Proposal) -> list[Proposal]:
    """Ideas that an agent linked to this one, as everyone may read them."""
    ids = [
        first if second == proposal.pk else second
        for first, second in Duplicate.objects.filter(
            Q(first=proposal) | Q(second=proposal), state=Duplicate.State.LINKED
        ).values_list("first", "second")
    ]
    return list(Proposal.objects.visible().filter(pk__in=ids).order_by("number")) if ids else []


def parts_of(proposal: Proposal) -> list[Proposal]:
    """The ideas that this one was split into, as everyone may read them."""
    standing = proposal.parts.filter(is_hidden=False).exclude(status=Status.DROPPED)
    return list(standing.only("number", "title", "slug", "status").order_by("number"))


@dataclass(frozen=True)
class Group:
    """An idea and those that joined it."""

    target: Proposal
    members: list[Proposal]
    #: What can be undone, by id of the idea.
    merges: dict[int, Merge]


def groups_of(process: Process, targets: list[int]) -> list[Group]:
    """The groups around ``targets``, in their order; three statements."""
    heads = Proposal.objects.of(process).defer(*(name for name in LONG if "__" not in name))
    by_id = heads.in_bulk(targets)
    members: dict[int, list[Proposal]] = {}
    for one in heads.filter(merged_into__in=targets).order_by("number"):
        members.setdefault(one.merged_into_id or 0, []).append(one)
    merges: dict[int, dict[int, Merge]] = {}
    for merge in Merge.objects.filter(target__in=targets, undone_at=None).order_by("at", "pk"):
        merges.setdefault(merge.target_id, {})[merge.proposal_id] = merge
    return [
        Group(by_id[pk], members.get(pk, []), merges.get(pk, {})) for pk in targets if pk in by_id
    ]


def group_heads(process: Process) -> Any:
    """Ids of the ideas that others joined, the last one to be joined first."""
    merged = Proposal.objects.of(process).filter(merged_into__isnull=False)
    return merged.order_by("-status_at", "-pk").values_list("merged_into", flat=True)
