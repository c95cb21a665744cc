"""What calls show elsewhere: in « mon espace », on the page of a project."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.accounts.models import User
from preau.proposals.models import Proposal
from preau.proposals.readings import granted_by

from ..models import Application


def my_applications(person: User, request: HttpRequest) -> dict[str, Any] | None:
    """Those that ``person`` works on, the newest first."""
    found = list(Application.objects.with_call().filter(editors__user=person).order_by("-pk")[:20])
    return {"applications": found} if found else None


def of_proposal(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    """What the page of an application shows of its money; nothing for any other idea."""
    if proposal.process.step_of_kind("call") is None:
        return None
    application = Application.objects.select_related("agreement").filter(proposal=proposal).first()
    if application is None:
        return None
    return {
        "application": application,
        "granted": granted_by([proposal]).get(proposal.pk),
        "agreement": getattr(application, "agreement", None),
    }
