"""Typing ideas for others."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.models import Process, Step
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.models import Proposal
from preau.proposals.policies import deposit_step
from preau.tenancy.locks import take_turn

from .models import Batch, Entered
from .policies import may_enter, refusal_by_day


@transaction.atomic
def open_batch(
    *, process: Process, origin: str, words: str, collected_on: date, actor: User
) -> Batch:
    """A place to type ideas collected together. Raises ``Refused``."""
    at = clock.now()
    demand(may_enter(actor, process, at))
    demand(refusal_by_day(process, collected_on, at))
    batch = Batch.objects.create(
        process=process,
        origin=origin,
        words=words,
        collected_on=collected_on,
        by=actor,
        by_name=actor.full_name,
        at=at,
    )
    record(actor=actor, verb="opened_batch", subject=batch, process_id=process.pk, words=words)
    return batch


def key_of(asked: dict[str, Any]) -> str:
    """What tells this idea again: its reference, else its words and who said them."""
    if asked.get("reference"):
        return f"ref {asked['reference']}"
    said = "\n".join(str(asked.get(name) or "") for name in ("title", "idea", "author_name"))
    return f"words {hashlib.sha256(said.encode()).hexdigest()[:40]}"


@transaction.atomic
def enter_idea(*, batch: Batch, asked: dict[str, Any], actor: User) -> Proposal:
    """Deposit for somebody what a checked form says. Raises ``Refused``, also when it is there.

    Whoever left an address becomes the author and is told the number; else only the name shows.
    """
    at = clock.now()
    demand(may_enter(actor, batch.process, at))
    take_turn("enter_ideas", batch.process_id)
    there = Proposal.objects.of(batch.process).filter(source_ref=key_of(asked)).first()
    if there is not None:
        raise Refused(
            Refusal(
                "there",
                _("Cette idée est déjà saisie, sous le n°\u00a0%(number)s.")
                % {"number": there.number},
                remedy=_("Changez la référence s’il s’agit d’une autre idée."),
            )
        )
    step = deposit_step(batch.process, at)
    if step is None:
        raise Refused(Refusal("no_collection", _("Cette démarche ne recueille pas d’idées.")))
    return write_idea(batch=batch, step=step, asked=asked, actor=actor)


def write_idea(*, batch: Batch, step: Step, asked: dict[str, Any], actor: User) -> Proposal:
    """The rows of one idea; the caller holds the turn and has looked that it is not there."""
    author = _author(asked.get("email") or "", asked["author_name"])
    zone = asked.get("zone")
    proposal = submit_proposal(
        step=step,
        author=author,
        deposit=Deposit(
            title=asked["title"],
            idea=asked["idea"],
            finding=asked.get("finding") or "",
            audience=asked.get("audience") or "",
            theme=asked.get("theme"),
            zone_id=zone.pk if zone is not None else None,
            place=asked.get("place") or "",
            declared_cost_cents=asked.get("cost"),
            author_name=asked["author_name"],
            source_ref=key_of(asked),
            origin=batch.origin,
            origin_words=batch.words,
        ),
    )
    Entered.objects.create(batch=batch, proposal=proposal, by_name=actor.full_name)
    record(
        actor=actor,
        verb="entered_idea",
        subject=proposal,
        process_id=proposal.process_id,
        words=batch.words,
    )
    return proposal


def _author(email: str, name: str) -> User | None:
    if not email:
        return None
    person, _new = User.objects.get_or_create(email=email, defaults={"public_name": name[:80]})
    return person
