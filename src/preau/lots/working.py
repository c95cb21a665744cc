"""Working at a lot: one line, one transaction; whoever works at it, none is done twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.ledger.actions import record
from preau.messaging.holding import hold_mails
from preau.processes.models import Process
from preau.proposals.desk.acts import BulkAct, bulk_acts
from preau.proposals.desk.state import snapshot
from preau.proposals.models import Proposal

from .asked import answers_of
from .models import Line, Lot

log = structlog.get_logger()
#: Lines worked before other jobs of the same worker have their turn.
CHUNK = 100
_LINKS = ("proposal__author", "proposal__zone", "proposal__theme", "proposal__service")


@dataclass(frozen=True)
class Work:
    """All that a lot needs to be worked at, read once for a chunk."""

    lot: Lot
    act: BulkAct
    data: dict[str, Any]
    actor: User
    process: Process
    #: False when what was asked means nothing any more: only undoing goes on without it.
    is_whole: bool = True


def work_of(lot: Lot) -> Work | None:
    """What the lot needs; None, and the lot is stopped with its reason, when it is gone."""
    actor = lot.actor
    data = answers_of(lot) if lot.is_known else None
    if actor is None or not actor.is_active:
        stop(lot, _("La personne qui a lancé ce lot n’a plus de compte."))
        return None
    if data is None:
        stop(lot, _("Ce que le lot demande n’existe plus. Préparez-le de nouveau."))
        return None
    process = Process.objects.with_steps().get(pk=lot.process_id)
    return Work(lot, bulk_acts.get(lot.act), data, actor, process)


def work_to_undo(lot: Lot) -> Work:
    """What undoing needs: the person who undoes, not what was asked then."""
    if lot.undone_by is None:
        raise RuntimeError(f"{lot.batch} is undone by nobody")
    process = Process.objects.with_steps().get(pk=lot.process_id)
    data = answers_of(lot)
    act = bulk_acts.get(lot.act)
    return Work(lot, act, data or {}, lot.undone_by, process, is_whole=data is not None)


def stop(lot: Lot, why: str) -> None:
    """The lot goes no further, and says why; lines not done stay so."""
    lot.lines.filter(state=Line.State.WAITING).update(state=Line.State.SKIPPED)
    lot.state, lot.trouble, lot.ended_at = Lot.State.FAILED, why, clock.now()
    lot.save(update_fields=["state", "trouble", "ended_at"])


def run_chunk(lot: Lot) -> bool:
    """Do the next lines of a running lot; True when some are left."""
    work = work_of(lot)
    if work is None:
        return False
    waiting = lot.lines.filter(state=Line.State.WAITING).values_list("pk", flat=True)
    for pk in list(waiting[:CHUNK]):
        _run_line(work, pk)
    Lot.objects.filter(pk=lot.pk).update(touched_at=clock.now())
    if lot.lines.filter(state=Line.State.WAITING).exists():
        return True
    _finish(work)
    return False


def locked_line(pk: int, state: Line.State) -> Line | None:
    """That line with its proposal, ours until the end of the transaction; None if it is taken."""
    lines = Line.objects.select_for_update(of=("self",), skip_locked=True)
    return lines.select_related(*_LINKS).filter(pk=pk, state=state).first()


def _run_line(work: Work, pk: int) -> None:
    with transaction.atomic():
        line = locked_line(pk, Line.State.WAITING)
        if line is None:
            return
        line.proposal.process = work.process
        line.before = snapshot(line.proposal)
        try:
            with transaction.atomic(), _held(work.lot, line.pk):
                changed = work.act.apply(line.proposal, work.data, work.actor)
        except Refused as refused:
            line.state, line.reason = Line.State.REFUSED, in_full(refused)
        except OperationalError:
            raise  # the database stumbled, not this line: the lot is taken up again
        except Exception:
            # One line that breaks must not keep the others, nor be tried for ever.
            log.exception("lot_line_broke", lot=work.lot.pk, number=line.number)
            line.state, line.reason = Line.State.REFUSED, broken()
        else:
            line.state = Line.State.DONE if changed else Line.State.SAME
            line.after = snapshot(Proposal.objects.get(pk=line.proposal_id))
        line.save(update_fields=["state", "reason", "before", "after"])


def _held(lot: Lot, part: int) -> Any:
    until = lot.undo_until or clock.now()
    return hold_mails(batch=lot.batch, part=part, until=until)


def in_full(refused: Refused) -> str:
    """A refusal in one text: why, by which rule, what remains possible."""
    refusal = refused.refusal
    parts = (refusal.reason, refusal.rule, refusal.remedy)
    return " ".join(str(part) for part in parts if part)


def broken() -> str:
    return _(
        "Une erreur de la plateforme a arrêté cette ligne. Elle est notée au journal technique."
    )


def proposals_in(lot: Lot, state: Line.State) -> list[Proposal]:
    """The proposals whose lines are in that state."""
    numbers = lot.lines.filter(state=state).values("proposal")
    return list(Proposal.objects.filter(pk__in=numbers).order_by("number"))


def finish_act(act: BulkAct, done: Sequence[Proposal], work: Work) -> None:
    """What the act does once for all its proposals; its mails wait like those of the lines."""
    for one in done:
        one.process = work.process
    if done and work.is_whole:
        with _held(work.lot, 0):
            act.finish(done, work.data, work.actor)


@transaction.atomic
def _finish(work: Work) -> None:
    """The grouped mails and the record of the lot, once, whoever comes to the end of it."""
    lot = Lot.objects.select_for_update().get(pk=work.lot.pk)
    if lot.state != Lot.State.RUNNING or lot.lines.filter(state=Line.State.WAITING).exists():
        return
    done = proposals_in(lot, Line.State.DONE)
    finish_act(work.act, done, work)
    lot.state, lot.ended_at = Lot.State.DONE, clock.now()
    lot.save(update_fields=["state", "ended_at"])
    if done:
        record(
            actor=work.actor,
            verb="bulk_changed",
            subject=work.process,
            process_id=lot.process_id,
            act=lot.label,
            lot=lot.pk,
            count=len(done),
            numbers=[one.number for one in done],
        )
