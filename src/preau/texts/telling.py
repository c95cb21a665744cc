"""Mails to those who took part."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.messaging.actions import send_email
from preau.messaging.models import Email

from .models import Consultation, Contribution, Follow

KIND = "consultation_synthesis"
_CHUNK = 200


def tell_of_synthesis(consultation_id: int) -> int:
    """Write to whoever wrote or follows; run again, it writes to nobody a second time."""
    found = Consultation.objects.select_related("step__process").get(pk=consultation_id)
    authors = Contribution.objects.filter(consultation=found, author__isnull=False)
    follows = Follow.objects.filter(passage__version__text__consultation=found)
    people = User.objects.filter(
        Q(pk__in=authors.values("author")) | Q(pk__in=follows.values("person")), is_active=True
    ).order_by("pk")
    subject = _("La synthèse est publiée\u00a0: %(title)s") % {"title": found.step.process.title}
    known = set(
        Email.objects.filter(kind=KIND, subject=subject[:200]).values_list("recipient", flat=True)
    )
    waiting = [person for person in people if person.pk not in known]
    for start in range(0, len(waiting), _CHUNK):
        with transaction.atomic():
            for person in waiting[start : start + _CHUNK]:
                send_email(
                    to=person.email,
                    kind=KIND,
                    subject=subject,
                    template="texts/mail/synthesis",
                    context={"process": found.step.process, "url": found.url("synthesis")},
                    recipient=person,
                )
    return len(waiting)
