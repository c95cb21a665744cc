"""The hash of the day: written in the chain, and sent to who could be asked about it later."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.messaging.actions import send_email
from preau.ui.words import day as in_words

from .chain import append, hold_chain
from .models import Capacity, Inquiry, Link, Party

#: Commissioner, authority, court: three holders who do not depend on one another.
HOLDERS = (
    Capacity.COMMISSIONER,
    Capacity.PRESIDENT,
    Capacity.AUTHORITY,
    Capacity.COURT,
    Capacity.PREFECTURE,
)


def tell_roots_of_day() -> int:
    """For each inquiry that is open, or closed since less than two days; once a day."""
    at = clock.now()
    found = Inquiry.objects.filter(
        step__opens_at__lte=at, step__closes_at__gt=at - timedelta(days=2)
    )
    return sum(tell_root(inquiry) for inquiry in found.select_related("step__process"))


@transaction.atomic
def tell_root(inquiry: Inquiry) -> bool:
    """Send the last hash to the holders; False when it was done for that day already."""
    chain = hold_chain(inquiry)
    ref = (timezone.localdate(clock.now()) - timedelta(days=1)).isoformat()
    if Link.objects.filter(inquiry=inquiry, kind="day", ref=ref).exists():
        return False
    root, lines = chain.hash, chain.place
    append(inquiry, "day", ref, root=root, lines=lines)
    holders = Party.objects.filter(inquiry=inquiry, until=None, capacity__in=HOLDERS)
    for email in {one.email for one in holders if one.email}:
        send_email(
            to=email,
            kind="inquiry_root",
            subject=_("Empreinte du registre au %(day)s")
            % {"day": in_words(timezone.localdate(clock.now()) - timedelta(days=1))},
            template="inquiries/mail/root",
            context={
                "title": inquiry.step.process.title,
                "root": root,
                "lines": lines,
            },
        )
    return True
