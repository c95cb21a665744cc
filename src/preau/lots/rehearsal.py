"""What a lot would do, exactly: each line is really done, looked at, and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import structlog
from django.db import OperationalError, transaction
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.messaging.holding import hold_mails
from preau.messaging.models import Email
from preau.proposals.desk.state import changes_between, in_words
from preau.proposals.models import Proposal

from .models import Line, Lot
from .working import CHUNK, Work, broken, in_full, work_of

log = structlog.get_logger()
_LINKS = ("proposal__author", "proposal__zone", "proposal__theme", "proposal__service")


def rehearse_chunk(lot: Lot) -> bool:
    """Rehearse the next lines; True when some are left. Nothing of it stays but the foresight."""
    work = work_of(lot)
    if work is None:
        return False
    fresh = lot.lines.filter(foreseen={}).select_related(*_LINKS)[:CHUNK]
    for line in fresh:
        line.proposal.process = work.process
        _rehearse_line(work, line)
        line.save(update_fields=["foreseen"])
    Lot.objects.filter(pk=lot.pk).update(touched_at=clock.now())
    if lot.lines.filter(foreseen={}).exists():
        return True
    _conclude(work)
    return False


def _rehearse_line(work: Work, line: Line) -> None:
    before = in_words(line.proposal)
    batch = f"rehearsal {work.lot.pk}"
    try:
        with transaction.atomic(), hold_mails(batch=batch, part=line.pk, until=clock.now()):
            changed = work.act.apply(line.proposal, work.data, work.actor)
            after = Proposal.objects.select_related("zone", "theme", "service").get(
                pk=line.proposal_id
            )
            readers = _readers(Email.objects.filter(batch=batch, part=line.pk))
            line.foreseen = {
                "is_changed": changed,
                "changes": changes_between(before, in_words(after)),
                "mails": len(readers),
                "to": readers,
            }
            transaction.set_rollback(True)
    except Refused as refused:
        line.foreseen = {"refusal": in_full(refused)}
    except OperationalError:
        raise  # the database stumbled, not this line: it is rehearsed again
    except Exception:
        # The lot goes on without it: the agent reads which line breaks before starting.
        log.exception("lot_line_broke", lot=work.lot.pk, number=line.number)
        line.foreseen = {"refusal": broken()}


def _readers(mails: Iterable[Email]) -> list[int]:
    """Who would be written to: accounts by their id, other addresses by the mail's own, negative."""
    return [one.recipient_id or -one.pk for one in mails]


def _conclude(work: Work) -> None:
    """The grouped mails, rehearsed too, then the sum of it all."""
    lot, batch = work.lot, f"rehearsal {work.lot.pk}"
    seen = list(lot.lines.values_list("proposal", "foreseen"))
    changed = [pk for pk, one in seen if one.get("is_changed")]
    readers: list[int] = [reader for _pk, one in seen for reader in one.get("to", [])]
    with transaction.atomic(), hold_mails(batch=batch, until=clock.now()):
        done = list(Proposal.objects.filter(pk__in=changed).order_by("number"))
        for one in done:
            one.process = work.process
        if done:
            work.act.finish(done, work.data | {"is_rehearsal": True}, work.actor)
        readers += _readers(Email.objects.filter(batch=batch, part=0))
        transaction.set_rollback(True)
    lot.foreseen = _sum(seen, readers)
    lot.rehearsed_at = clock.now()
    lot.save(update_fields=["foreseen", "rehearsed_at"])
    _forget_readers(lot)


def _forget_readers(lot: Lot) -> None:
    """Once people are counted, nothing here says any more who they are."""
    without = Func(
        F("foreseen"),
        Cast(Value("to"), TextField()),
        template="(%(expressions)s)",
        arg_joiner=" - ",
    )
    lot.lines.update(foreseen=without)


def _sum(seen: list[tuple[int, dict[str, Any]]], readers: list[int]) -> dict[str, int]:
    return {
        "changed": sum(bool(one.get("is_changed")) for _pk, one in seen),
        "refused": sum("refusal" in one for _pk, one in seen),
        "same": sum(one.get("is_changed") is False for _pk, one in seen),
        "mails": len(readers),
        "people": len(set(readers)),
    }
