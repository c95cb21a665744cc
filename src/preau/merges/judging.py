"""What an agent makes of a pair: apart, linked, or to be looked at again."""

from __future__ import annotations

from django.db import transaction

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.ledger.actions import record

from .models import Duplicate
from .policies import may_judge_pairs

_VERBS = {
    Duplicate.State.APART: "kept_apart",
    Duplicate.State.LINKED: "linked_ideas",
    Duplicate.State.WAITING: "reopened_pair",
}


@transaction.atomic
def judge(*, pair: Duplicate, state: Duplicate.State, actor: User) -> bool:
    """Remember what ``actor`` makes of ``pair``; False when it was so already. Raises ``Refused``.

    No later search asks again about a pair that was judged.
    """
    demand(may_judge_pairs(actor, pair.process))
    held = Duplicate.objects.select_for_update().get(pk=pair.pk)
    if held.state == state:
        return False
    is_waiting = state == Duplicate.State.WAITING
    pair.state = state
    pair.judged_by = None if is_waiting else actor
    pair.judged_by_name = "" if is_waiting else actor.full_name
    pair.judged_at = None if is_waiting else clock.now()
    pair.save(update_fields=["state", "judged_by", "judged_by_name", "judged_at"])
    record(
        actor=actor,
        verb=_VERBS[state],
        subject=pair.first,
        process_id=pair.process_id,
        other=str(pair.second),
    )
    return True
