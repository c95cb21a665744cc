"""Acts of the back office on a proposal that the public does not read."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import Service, User
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.processes.models import Process
from preau.tenancy.addresses import absolute_url

from ..models import Proposal
from .policies import may_change_in_bulk, may_handle


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


@transaction.atomic
def assign_person(*, proposal: Proposal, agent: User | None, actor: User) -> bool:
    """Say who in the city looks after an idea; False when it was so already. Raises ``Refused``."""
    demand(may_handle(actor, proposal))
    if proposal.agent_id == (agent.pk if agent else None):
        return False
    if agent is not None and not agent.is_agent:
        raise Refused(Refusal("not_an_agent", _("Cette personne ne travaille pas au bureau.")))
    before = proposal.agent
    proposal.agent = agent
    proposal.save(update_fields=["agent"])
    record(
        actor=actor,
        verb="assigned_person",
        subject=proposal,
        process_id=proposal.process_id,
        before=before.full_name if before else "",
        person=agent.full_name if agent else _("personne"),
    )
    return True


@transaction.atomic
def put_off(*, proposal: Proposal, due_on: date | None, reason: str, actor: User) -> bool:
    """Another day for the study of an idea, with its reason. Raises ``Refused``."""
    demand(may_handle(actor, proposal))
    if proposal.due_on == due_on:
        return False
    before = proposal.due_on
    proposal.due_on = due_on
    proposal.save(update_fields=["due_on"])
    record(
        actor=actor,
        verb="put_off",
        subject=proposal,
        process_id=proposal.process_id,
        before=before.isoformat() if before else "",
        due_on=due_on.isoformat() if due_on else "",
        reason=reason,
    )
    return True


def write_to_authors(*, proposal: Proposal, title: str, words: str, actor: User) -> int:
    """A message of the city to the author and co-authors of an idea; how many were written."""
    people = [one.user for one in proposal.supports.filter(is_coauthor=True).select_related("user")]
    people += [proposal.author] if proposal.author else []
    sent = [
        send_email(
            to=person.email,
            recipient=person,
            kind="message",
            subject=title,
            template="proposals/mail/message",
            context={"proposal": proposal, "words": words, "process": proposal.process},
        )
        for person in people
    ]
    count = len([one for one in sent if one is not None])
    if count:
        record(
            actor=actor,
            verb="wrote_to_authors",
            subject=proposal,
            process_id=proposal.process_id,
            title=title,
            reason=words,
        )
    return count


def tell_service(
    *, service: Service, process: Process, numbers: list[int], due_on: date | None = None
) -> bool:
    """One mail to a service for all that was entrusted to it at once; False without an address."""
    if not service.email or not numbers:
        return False
    send_email(
        to=service.email,
        kind="assigned",
        subject=ngettext(
            "%(count)s idée vous est confiée", "%(count)s idées vous sont confiées", len(numbers)
        )
        % {"count": len(numbers)},
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
