"""Handing an idea over to the authority that can act on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from preau.messaging.actions import send_email

from .models import Decision, Verdict


@dataclass(frozen=True)
class Handover:
    """Which authority, and its contact: an address, a number, an office."""

    to: str = ""
    contact: str = ""


def fields_of(verdict: str, handover: Handover | None) -> dict[str, Any]:
    """What a decision keeps of it; nothing for any other verdict."""
    if verdict != Verdict.HANDED or handover is None:
        return {}
    return {"handed_to": handover.to.strip(), "handed_contact": handover.contact.strip()}


def handover_of(decision: Any) -> Handover | None:
    """What a decision, or an answer that is prepared, hands over."""
    return Handover(decision.handed_to, decision.handed_contact) if decision.handed_to else None


def tell_authority(decision: Decision) -> bool:
    """Send the idea to the other authority, when its contact is an address; False otherwise."""
    try:
        validate_email(decision.handed_contact)
    except ValidationError:
        return False
    proposal = decision.proposal
    send_email(
        to=decision.handed_contact,
        kind="handover",
        subject=_("Une idée d’habitant vous est transmise\u00a0: %(title)s")
        % {"title": proposal.title},
        template="reviews/mail/handover",
        context={
            "proposal": proposal,
            "decision": decision,
            "contact": proposal.process.contact_email,
        },
    )
    return True
