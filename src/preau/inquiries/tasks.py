from __future__ import annotations

from procrastinate.contrib.django import app

from preau.tenancy.jobs import each_site


@app.periodic(cron="* * * * *")
@app.task(name="inquiries.poll_mailboxes", queueing_lock="poll_mailboxes")
def poll_mailboxes(timestamp: int) -> None:
    """Every minute, what waits in the mailboxes of the inquiries."""
    from .intake.polling import poll_all  # procrastinate loads this module before the models

    each_site(lambda: poll_all() and None)


@app.periodic(cron="* * * * *")
@app.task(name="inquiries.watch", queueing_lock="watch_inquiries")
def watch_inquiries(timestamp: int) -> None:
    """Every minute, that the inquiries answer; what is missing between two notes is an outage."""
    from .outages import watch_all

    each_site(lambda: watch_all() and None)


@app.periodic(cron="20 * * * *")
@app.task(name="inquiries.remind_drafts", queueing_lock="remind_inquiry_drafts")
def remind_drafts(timestamp: int) -> None:
    """Each hour, who wrote an observation without sending it, two days before the end."""
    from .drafts import remind_drafts as remind

    each_site(lambda: remind() and None)


@app.periodic(cron="*/5 * * * *")
@app.task(name="inquiries.write_fallback", queueing_lock="write_inquiry_fallback")
def write_fallback(timestamp: int) -> None:
    """What stays readable when the application is down, within five minutes of a change."""
    from .fallback import write_all

    each_site(lambda: write_all() and None)


@app.periodic(cron="*/10 * * * *")
@app.task(name="inquiries.stamp", queueing_lock="stamp_inquiries")
def stamp_roots(timestamp: int) -> None:
    """The hash of the day and that of the seal, to the timestamping authority if there is one."""
    from .stamps import stamp_all

    each_site(lambda: stamp_all() and None)


@app.periodic(cron="10 22,23 * * *")
@app.task(name="inquiries.tell_roots", queueing_lock="tell_inquiry_roots")
def tell_roots(timestamp: int) -> None:
    """Shortly after midnight in Paris, the hash of the day to the parties of open inquiries."""
    from .drafts import forget_old_drafts
    from .roots import tell_roots_of_day

    def work() -> None:
        tell_roots_of_day()
        forget_old_drafts()

    each_site(work)
