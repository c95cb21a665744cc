"""Ideas as moderators read them, and what their authors may do meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from preau.moderation.actions import open_case
from preau.moderation.models import Case
from preau.moderation.registry import Described, Moderated
from preau.processes.models import Step

from .models import CollectionSettings, Proposal

KIND = "proposal"


class ModeratedProposal(Moderated):
    """Out of sight, an idea keeps its number, its story and its place in the review."""

    step_kinds = ("collection",)

    def describe(self, ids: Iterable[int]) -> dict[int, Described]:
        found = Proposal.objects.filter(pk__in=list(ids)).select_related("process")
        return {one.pk: _described(one) for one in found.defer("search", "search_key")}

    def keep(self, id: int) -> None:
        Proposal.objects.filter(pk=id).update(is_hidden=False)

    def hide(self, id: int, *, may_reword: bool) -> None:
        Proposal.objects.filter(pk=id).update(is_hidden=True)


def _described(one: Proposal) -> Described:
    return Described(
        title=f"n°\u00a0{one.number}, {one.title}",
        text=one.text,
        context=one.process.title,
        url=one.get_absolute_url(),
        author_name=one.author_name,
    )


def settings_of(step: Step | None) -> CollectionSettings:
    """What this deposit asks; the house's own when nobody set it."""
    return CollectionSettings.objects.filter(step=step).first() or CollectionSettings(step=step)


def is_read_before(step: Step | None) -> bool:
    """True when ideas of this step appear once a moderator has read them."""
    return settings_of(step).moderation == CollectionSettings.Moderation.BEFORE


def case_of(proposal: Proposal) -> Case | None:
    """The last look that moderators took, or are to take, at this idea."""
    return Case.objects.filter(kind=KIND, subject_id=proposal.pk).order_by("-pk").first()


def waits_for_author(proposal: Proposal) -> bool:
    """A moderator asked its author to write it again."""
    case = case_of(proposal) if proposal.is_hidden else None
    return case is not None and case.state == Case.State.REWORD


@transaction.atomic
def have_read(*, proposal: Proposal, why: str) -> Case:
    """Take the idea out of sight until a moderator has read it."""
    Proposal.objects.filter(pk=proposal.pk).update(is_hidden=True)
    proposal.is_hidden = True
    return open_case(
        kind=KIND,
        subject_id=proposal.pk,
        process=proposal.process,
        why=why,
        author=proposal.author,
    )
