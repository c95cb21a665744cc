from __future__ import annotations

from procrastinate.contrib.django import app

from preau.tenancy.jobs import each_site


@app.periodic(cron="20 3 * * *")
@app.task(name="proposals.forget_old_drafts", queue="default")
def forget_old_drafts(timestamp: int) -> None:
    """Each night: drafts older than thirty days go away."""
    from .drafts import forget_old_drafts as forget  # tasks load before models

    each_site(forget)
