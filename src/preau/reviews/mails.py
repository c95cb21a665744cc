"""What services and authors are told, in whole sentences and with one link."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import User
from preau.messaging.actions import send_email
from preau.services.queries import people_of
from preau.tenancy.addresses import absolute_url

from .links import opinion_link
from .models import Opinion


def mail_requests(opinions: Sequence[Opinion]) -> int:
    """Tell each service what it is asked: one mail for each person, whatever the number of ideas.

    With one idea the link opens it without an account; with several, the list of the desk.
    Without agents the service's own address is written to. Returns how many mails were written.
    """
    by_service: dict[int, list[Opinion]] = {}
    for one in opinions:
        by_service.setdefault(one.service_id, []).append(one)
    people, count = people_of(by_service), 0
    for pk, asked in by_service.items():
        readers: list[User | None] = [*people[pk]]
        if not readers and asked[0].service.email:
            readers = [None]
        for reader in readers:
            count += _mail_request(asked, reader)
    return count


def _mail_request(asked: list[Opinion], reader: User | None) -> int:
    first = asked[0]
    number = first.proposal.number
    subject = (
        _("Votre avis sur l’idée n°\u00a0%(number)s") % {"number": number}
        if len(asked) == 1
        else ngettext("Votre avis sur %(n)s idée", "Votre avis sur %(n)s idées", len(asked))
        % {"n": len(asked)}
    )
    inbox = absolute_url(reverse("desk:inbox"))
    alone = len(asked) == 1 or reader is None
    context = {
        "opinions": [(one, opinion_link(one, reader)) for one in asked],
        "opinion": first,
        "service": first.service,
        "process": first.step.process,
        "url": opinion_link(first, reader) if alone else inbox,
        "is_one": len(asked) == 1,
    }
    to = reader.email if reader else first.service.email
    written = send_email(
        to=to,
        recipient=reader,
        kind="opinion",
        subject=subject,
        template="reviews/mail/opinion",
        context=context,
    )
    return int(written is not None)
