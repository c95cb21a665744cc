"""Composing a jury: its rules, its members, its grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.processes.models import Step
from preau.tenancy.addresses import absolute_url

from .models import Criterion, Grid, Juror, Jury, Mark, Reading
from .policies import may_set
from .queries import grid_of

SETTINGS = ("readers_each", "is_anonymous", "envelope_cents", "reads_until")
#: What must stay the same for a mark to mean the same in the next version of a grid.
SCALE = ("label", "low", "high")


@dataclass(frozen=True)
class Line:
    """A criterion as it is typed."""

    label: str
    help: str = ""
    weight: int = 1
    low: int = 0
    high: int = 5
    comment_under: int | None = None


@transaction.atomic
def create_jury(
    *,
    step: Step,
    settings: Mapping[str, Any] | None = None,
    lines: Sequence[Line] = (),
    actor: User | None,
) -> Jury:
    """Give a step its jury and first grid. ``actor`` None is the house, laying a process again."""
    if actor is not None:
        demand(may_run_process(actor, step.process_id))
    jury = Jury.objects.create(step=step, **(settings or {}))
    _write(Grid.objects.create(jury=jury, version=1), lines)
    return jury


def lock(jury: Jury) -> Jury:
    """The jury's row, ours until the end of the transaction; it knows the step of ``jury``."""
    held = Jury.objects.select_for_update(of=("self",)).get(pk=jury.pk)
    held.step = jury.step
    return held


@transaction.atomic
def set_jury(*, jury: Jury, settings: Mapping[str, Any], actor: User) -> Jury:
    """Write the rules; raises ``Refused`` once the jury deliberates."""
    held = lock(jury)
    demand(may_set(actor, held))
    for name in SETTINGS:
        setattr(held, name, settings[name])
    held.save(update_fields=SETTINGS)
    record(
        actor=actor,
        verb="set_jury",
        subject=held,
        process_id=held.step.process_id,
        readers=held.readers_each,
        envelope_cents=held.envelope_cents,
    )
    return held


@transaction.atomic
def name_juror(
    *, jury: Jury, name: str, email: str, role: str = Juror.Role.MEMBER, actor: User
) -> Juror:
    """Somebody sits in the jury and is told by mail; raises ``Refused``."""
    held = lock(jury)
    demand(may_set(actor, held))
    person, _new = User.objects.get_or_create(email=email.strip().lower())
    if not person.is_active:
        raise Refused(Refusal("erased", _("Ce compte a été effacé par la personne elle-même.")))
    seat = Juror.objects.filter(jury=held, user=person).first()
    if seat is not None and seat.left_at is None:
        raise Refused(Refusal("sits_already", _("Cette adresse est déjà celle d’un membre.")))
    _demand_one_president(held, role)
    seat = seat or Juror(jury=held, user=person)
    seat.name, seat.role, seat.left_at = name, role, None
    seat.save()
    record(
        actor=actor,
        verb="named_juror",
        subject=held,
        process_id=held.step.process_id,
        name=name,
        role=str(Juror.Role(role).label),
    )
    title = held.step.process.title
    send_email(
        to=person.email,
        recipient=person,
        kind="jury",
        subject=_("Vous siégez dans un jury\u00a0: %(title)s") % {"title": title},
        template="juries/mail/named",
        context={"title": title, "name": name, "url": absolute_url(held.url("readings"))},
    )
    return seat


def _demand_one_president(jury: Jury, role: str) -> None:
    others = jury.jurors.filter(role=Juror.Role.PRESIDENT, left_at=None)
    if role == Juror.Role.PRESIDENT and others.exists():
        raise Refused(
            Refusal(
                "presided",
                _("Le jury a déjà une présidence."),
                remedy=_("Ajoutez cette personne comme membre, ou retirez d’abord la présidence."),
            )
        )


@transaction.atomic
def end_seat(*, juror: Juror, actor: User) -> Juror:
    """Somebody leaves: what they finished counts, what they had left goes to others."""
    from .giving import share_again  # giving needs the lock of this module

    jury = lock(juror.jury)
    demand(may_set(actor, jury))
    juror.left_at = clock.now()
    juror.save(update_fields=["left_at"])
    juror.readings.filter(state=Reading.State.WAITING).delete()
    juror.readings.filter(state=Reading.State.BEGUN).update(state=Reading.State.VOID)
    record(
        actor=actor,
        verb="ended_seat",
        subject=jury,
        process_id=jury.step.process_id,
        name=juror.name,
    )
    share_again(jury)
    return juror


def _write(grid: Grid, lines: Sequence[Line]) -> list[Criterion]:
    return Criterion.objects.bulk_create(
        Criterion(grid=grid, order=order, **asdict(line))
        for order, line in enumerate(lines, start=1)
    )


@transaction.atomic
def write_grid(*, jury: Jury, lines: Sequence[Line], reason: str = "", actor: User) -> Grid:
    """The criteria; once somebody marked, they are those of a new version, for a reason.

    Marks whose criterion keeps its words and its scale are carried over; readings that lack one
    are to be completed. Raises ``Refused``.
    """
    held = lock(jury)
    demand(may_set(actor, held))
    grid = grid_of(held) or Grid.objects.create(jury=held, version=1)
    if grid.frozen_at is None:
        grid.criteria.all().delete()
        _write(grid, lines)
    elif not reason.strip():
        raise Refused(
            Refusal(
                "reason_missing",
                _("Dites pourquoi la grille change."),
                rule=_(
                    "Des dossiers sont déjà notés\u00a0: la grille change de version, avec un motif."
                ),
            )
        )
    else:
        grid = _next_version(held, grid, lines, reason)
    record(
        actor=actor,
        verb="wrote_grid",
        subject=held,
        process_id=held.step.process_id,
        version=grid.version,
        reason=reason,
    )
    return grid


def _next_version(jury: Jury, old: Grid, lines: Sequence[Line], reason: str) -> Grid:
    new = Grid.objects.create(jury=jury, version=old.version + 1, reason=reason)
    before = {_scale(one): one.pk for one in old.criteria.all()}
    same = {before[_scale(one)]: one.pk for one in _write(new, lines) if _scale(one) in before}
    marks = Mark.objects.filter(reading__grid=old, criterion__in=same)
    marks = marks.exclude(reading__state=Reading.State.VOID)
    Mark.objects.bulk_create(
        Mark(
            reading_id=one.reading_id,
            criterion_id=same[one.criterion_id],
            value=one.value,
            comment=one.comment,
        )
        for one in marks
    )
    readings = Reading.objects.filter(grid=old).exclude(state=Reading.State.VOID)
    if len(same) < len(lines):
        readings.filter(state=Reading.State.DONE).update(state=Reading.State.BEGUN, done_at=None)
    readings.update(grid=new)
    new.frozen_at = clock.now()
    new.save(update_fields=["frozen_at"])
    return new


def _scale(criterion: Criterion) -> tuple[Any, ...]:
    return tuple(getattr(criterion, name) for name in SCALE)
