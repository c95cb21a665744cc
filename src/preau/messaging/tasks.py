from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from preau.tenancy.jobs import for_site


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

    if not deliver(email_id) and Email.objects.filter(pk=email_id, state="waiting").exists():
        raise NotSent(f"email {email_id}")
