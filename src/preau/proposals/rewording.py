"""Words written again by their author, and when moderators read them."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.ledger.actions import record
from preau.moderation.models import Case
from preau.processes.models import Step

from .actions import correct_proposal
from .models import CollectionSettings, Proposal, Version
from .moderating import have_read, is_read_before, waits_for_author
from .policies import deposit_step


@transaction.atomic
def reword_proposal(
    *, proposal: Proposal, actor: User, actor_label: str, changes: dict[str, Any]
) -> Version | None:
    """The author's own correction; what was sent back, or is read before, is read once more."""
    was_sent_back = waits_for_author(proposal)
    made = correct_proposal(
        proposal=proposal, actor=actor, actor_label=actor_label, changes=changes
    )
    step = deposit_step(proposal.process, clock.now())
    if made is not None and (was_sent_back or is_read_before(step)):
        have_read(proposal=proposal, why=Case.Why.REWORDED if was_sent_back else Case.Why.PRIOR)
    return made


@transaction.atomic
def set_moderation(*, step: Step, moderation: str, actor: User) -> bool:
    """Read ideas of ``step`` before they appear, or on report; False when it is so already."""
    demand(may_run_process(actor, step.process_id))
    held, _is_new = CollectionSettings.objects.get_or_create(step=step)
    if held.moderation == moderation:
        return False
    held.moderation = CollectionSettings.Moderation(moderation)
    held.save(update_fields=["moderation"])
    record(
        actor=actor,
        verb="set_moderation",
        subject=step,
        process_id=step.process_id,
        moderation=moderation,
    )
    return True
