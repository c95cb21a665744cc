"""Hours when the public could not reach the inquiry: found by the worker, written in the chain.

Each minute the worker notes that it is there, and with ``PREAU_PROBE`` that the page of the inquiry
answers at its public address. What is missing between two notes is an outage: a line of the chain
says from when to when. Whether the inquiry is made longer for it is the commissioner's decision.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.messaging.actions import send_email
from preau.processes.models import Process
from preau.tenancy.scope import current_site
from preau.ui.words import moment

from .chain import append, instant
from .models import Act, Inquiry, Link, Party, Watch
from .procedure import may_prolong
from .roots import HOLDERS

#: A shorter silence is a restart.
PATIENCE = timedelta(minutes=5)
TIMEOUT = 10


def watch_all() -> int:
    """Every published inquiry about to open, open, or just closed; how many outages were found."""
    at = clock.now()
    found = Inquiry.objects.filter(
        step__process__state=Process.State.PUBLISHED,
        suspended_at=None,
        step__opens_at__lt=at + timedelta(hours=1),
        step__closes_at__gt=at - timedelta(days=1),
    )
    return sum(watch(one, probe(one)) for one in found.select_related("step__process"))


def probe(inquiry: Inquiry) -> str:
    """What keeps the page from being read at its public address; empty when it answers."""
    if not settings.PREAU_PROBE:
        return ""
    url = current_site().base_url + inquiry.url("home")
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT):  # noqa: S310 - our own address
            return ""
    except (urllib.error.URLError, OSError, ValueError) as error:
        return str(error)[:200] or type(error).__name__


@transaction.atomic
def watch(inquiry: Inquiry, fault: str = "") -> bool:
    """Note that the inquiry answers, or why not; True when an outage has just ended.

    An outage counts between the opening and the closing only.
    """
    at, step = clock.now(), inquiry.step
    made, is_new = Watch.objects.select_for_update(of=("self",)).get_or_create(
        inquiry=inquiry, defaults={"last_at": at}
    )
    if fault:
        Watch.objects.filter(pk=made.pk, fault="").update(fault=fault)
        return False
    last_at, said = made.last_at, made.fault
    made.last_at, made.fault = at, ""
    made.save(update_fields=["last_at", "fault"])
    if is_new or step.opens_at is None or step.closes_at is None:
        return False
    start, end = max(last_at, step.opens_at), min(at, step.closes_at)
    if end - start < PATIENCE:
        return False
    line = append(
        inquiry,
        "outage",
        "",
        start=instant(start),
        end=instant(end),
        fault=said,
        title=_("du %(start)s au %(end)s") % {"start": moment(start), "end": moment(end)},
    )
    _tell(inquiry, line)
    return True


def _tell(inquiry: Inquiry, line: Link) -> None:
    holders = Party.objects.filter(inquiry=inquiry, until=None, capacity__in=HOLDERS)
    for email in {one.email for one in holders if one.email}:
        send_email(
            to=email,
            kind="inquiry_outage",
            subject=_("Le site n’a pas répondu\u00a0: %(title)s")
            % {"title": inquiry.step.process.title},
            template="inquiries/mail/outage",
            context={
                "title": inquiry.step.process.title,
                "lasted": json.loads(line.content)["title"],
                "url": current_site().base_url + inquiry.desk_url("acts"),
            },
        )


@dataclass(frozen=True)
class Outage:
    """An outage as its line of the chain tells it."""

    line: int
    start: datetime
    end: datetime
    fault: str
    #: The authority wrote it down among the acts.
    is_recorded: bool

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


def outages_of(inquiry: Inquiry) -> list[Outage]:
    """Every outage that was found, in order."""
    acts = Act.objects.filter(inquiry=inquiry, kind=Act.Kind.OUTAGE)
    recorded = {data.get("line") for data in acts.values_list("data", flat=True)}
    found = []
    for link in Link.objects.filter(inquiry=inquiry, kind="outage").order_by("place"):
        said = json.loads(link.content)
        start, end = datetime.fromisoformat(said["start"]), datetime.fromisoformat(said["end"])
        found.append(Outage(link.place, start, end, said["fault"], link.place in recorded))
    return found


def longer_end(inquiry: Inquiry, outages: list[Outage]) -> tuple[datetime, Refusal | None] | None:
    """A closing that gives back the days touched by outages, and why it may not be; None without any."""
    rule, closes_at = inquiry.profile.rule("prolongs"), inquiry.step.closes_at
    if not outages or rule is None or closes_at is None:
        return None
    days = {
        one.start.date() + timedelta(days=n)
        for one in outages
        for n in range((one.end.date() - one.start.date()).days + 1)
    }
    end = closes_at + timedelta(days=min(len(days), rule["most_days"]))
    return end, may_prolong(inquiry, end, clock.now())
