from __future__ import annotations

from procrastinate.contrib.django import app

from preau.tenancy.jobs import each_site


@app.periodic(cron="12 * * * *")
@app.task(name="calls.remind", queueing_lock="remind_applications")
def remind(timestamp: int) -> None:
    """Every hour: drafts whose call closes in 7 days or 1, reports that are due."""
    from .reminders import remind_drafts, remind_reports  # tasks load before models

    def work() -> None:
        remind_drafts()
        remind_reports()

    each_site(work)
