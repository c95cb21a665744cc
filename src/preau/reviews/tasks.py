from __future__ import annotations

from procrastinate.contrib.django import app

from preau.tenancy.jobs import each_site


@app.periodic(cron="5 * * * *")
@app.task(name="reviews.morning", queue="default", queueing_lock="reviews.morning")
def morning(timestamp: int) -> None:
    """Each hour: it is eight o'clock somewhere."""
    from .deadlines import morning as write  # tasks load before models

    def work() -> None:
        write()

    each_site(work)
