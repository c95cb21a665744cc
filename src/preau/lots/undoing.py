"""Undoing a lot while its mails wait, line by line, unless somebody worked on an idea since."""

from __future__ import annotations

import structlog
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.ledger.actions import record
from preau.messaging.holding import drop_mails, free_mails, has_left
from preau.proposals.desk.state import snapshot

from .models import Line, Lot
from .working import (
    CHUNK,
    Work,
    broken,
    finish_act,
    in_full,
    locked_line,
    proposals_in,
    work_to_undo,
)

log = structlog.get_logger()


def undo_chunk(lot: Lot) -> bool:
    """Put the next lines back; True when some are left."""
    work = work_to_undo(lot)
    todo = lot.lines.filter(state=Line.State.DONE).order_by("-number")
    for pk in list(todo.values_list("pk", flat=True)[:CHUNK]):
        _undo_line(work, pk)
    Lot.objects.filter(pk=lot.pk).update(touched_at=clock.now())
    if lot.lines.filter(state=Line.State.DONE).exists():
        return True
    _conclude(work)
    return False


def _undo_line(work: Work, pk: int) -> None:
    with transaction.atomic():
        line = locked_line(pk, Line.State.DONE)
        if line is None:
            return
        line.proposal.process = work.process
        try:
            with transaction.atomic():
                _put_back(work, line)
        except Refused as refused:
            line.state, line.reason = Line.State.KEPT, in_full(refused)
            free_mails(batch=work.lot.batch, part=line.pk)
        except OperationalError:
            raise  # the database stumbled, not this line: it is taken up again
        except Exception:
            # As for the act: this line stays as it is and says so, the others go on.
            log.exception("lot_line_broke", lot=work.lot.pk, number=line.number)
            line.state, line.reason = Line.State.KEPT, broken()
            free_mails(batch=work.lot.batch, part=line.pk)
        else:
            line.state = Line.State.UNDONE
        line.save(update_fields=["state", "reason"])


def _put_back(work: Work, line: Line) -> None:
    if has_left(batch=work.lot.batch, part=line.pk):
        raise Refused(Refusal("told", _("Un message est déjà parti à propos de cette idée.")))
    now = snapshot(line.proposal)
    if any(now.get(name) != value for name, value in line.after.items()):
        raise Refused(Refusal("changed_since", _("Cette idée a changé depuis le lot.")))
    work.act.undo(line.proposal, line.before, work.actor)
    drop_mails(batch=work.lot.batch, part=line.pk)


@transaction.atomic
def _conclude(work: Work) -> None:
    lot = Lot.objects.select_for_update().get(pk=work.lot.pk)
    if lot.state != Lot.State.UNDOING or lot.lines.filter(state=Line.State.DONE).exists():
        return
    # The grouped mails named ideas that are no longer concerned: they are written again.
    drop_mails(batch=lot.batch, part=0)
    finish_act(work.act, proposals_in(lot, Line.State.KEPT), work)
    lot.state, lot.ended_at = Lot.State.UNDONE, clock.now()
    lot.save(update_fields=["state", "ended_at"])
    record(
        actor=work.actor,
        verb="bulk_undone",
        subject=work.process,
        process_id=lot.process_id,
        act=lot.label,
        lot=lot.pk,
        count=lot.lines.filter(state=Line.State.UNDONE).count(),
    )
