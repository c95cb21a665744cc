"""What is counted each night, and visits and announcements that are over."""

from __future__ import annotations

from procrastinate.contrib.django import app

from preau.tenancy.jobs import each_site, for_site


@app.periodic(cron="30 4 * * *")
@app.task(name="operator.measure_sites", queueing_lock="measure_sites")
def measure_sites(timestamp: int) -> None:
    """Each night, count what every site holds."""
    from .usage import measure_all

    measure_all()


@app.periodic(cron="*/5 * * * *")
@app.task(name="operator.end_visits", queueing_lock="end_visits")
def end_visits(timestamp: int) -> None:
    """Take back the roles of visits that are over, and words whose time is past."""
    from .notices import refresh
    from .visits import end_old_visits

    each_site(end_old_visits)
    refresh()


@app.task(name="operator.make_copy", queue="default")
@for_site
def make_copy(*, copy_id: int) -> None:
    """Write the archive that an administrator asked for."""
    from .copies import make
    from .models import Copy

    copy = Copy.objects.filter(pk=copy_id, ready_at=None).first()
    if copy is not None:
        make(copy)


@app.periodic(cron="50 4 * * *")
@app.task(name="operator.forget_copies", queueing_lock="forget_copies")
def forget_copies(timestamp: int) -> None:
    """Each night, erase archives whose week is over."""
    from .copies import forget_old

    each_site(forget_old)
