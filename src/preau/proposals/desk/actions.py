"""Acts of the back office on a proposal that the public does not read."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Service, User
from preau.kernel.refusal import demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.processes.models import Process
from preau.tenancy.addresses import absolute_url

from ..models import Proposal
from .policies import may_change_in_bulk


@transaction.atomic
def assign_service(
    *, proposal: Proposal, service: Service | None, actor: User, due_on: date | None = None
) -> bool:
    """Entrust a proposal to a service, until a day or until the end of the step.

    False when all was already so. Raises ``Refused``.
    """
    demand(may_change_in_bulk(actor, proposal.process))
    if proposal.service_id == (service.pk if service else None) and proposal.due_on == due_on:
        return False
    before = proposal.service
    proposal.service, proposal.due_on = service, due_on
    proposal.save(update_fields=["service", "due_on"])
    facts = {"due_on": due_on.isoformat()} if due_on else {}
    record(
        actor=actor,
        verb="assigned",
        subject=proposal,
        process_id=proposal.process_id,
        before=str(before or ""),
        after=str(service or ""),
        **facts,
    )
    return True


def tell_service(
    *, service: Service, process: Process, numbers: list[int], due_on: date | None = None
) -> bool:
    """One mail to a service for all that was entrusted to it at once; False without an address."""
    if not service.email or not numbers:
        return False
    send_email(
        to=service.email,
        kind="assigned",
        subject=_("%(count)s idées vous sont confiées") % {"count": len(numbers)},
        template="proposals/mail/assigned",
        context={
            "service": service,
            "process": process,
            "numbers": numbers,
            "due_on": due_on,
            "desk_url": absolute_url("/bureau/"),
        },
    )
    return True
