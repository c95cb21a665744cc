"""How a call is set: its money, who is eligible, the documents, the questions, its list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from preau.accounts.models import User
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.processes.models import Step, StepState
from preau.proposals.models import Proposal
from preau.questions.actions import create_form, write_form
from preau.questions.document import Document
from preau.questions.models import Form

from .hours import database_now
from .models import Application, Call, Condition, PieceKind
from .policies import may_change_questions, may_publish_list, may_set

#: What the settings page writes.
SETTINGS = ("envelope_cents", "ceiling_cents", "rate", "asks_budget", "asks_identifier")


@transaction.atomic
def create_call(
    *,
    step: Step,
    document: Document,
    settings: Mapping[str, Any],
    conditions: list[dict[str, Any]],
    pieces: list[dict[str, Any]],
) -> Call:
    """Give a step its call, as a blueprint lays it."""
    form = create_form(title=step.process.title, document=document)
    call = Call.objects.create(step=step, form=form, **settings)
    Condition.objects.bulk_create(
        Condition(call=call, order=order, **one) for order, one in enumerate(conditions, start=1)
    )
    PieceKind.objects.bulk_create(
        PieceKind(call=call, order=order, **one) for order, one in enumerate(pieces, start=1)
    )
    return call


@transaction.atomic
def set_call(*, call: Call, settings: Mapping[str, Any], actor: User) -> None:
    """Write the money and what is asked beside the questions."""
    demand(may_set(actor, call))
    held = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    asked = ("asks_budget", "asks_identifier")
    if any(getattr(held, name) != settings[name] for name in asked):
        demand(may_change_questions(call))
    before = {name: getattr(held, name) for name in SETTINGS}
    for name in SETTINGS:
        setattr(held, name, settings[name])
        setattr(call, name, settings[name])
    held.identifying = call.identifying = list(settings.get("identifying", held.identifying))
    held.save(update_fields=[*SETTINGS, "identifying"])
    _record(call, actor, "set_call", before=before)


def _record(call: Call, actor: User, verb: str, **data: Any) -> None:
    record(actor=actor, verb=verb, subject=call, process_id=call.step.process_id, **data)


@transaction.atomic
def write_condition(
    *, call: Call, condition: Condition | None, said: Mapping[str, Any], actor: User
) -> Condition:
    """Add or change a condition of eligibility."""
    demand(may_set(actor, call) or may_change_questions(call))
    one = condition or Condition(call=call, order=_next(call.conditions))
    for name in ("question", "expects", "reason", "remedy"):
        setattr(one, name, said[name])
    one.save()
    call.__dict__.pop("_conditions", None)
    _record(call, actor, "set_call")
    return one


@transaction.atomic
def write_piece_kind(
    *, call: Call, kind: PieceKind | None, said: Mapping[str, Any], actor: User
) -> PieceKind:
    """Add or change a document that applications hold."""
    demand(may_set(actor, call) or may_change_questions(call))
    one = kind or PieceKind(call=call, order=_next(call.piece_kinds))
    for name in ("title", "help", "is_required", "expires", "is_anonymous"):
        setattr(one, name, said[name])
    one.save()
    call.__dict__.pop("_kinds", None)
    _record(call, actor, "set_call")
    return one


@transaction.atomic
def drop_line(*, call: Call, line: Condition | PieceKind, actor: User) -> None:
    """Take a condition or a document away."""
    demand(may_set(actor, call) or may_change_questions(call))
    line.delete()
    _record(call, actor, "set_call")


def _next(lines: Any) -> int:
    return int(lines.aggregate(most=Max("order"))["most"] or 0) + 1


@transaction.atomic
def edit_questions(*, call: Call, change: Callable[[Document], Document], actor: User) -> Form:
    """Apply ``change`` to the questions, read again under a lock; nobody has begun yet."""
    held = Call.objects.select_for_update(of=("self",)).select_related("form").get(pk=call.pk)
    demand(may_set(actor, call) or may_change_questions(held))
    form = write_form(form=held.form, document=change(held.form.document))
    if form.pk != held.form_id:
        held.form = form
        held.save(update_fields=["form"])
    call.form = form
    return form


@transaction.atomic
def publish_list(*, call: Call, actor: User) -> Refusal | None:
    """Show the applications that stand to everyone; not before the call is closed."""
    demand(may_set(actor, call))
    refusal = may_publish_list(call, database_now())
    if refusal is not None:
        return refusal
    at = database_now()
    Call.objects.filter(pk=call.pk).update(listed_at=at)
    call.listed_at = at
    shown = Application.objects.sent().filter(call=call).values("proposal")
    count = Proposal.objects.filter(pk__in=shown).update(is_hidden=False)
    _record(call, actor, "published_applications", count=count)
    return None


def is_closed(call: Call) -> bool:
    """True once nothing can be sent any more."""
    return call.step.state_at(database_now()) is StepState.CLOSED
