"""Preparing a lot, starting it, calling it off, undoing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.messaging.holding import stop_mails
from preau.processes.models import Process
from preau.proposals.desk.acts import BulkAct
from preau.proposals.models import Proposal

from .models import Line, Lot
from .policies import MOST, may_start, may_undo
from .steps import begin
from .tasks import ask_worker


@transaction.atomic
def prepare_lot(
    *,
    process: Process,
    act: BulkAct,
    numbers: Sequence[int],
    asked: dict[str, list[str]],
    actor: User,
) -> Lot:
    """A lot with its lines, rehearsed by the worker; nothing is done yet. Raises ``Refused``."""
    demand(act.may(actor, process))
    found = Proposal.objects.of(process).filter(number__in=numbers).order_by("number")
    rows = list(found.values_list("pk", "number"))
    if not rows:
        raise Refused(Refusal("nothing", _("Cochez au moins une idée.")))
    if len(rows) > MOST:
        raise Refused(
            Refusal(
                "too_many",
                _("Un lot compte au plus\u00a0%(most)s idées.") % {"most": MOST},
                remedy=_("Resserrez le filtre, puis recommencez pour le reste."),
            )
        )
    lot = Lot.objects.create(
        process=process,
        act=act.code,
        label=str(act.label)[:120],
        asked=asked,
        actor=actor,
        actor_name=actor.full_name,
        created_at=clock.now(),
    )
    Line.objects.bulk_create(
        [Line(lot=lot, proposal_id=pk, number=number) for pk, number in rows], batch_size=1000
    )
    ask_worker(lot)
    return lot


@transaction.atomic
def start_lot(*, lot: Lot, actor: User, at: datetime | None = None) -> Lot:
    """Hand the lot to the worker, now or at a moment to come. Raises ``Refused``.

    Whoever starts it answers for it: the acts are theirs in the record.
    """
    now = clock.now()
    lot = Lot.objects.select_for_update().select_related("process").get(pk=lot.pk)
    demand(may_start(actor, lot))
    lot.actor, lot.actor_name = actor, actor.full_name
    if at is not None and at > now:
        lot.state, lot.starts_at = Lot.State.PLANNED, at
    else:
        begin(lot, now)
    lot.save(update_fields=["actor", "actor_name", "state", "starts_at"])
    if lot.state == Lot.State.PLANNED:
        record(
            actor=actor,
            verb="bulk_planned",
            subject=lot.process,
            process_id=lot.process_id,
            act=lot.label,
            lot=lot.pk,
            count=lot.lines.count(),
            starts_at=at.isoformat() if at else "",
        )
    ask_worker(lot)
    return lot


@transaction.atomic
def call_off_lot(*, lot: Lot, actor: User) -> Lot:
    """A planned lot is only prepared again: nothing will happen at its hour. Raises ``Refused``."""
    lot = Lot.objects.select_for_update().select_related("process").get(pk=lot.pk)
    if lot.state != Lot.State.PLANNED:
        raise Refused(Refusal("not_planned", _("Ce lot n’est plus en attente de son heure.")))
    demand(may_start(actor, lot))
    lot.state, lot.starts_at = Lot.State.PREPARED, None
    lot.save(update_fields=["state", "starts_at"])
    record(
        actor=actor,
        verb="bulk_called_off",
        subject=lot.process,
        process_id=lot.process_id,
        act=lot.label,
        lot=lot.pk,
    )
    return lot


@transaction.atomic
def undo_lot(*, lot: Lot, actor: User) -> Lot:
    """Stop what is left to do, keep the mails back, and put each idea as it was.

    Ideas that somebody changed since, or whose mail has left, stay as they are and say so.
    Raises ``Refused``.
    """
    lot = Lot.objects.select_for_update().select_related("process").get(pk=lot.pk)
    demand(may_undo(actor, lot, clock.now()))
    lot.state, lot.undone_by, lot.ended_at = Lot.State.UNDOING, actor, None
    lot.save(update_fields=["state", "undone_by", "ended_at"])
    lot.lines.filter(state=Line.State.WAITING).update(state=Line.State.SKIPPED)
    stop_mails(batch=lot.batch)
    ask_worker(lot)
    return lot
