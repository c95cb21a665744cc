from __future__ import annotations

from datetime import timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from preau.kernel import clock
from preau.tenancy.jobs import ask_once, each_site, for_site

#: The waits between tries grow to about an hour and a half in all; later, nobody tries any more.
ALL_TRIES = timedelta(hours=2)
#: A mail older than this would surprise more than it would help.
TOO_OLD = timedelta(days=2)


class NotSent(Exception):
    """The mail waits for another try."""


@app.task(
    name="messaging.deliver_email",
    queue="mail",
    retry=RetryStrategy(max_attempts=6, exponential_wait=4, retry_exceptions={NotSent}),
)
@for_site
def deliver_email(*, email_id: int) -> None:
    """Send one mail; tried again with growing waits when the mail server refuses."""
    from .actions import deliver  # actions defer this task
    from .models import Email

    due = Email.objects.filter(pk=email_id, state="waiting").exclude(send_after__gt=clock.now())
    if not deliver(email_id) and due.exists():
        raise NotSent(f"email {email_id}")


@app.task(
    name="messaging.deliver_text",
    queue="mail",
    retry=RetryStrategy(max_attempts=4, exponential_wait=3, retry_exceptions={NotSent}),
)
@for_site
def deliver_text(*, text_id: int) -> None:
    """Send one text message; a code that comes an hour late would help nobody."""
    from .models import Text
    from .texts import deliver_now  # texts defer this task

    if not deliver_now(text_id) and Text.objects.filter(pk=text_id, state="waiting").exists():
        raise NotSent(f"text {text_id}")


@app.periodic(cron="* * * * * */5")
@app.task(name="messaging.ask_for_carried", queue="mail", queueing_lock="ask_for_carried")
def ask_for_carried(timestamp: int) -> None:
    """Every five seconds, a job for each mail that came inside the statement of its act."""
    from . import carried  # procrastinate loads this module before the models are ready

    each_site(carried.ask_for_carried)


@app.periodic(cron="*/10 * * * *")
@app.task(name="messaging.send_what_waits", queue="mail", queueing_lock="send_what_waits")
def send_what_waits(timestamp: int) -> None:
    """Every ten minutes, ask again for mails whose job was lost with the worker that held it."""
    each_site(ask_again)


def ask_again() -> None:
    """A new job for each mail of the current site that still waits after all its tries."""
    from django.db.models.functions import Coalesce

    from .models import Email  # procrastinate loads this module before the models are ready

    at = clock.now()
    waiting = Email.objects.filter(state=Email.State.WAITING, created_at__gt=at - 2 * TOO_OLD)
    dated = waiting.annotate(due_at=Coalesce("send_after", "created_at"))
    lost = dated.filter(due_at__lt=at - ALL_TRIES, due_at__gt=at - TOO_OLD)
    for pk in lost.values_list("pk", flat=True):
        job = deliver_email.configure(queueing_lock=f"send email {pk}")
        ask_once(job, email_id=pk)
