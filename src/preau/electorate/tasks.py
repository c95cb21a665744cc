from __future__ import annotations

from procrastinate.contrib.django import app

from preau.tenancy.jobs import each_site


@app.periodic(cron="20 4 * * *")
@app.task(name="electorate.forget_old_codes", queue="votes", queueing_lock="forget_old_codes")
def forget_codes(timestamp: int) -> None:
    """Each night, erase what was tried and sent the day before, in every site."""
    from .phones import forget_old_codes  # models are not ready when this module is loaded

    each_site(forget_old_codes)
