"""What is counted each night, and visits and announcements that are over."""

from __future__ import annotations

from procrastinate.contrib.django import app

from preau.tenancy.jobs import each_site


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
