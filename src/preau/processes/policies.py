"""Who may see a process, and who may move its dates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person
from preau.accounts.policies import may_enter_desk, may_run_process
from preau.kernel.refusal import Refusal

from .models import Process, Step, StepState

_draft_seen: ContextVar[int | None] = ContextVar("preau_draft_seen", default=None)


@contextmanager
def seeing_draft(process_id: int) -> Iterator[None]:
    """Show that draft to anyone, for what is done inside: somebody was given a link to it."""
    token = _draft_seen.set(process_id)
    try:
        yield
    finally:
        _draft_seen.reset(token)


def may_see_process(person: Person, process: Process) -> Refusal | None:
    """Everyone sees what is published or archived; agents also see drafts."""
    is_public = process.state != Process.State.DRAFT
    if is_public or process.pk == _draft_seen.get() or may_enter_desk(person) is None:
        return None
    return Refusal("not_published", _("Cette démarche n’est pas encore publiée."))


def may_reschedule(
    person: Person,
    step: Step,
    opens_at: datetime | None,
    closes_at: datetime | None,
    at: datetime,
) -> Refusal | None:
    """Owners move dates, as long as steps stay in order and no open vote is touched.

    The opening of a binding step (a vote) never moves once it is open, its closing only moves
    further away, and the steps before it are settled.
    """
    return (
        may_run_process(person, step.process_id)
        or _refusal_by_order(step, opens_at, closes_at)
        or _refusal_by_vote(step, opens_at, closes_at, at)
    )


def _refusal_by_order(
    step: Step, opens_at: datetime | None, closes_at: datetime | None
) -> Refusal | None:
    if opens_at is None:
        if closes_at is not None or not step.is_permanent:
            return Refusal("no_opening", _("Donnez la date d’ouverture de l’étape."))
        return None
    if closes_at is not None and closes_at <= opens_at:
        return Refusal("closes_first", _("L’étape se termine avant de commencer."))
    for other in step.process.ordered_steps:
        if other.opens_at is None or other.pk == step.pk:
            continue
        if other.order < step.order and opens_at < other.opens_at:
            reason = _("L’étape ouvrirait avant «\u00a0%(title)s\u00a0», qui la précède.")
        elif other.order > step.order and opens_at > other.opens_at:
            reason = _("L’étape ouvrirait après «\u00a0%(title)s\u00a0», qui la suit.")
        else:
            continue
        return Refusal("out_of_order", reason % {"title": other.title})
    return None


def _refusal_by_vote(
    step: Step, opens_at: datetime | None, closes_at: datetime | None, at: datetime
) -> Refusal | None:
    started = [
        one
        for one in step.process.ordered_steps
        if one.behaviour.is_binding and one.state_at(at) is not StepState.FUTURE
    ]
    if any(one.order > step.order for one in started):
        return Refusal(
            "vote_started", _("Le vote a commencé\u00a0: les étapes d’avant ne bougent plus.")
        )
    if not any(one.pk == step.pk for one in started):
        return None
    if step.state_at(at) is StepState.CLOSED:
        return Refusal("vote_closed", _("Ce vote est clos\u00a0: ses dates ne changent plus."))
    if opens_at != step.opens_at:
        return Refusal("vote_opened", _("Ce vote est ouvert\u00a0: son ouverture ne change plus."))
    if closes_at is None or (step.closes_at is not None and closes_at < step.closes_at):
        return Refusal(
            "vote_shortened",
            _("Ce vote est ouvert\u00a0: il peut être prolongé, pas raccourci."),
            remedy=_("Choisissez une clôture plus tardive."),
        )
    return None


def may_write_rulebook(person: Person, process: Process, at: datetime) -> Refusal | None:
    """Owners write the règlement until people act under it in a vote."""
    refusal = may_run_process(person, process.pk)
    if refusal is not None:
        return refusal
    started = [
        one
        for one in process.ordered_steps
        if one.behaviour.is_binding and one.state_at(at) is not StepState.FUTURE
    ]
    if process.state != Process.State.DRAFT and started:
        return Refusal(
            "vote_started",
            _("Un vote a commencé sous ce règlement\u00a0: il ne change plus."),
            remedy=_("Écrivez ce qui doit changer dans le règlement de la prochaine édition."),
        )
    return None
