from __future__ import annotations

from procrastinate.contrib.django import app

from preau.tenancy.jobs import each_site


@app.periodic(cron="*/10 * * * *")
@app.task(name="proposals.tell_followers", queue="default", queueing_lock="tell_followers")
def tell_followers(timestamp: int) -> None:
    """Every ten minutes: followers read what became of their ideas, once nothing moves any more."""
    from .following import tell_followers as tell  # as below

    each_site(tell)


@app.periodic(cron="20 3 * * *")
@app.task(name="proposals.forget_old_drafts", queue="default")
def forget_old_drafts(timestamp: int) -> None:
    """Each night: drafts older than thirty days go away."""
    from .drafts import forget_old_drafts as forget  # tasks load before models

    each_site(forget)
