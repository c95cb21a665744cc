"""What the order says, changed until the opening; each change is a line of the chain."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record

from .chain import append
from .models import Inquiry
from .policies import may_organise
from .procedure import acts_done
from .terms import refusal_by_dates

#: What may be changed before the opening.
CHANGED = (
    *("purpose", "decision", "authority", "project_owner", "project_contact", "seat", "places"),
    *("order_number", "order_on", "notice_on", "email", "has_web_register", "review"),
)


def refusal_to_change(inquiry: Inquiry) -> Refusal | None:
    """Once open, what the order says no longer moves but by an act of the procedure."""
    opens_at = inquiry.step.opens_at
    if opens_at is None or clock.now() < opens_at:
        return None
    return Refusal(
        "opened",
        _("L’enquête est ouverte\u00a0: ce que dit l’arrêté ne change plus."),
        rule=inquiry.profile.lasts["article"],
        remedy=_("Seul un acte de la procédure déplace ses dates, à la page Actes."),
    )


def refusal_by_text(inquiry: Inquiry, said: dict[str, Any]) -> Refusal | None:
    """The first delay that the days of ``said`` (``order_on``, ``notice_on``) would break."""
    step = inquiry.step
    if step.opens_at is None or step.closes_at is None:
        return None
    planned = {"order": said.get("order_on"), "notice": said.get("notice_on")}
    days = {code: day for code, day in planned.items() if day is not None} | acts_done(inquiry)
    first, last = timezone.localdate(step.opens_at), timezone.localdate(step.closes_at)
    known = {code: day for code, day in days.items() if code in planned}
    return refusal_by_dates(inquiry.profile, first, last, known, inquiry.answers)


@transaction.atomic
def change_settings(*, inquiry: Inquiry, said: dict[str, Any], actor: User) -> list[str]:
    """Write what changed; names of the changed settings. Raises ``Refused``: not theirs, or open."""
    demand(may_organise(inquiry, actor))
    demand(refusal_to_change(inquiry))
    demand(refusal_by_text(inquiry, said))
    changed = [name for name in CHANGED if name in said and said[name] != getattr(inquiry, name)]
    if not changed:
        return []
    for name in changed:
        setattr(inquiry, name, said[name])
    inquiry.save(update_fields=changed)
    told = {name: _plain(getattr(inquiry, name)) for name in changed}
    append(inquiry, "settings", "", changed=told, by=actor.full_name)
    record(
        actor=actor,
        verb="changed_inquiry",
        subject=inquiry.step,
        process_id=inquiry.step.process_id,
        n=len(changed),
    )
    return changed


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
