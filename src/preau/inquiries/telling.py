"""Who follows an inquiry, and what they are told: subscribers who said yes, and the parties."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from preau.kernel import clock
from preau.messaging.actions import send_email
from preau.tenancy.scope import current_site

from .models import Follower, Inquiry, Party


@transaction.atomic
def follow(*, inquiry: Inquiry, email: str, language: str) -> Follower:
    """Ask an address whether it wants news; nothing else leaves before it says yes."""
    follower, _made = Follower.objects.get_or_create(
        inquiry=inquiry,
        email=email.strip().lower(),
        defaults={"asked_at": clock.now(), "language": language},
    )
    if follower.confirmed_at is None:
        send_email(
            to=follower.email,
            kind="inquiry_follow",
            subject=_("Suivre l’enquête publique\u00a0: %(title)s")
            % {"title": inquiry.step.process.title},
            template="inquiries/mail/follow",
            context={
                "title": inquiry.step.process.title,
                "url": current_site().base_url + inquiry.url("following", follower.token),
            },
        )
    return follower


@transaction.atomic
def confirm(*, follower: Follower) -> None:
    """The address said yes."""
    if follower.confirmed_at is None:
        follower.confirmed_at = clock.now()
        follower.save(update_fields=["confirmed_at"])


@transaction.atomic
def unfollow(*, follower: Follower) -> None:
    """No more news; the address is forgotten."""
    follower.delete()


def tell_everyone(*, inquiry: Inquiry, act: Any) -> int:
    """A mail to each subscriber, and to each party that has an address; how many."""
    base = current_site().base_url
    sent = 0
    parties = Party.objects.filter(inquiry=inquiry, until=None).exclude(email="")
    told = {one.email.lower(): ("fr", "") for one in parties}
    for one in Follower.objects.filter(inquiry=inquiry).exclude(confirmed_at=None):
        told.setdefault(one.email, (one.language, base + inquiry.url("following", one.token)))
    for email, (language, leave_url) in told.items():
        with override(language):
            send_email(
                to=email,
                kind="inquiry_news",
                subject=act.title,
                template="inquiries/mail/news",
                context={
                    "title": inquiry.step.process.title,
                    "text": act.text,
                    "url": base + inquiry.url("home"),
                    "unsubscribe_url": leave_url,
                },
            )
        sent += 1
    return sent
