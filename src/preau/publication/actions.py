"""Keeping an answer for later, dropping it, publishing it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.reviews.actions import decide, draft_decision, refusal_of_content
from preau.reviews.handover import handover_of
from preau.reviews.models import Decision
from preau.reviews.policies import may_decide
from preau.reviews.queries import current_decision, review_step
from preau.reviews.taking_back import take_back_decision

from .models import Prepared


@transaction.atomic
def prepare_answer(
    *, proposal: Proposal, step: Step, actor: User, asked: dict[str, Any]
) -> Prepared:
    """Keep the answer to an idea without publishing it; the former one is replaced.

    ``asked`` holds what ``reviews.actions.decide`` takes. Raises ``Refused`` like it.
    """
    demand(may_decide(actor, step, clock.now()))
    draft = draft_decision(proposal=proposal, step=step, actor=actor, **asked)
    demand(refusal_of_content(draft))
    current = current_decision(proposal, step)
    kept, _new = Prepared.objects.update_or_create(
        proposal=proposal,
        defaults={
            "step": step,
            "verdict": draft.verdict,
            "motive": draft.motive,
            "merged_into": draft.merged_into,
            "handed_to": draft.handed_to,
            "handed_contact": draft.handed_contact,
            "words": draft.words,
            "cost_cents": asked.get("cost_cents"),
            "signed_by": draft.signed_by,
            "seen": current,
            "prepared_by": actor,
            "prepared_by_name": actor.full_name,
            "at": draft.at,
        },
    )
    record(
        actor=actor,
        verb="prepared_answer",
        subject=proposal,
        process_id=proposal.process_id,
        verdict=str(draft.verdict),
    )
    return kept


@transaction.atomic
def drop_answer(*, prepared: Prepared, actor: User) -> None:
    """Forget an answer that was prepared. Raises ``Refused``."""
    step = Step.objects.select_related("process").get(pk=prepared.step_id)
    demand(may_decide(actor, step, clock.now()))
    proposal = prepared.proposal
    prepared.delete()
    record(
        actor=actor,
        verb="dropped_answer",
        subject=proposal,
        process_id=proposal.process_id,
    )


@transaction.atomic
def publish_answer(*, proposal: Proposal, actor: User) -> Decision:
    """The prepared answer becomes the decision: everyone reads it, its authors are told.

    Raises ``Refused``: nothing prepared, or whatever ``decide`` refuses.
    """
    prepared = (
        Prepared.objects.select_for_update(of=("self",))
        .select_related("motive", "merged_into")
        .filter(proposal=proposal)
        .first()
    )
    step = review_step(proposal.process)
    if prepared is None or step is None:
        raise Refused(Refusal("not_prepared", _("Aucune réponse n’est préparée pour cette idée.")))
    decision = decide(
        proposal=proposal,
        step=step,
        actor=actor,
        seen=prepared.seen_id,
        **asked_of(prepared),
    )
    prepared.delete()
    return decision


def asked_of(prepared: Prepared) -> dict[str, Any]:
    """What ``decide`` and ``draft_decision`` take, from what was kept."""
    return {
        "verdict": prepared.verdict,
        "motive": prepared.motive,
        "merged_into": prepared.merged_into,
        "handover": handover_of(prepared),
        "words": prepared.words,
        "cost_cents": prepared.cost_cents,
        "signed_by": prepared.signed_by,
    }


@transaction.atomic
def take_back_publication(
    *, proposal: Proposal, actor: User, cost_cents: int | None
) -> Prepared | None:
    """Undo a publication: the analysis goes on, the answer is prepared again as it was.

    Raises ``Refused``.
    """
    step = review_step(proposal.process)
    published = current_decision(proposal, step) if step else None
    back = take_back_decision(proposal=proposal, actor=actor, cost_cents=cost_cents)
    if published is None or Prepared.objects.filter(proposal=proposal).exists():
        return None
    return Prepared.objects.create(
        proposal=proposal,
        step=published.step,
        verdict=published.verdict,
        motive=published.motive,
        merged_into=published.merged_into,
        handed_to=published.handed_to,
        handed_contact=published.handed_contact,
        words=published.words,
        cost_cents=published.cost_cents,
        signed_by=published.signed_by,
        seen=back,
        prepared_by=published.decided_by,
        prepared_by_name=published.decided_by_name,
        at=clock.now(),
    )
