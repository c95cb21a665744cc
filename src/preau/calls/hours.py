"""The hour that closes a call: the database's own, unless the clock of the house is stopped."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from preau.kernel import clock


def database_now() -> datetime:
    """The moment on the database's clock; several servers then close at the same second."""
    stopped = clock.stopped_moment()
    if stopped is not None:
        return stopped
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found.astimezone(UTC)


def end_of(day: date) -> datetime:
    """Midnight after ``day``, in the site's zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
