"""Marking an application: saved as it is typed, finished when nothing lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.ledger.actions import record

from .models import Criterion, Grid, Mark, Reading
from .policies import may_mark


@dataclass(frozen=True)
class Typed:
    """A mark and the words under it, as they stand."""

    value: int | None = None
    comment: str = ""


def needs_words(criterion: Criterion, value: int | None) -> bool:
    """This mark is one that the grid asks to explain."""
    under = criterion.comment_under
    return under is not None and value is not None and value < under


def lacks(criterion: Criterion, typed: Typed) -> str:
    """What this criterion still needs, in words; empty when it is whole."""
    if typed.value is None:
        return _("Donnez une note.")
    if not criterion.low <= typed.value <= criterion.high:
        return _("Donnez une note de %(low)s à %(high)s.") % {
            "low": criterion.low,
            "high": criterion.high,
        }
    if needs_words(criterion, typed.value) and not typed.comment.strip():
        return _("Au-dessous de %(under)s, dites pourquoi.") % {"under": criterion.comment_under}
    return ""


@transaction.atomic
def save_reading(
    *, reading: Reading, marks: Mapping[int, Typed], comment: str, actor: User
) -> Reading | Refusal:
    """Keep what is typed, whole or not. The first mark freezes the grid.

    A mark out of its scale is not kept; the others are.
    """
    held, refusal = _open(reading)
    if refusal is not None:
        return refusal
    criteria = {one.pk: one for one in held.grid.criteria.all()}
    for code, typed in marks.items():
        one = criteria.get(code)
        if one is not None:
            _keep(held, one, typed)
    held.comment, held.saved_at = comment, clock.now()
    if held.state == Reading.State.WAITING:
        held.state = Reading.State.BEGUN
    held.save(update_fields=["comment", "saved_at", "state"])
    return held


def _open(reading: Reading) -> tuple[Reading, Refusal | None]:
    """The reading's row, ours until the commit, and why it may not be marked."""
    held = (
        Reading.objects.select_for_update(of=("self",))
        .select_related("juror", "grid", "proposal")
        .get(pk=reading.pk)
    )
    held.juror.jury = reading.juror.jury
    return held, may_mark(held, held.juror, clock.now())


def _keep(reading: Reading, criterion: Criterion, typed: Typed) -> None:
    value = typed.value
    if value is not None and not criterion.low <= value <= criterion.high:
        value = None
    if value is not None and reading.grid.frozen_at is None:
        Grid.objects.filter(pk=reading.grid_id, frozen_at=None).update(frozen_at=clock.now())
        reading.grid.frozen_at = clock.now()
    Mark.objects.update_or_create(
        reading=reading,
        criterion=criterion,
        defaults={"value": value, "comment": typed.comment},
    )


@transaction.atomic
def finish_reading(*, reading: Reading, actor: User) -> Reading | Refusal:
    """The reading counts from now on; refused, with what lacks by criterion, when it is not whole."""
    held, refusal = _open(reading)
    if refusal is not None:
        return refusal
    given = {one.criterion_id: Typed(one.value, one.comment) for one in held.marks.all()}
    missing = {
        str(one.pk): said
        for one in held.grid.criteria.all()
        if (said := lacks(one, given.get(one.pk, Typed())))
    }
    if missing:
        return Refusal(
            "incomplete",
            _("Il manque des notes ou des commentaires."),
            remedy=_("Ce qui est saisi est enregistré\u00a0: complétez, puis terminez."),
            details=missing,
        )
    held.state, held.done_at = Reading.State.DONE, clock.now()
    held.save(update_fields=["state", "done_at"])
    jury = held.juror.jury
    record(
        actor=actor,
        verb="finished_reading",
        subject=jury,
        process_id=jury.step.process_id,
        number=held.proposal.number,
    )
    return held


@transaction.atomic
def reopen_reading(*, reading: Reading, actor: User) -> Reading | Refusal:
    """Change one's marks again until the readings end; meanwhile they count for nothing."""
    held, refusal = _open(reading)
    if refusal is not None:
        return refusal
    held.state, held.done_at = Reading.State.BEGUN, None
    held.save(update_fields=["state", "done_at"])
    return held
