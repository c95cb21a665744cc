"""What an agent sees of a review that keeps ideas for the services they concern."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from preau.accounts.models import Membership, Role
from preau.processes.models import Process
from preau.services.queries import services_worked_by

from .models import Mention, Opinion, ReviewSettings


def seen_by(reader: int, process: Process) -> Q:
    """All for who holds another role than agent; else what their services look after or are asked.

    Part of a larger question: it costs no statement of its own.
    """
    closed = ReviewSettings.objects.filter(step__process=process, own_only=True)
    here = Q(process_id=None) | Q(process_id=process.pk)
    wide = Membership.objects.filter(here, user=reader).filter(
        ~Q(role=Role.AGENT) | Q(service__isnull=True)
    )
    mine = services_worked_by(reader).values("pk")
    asked = Opinion.objects.filter(proposal=OuterRef("pk"), service__in=mine)
    named = Mention.objects.filter(note__proposal=OuterRef("pk"), user=reader)
    return (
        ~Exists(closed)
        | Exists(wide)
        | Q(service__in=mine)
        | Q(agent=reader)
        | Exists(asked)
        | Exists(named)
    )
