from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from procrastinate.contrib.django import app

from preau.kernel import clock
from preau.tenancy.jobs import ask_once, each_site, for_site

if TYPE_CHECKING:
    from .models import Lot

#: A lot untouched for so long lost its worker: another one takes it where it stopped.
SILENT = timedelta(seconds=45)
#: Lots that nobody started are forgotten after so long.
PREPARED_KEPT = timedelta(days=30)


@app.task(name="lots.work_at_lot", queue="default")
@for_site
def work_at_lot(*, lot_id: int) -> None:
    """One chunk of a lot, then the next one in a job of its own: other jobs have their turn."""
    from .models import Lot  # procrastinate loads this module before the models are ready
    from .steps import advance

    lot = Lot.objects.select_related("actor", "undone_by", "process").filter(pk=lot_id).first()
    if lot is not None and advance(lot):
        ask_worker(lot)


def ask_worker(lot: Lot) -> None:
    """A job for the next chunk of ``lot``, at its hour if it has one."""
    job = work_at_lot.configure(
        schedule_at=lot.starts_at if lot.state == "planned" else None,
        queueing_lock=f"lot {lot.pk} {lot.state} {lot.starts_at or ''}",
    )
    ask_once(job, lot_id=lot.pk)


@app.periodic(cron="* * * * *")
@app.task(name="lots.take_over_lots", queue="default", queueing_lock="take_over_lots")
def take_over_lots(timestamp: int) -> None:
    """Each minute: lots whose hour has come, and those whose worker fell."""
    each_site(take_over)


def take_over() -> None:
    """A new job for each lot of the current site that should move and does not."""
    from .models import Lot  # as above

    at = clock.now()
    idle = Lot.objects.to_work_at(at).exclude(touched_at__gt=at - SILENT)
    for lot in idle:
        ask_worker(lot)


@app.periodic(cron="40 3 * * *")
@app.task(name="lots.forget_old_lots", queue="default", queueing_lock="forget_old_lots")
def forget_old_lots(timestamp: int) -> None:
    """Each night: lots prepared long ago and never started go away."""
    each_site(forget_old)


def forget_old() -> None:
    from .models import Lot  # as above

    old = Lot.objects.filter(state=Lot.State.PREPARED)
    old.filter(created_at__lt=clock.now() - PREPARED_KEPT).delete()
