"""The mail of the morning, to whom something is due; what is late, to the lead of the service."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from preau.accounts.models import Membership, User
from preau.kernel import clock
from preau.messaging.actions import send_email
from preau.messaging.models import Email
from preau.processes.desk import DeskTask, tasks_for
from preau.tenancy.addresses import absolute_url

from .models import Opinion
from .precisions import remind_authors
from .progress import on_hold

#: Local hour of the mail of the morning.
HOUR = 8
#: Something is due when its day is at most this far; what is far away is not mailed.
SOON = timedelta(days=3)
KIND = "daily"
#: Most lines of a mail; beyond, the inbox tells the rest.
MOST_LINES = 25


def morning() -> int:
    """At eight, local time: reminders, and one mail for each agent with something due or late.

    Called each hour; at any other hour, and a second time the same day, it writes nothing.
    Answers how many mails were written.
    """
    at = clock.now()
    if timezone.localtime(at).hour != HOUR:
        return 0
    count = remind_authors()
    written = _written_today(at)
    late = _late_by_lead()
    held = Membership.objects.values("user")
    for person in User.objects.filter(pk__in=held, is_active=True).order_by("pk"):
        if person.pk in written:
            continue
        due = [task for task in tasks_for(person, at) if _is_due(task, at)]
        mine = late.get(person.pk, [])
        if due or mine:
            _mail(person, due, mine, at)
            count += 1
    return count


def _is_due(task: DeskTask, at: datetime) -> bool:
    return task.due_at is not None and task.due_at <= at + SOON


def _written_today(at: datetime) -> set[int]:
    """Who has had the mail of this morning already."""
    start = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    sent = Email.objects.filter(kind=KIND, created_at__gte=start, recipient__isnull=False)
    return {pk for pk in sent.values_list("recipient", flat=True) if pk is not None}


def _late_by_lead() -> dict[int, list[Opinion]]:
    """Opinions past their day that the lead of their service was not told of yet."""
    today = timezone.localdate(clock.now())
    late = Opinion.objects.late(today).filter(
        ~on_hold(), escalated_on__isnull=True, service__lead__isnull=False
    )
    found: dict[int, list[Opinion]] = {}
    for one in late.select_related("service", "proposal__process").order_by("due_on", "pk"):
        if one.service.lead_id is not None:
            found.setdefault(one.service.lead_id, []).append(one)
    return found


@transaction.atomic
def _mail(person: User, due: list[DeskTask], late: list[Opinion], at: datetime) -> None:
    count = sum(task.count for task in due)
    subject = (
        ngettext("%(n)s chose vous attend", "%(n)s choses vous attendent", count)
        if due
        else ngettext(
            "%(n)s avis en retard dans votre service",
            "%(n)s avis en retard dans votre service",
            len(late),
        )
    )
    send_email(
        to=person.email,
        recipient=person,
        kind=KIND,
        subject=subject % {"n": count if due else len(late)},
        template="reviews/mail/daily",
        context={
            "person": person,
            "tasks": [(task, absolute_url(task.url)) for task in due[:MOST_LINES]],
            "more": max(0, len(due) - MOST_LINES),
            "late": late[:MOST_LINES],
            "url": absolute_url(reverse("desk:inbox")),
            "at": at,
        },
    )
    today = timezone.localdate(at)
    Opinion.objects.filter(pk__in=[one.pk for one in late]).update(escalated_on=today)
