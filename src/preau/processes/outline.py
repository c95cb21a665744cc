"""The outline of a process: all that makes it, and nothing of what people did in it.

A plain JSON document: texts, règlement, steps with days counted from the first one, requirements,
and the settings that each app adds (``outline_parts``). It makes the same process again, at other
dates, in this site or in another one. It never holds a person, a contact or a key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from preau.accounts.models import User
from preau.kernel.registry import Registry
from preau.kernel.text import slug as slug_of
from preau.ledger.actions import record

from .kinds import step_kinds
from .models import Process, Requirement, Step

FORMAT = "preau-process"
VERSION = 1
Outline = dict[str, Any]


class UnreadableOutline(ValueError):
    """The document is no outline that this installation can read; the message says why."""


@dataclass(frozen=True)
class OutlinePart:
    """What an app adds: ``read`` answers JSON or None, ``write`` lays it on a new process."""

    read: Callable[[Process], Any]
    write: Callable[[Process, Any], None]


outline_parts: Registry[OutlinePart] = Registry("outline part")


def step_settings(model: type[models.Model], names: tuple[str, ...]) -> OutlinePart:
    """The part of an app whose settings are one row by step, of which ``names`` are copied."""
    manager: Any = model._default_manager

    def read(process: Process) -> Any:
        rows = manager.filter(step__process=process).select_related("step").order_by("step__order")
        return {row.step.slug: {name: getattr(row, name) for name in names} for row in rows} or None

    def write(process: Process, data: Any) -> None:
        for step in process.ordered_steps:
            if step.slug in data:
                known = {name: data[step.slug][name] for name in names if name in data[step.slug]}
                manager.update_or_create(step=step, defaults=known)

    return OutlinePart(read, write)


def outline_of(process: Process) -> Outline:
    """The outline of ``process``, ready to be kept as JSON."""
    steps = process.ordered_steps
    dated = [step.opens_at for step in steps if step.opens_at is not None]
    first = timezone.localdate(min(dated)) if dated else None
    asked = Requirement.objects.filter(step__process=process).order_by("order")
    by_step: dict[int, list[Any]] = {}
    for one in asked:
        by_step.setdefault(one.step_id, []).append({"kind": one.kind, "rule": one.rule})
    parts = {code: data for code, part in outline_parts.items() if (data := part.read(process))}
    return {
        "format": FORMAT,
        "version": VERSION,
        "blueprint": process.blueprint,
        "title": process.title,
        "summary": process.summary,
        "presentation": process.presentation,
        "rulebook": process.rulebook,
        "steps": [
            {
                "kind": step.kind,
                "title": step.title,
                "slug": step.slug,
                "summary": step.summary,
                "opens": _counted(step.opens_at, first),
                "closes": _counted(step.closes_at, first),
                "is_permanent": step.is_permanent,
                "requirements": by_step.get(step.pk, []),
            }
            for step in steps
        ],
        "parts": parts,
    }


def _counted(moment: datetime | None, first: date | None) -> list[Any] | None:
    """Days since ``first`` and the hour on the clock of the town: daylight saving moves neither."""
    if moment is None or first is None:
        return None
    local = timezone.localtime(moment)
    return [(local.date() - first).days, local.strftime("%H:%M:%S")]


def _moment(counted: Any, first: date | None) -> datetime | None:
    if counted is None or first is None:
        return None
    days, hour = counted
    return timezone.make_aware(
        datetime.combine(first + timedelta(days=days), time.fromisoformat(hour))
    )


def dates_of(
    outline: Outline, first: date | None
) -> list[tuple[str, datetime | None, datetime | None]]:
    """Title, opening and closing of each step when the first one opens on ``first``."""
    return [
        (one["title"], _moment(one["opens"], first), _moment(one["closes"], first))
        for one in outline["steps"]
    ]


def check_outline(outline: Any) -> Outline:
    """The document itself, if a process can be made of it; ``UnreadableOutline`` otherwise."""
    if not isinstance(outline, dict) or outline.get("format") != FORMAT:
        raise UnreadableOutline("not an outline")
    if outline.get("version") != VERSION:
        raise UnreadableOutline(f"version {outline.get('version')!r} is not known here")
    steps = outline.get("steps")
    if not isinstance(steps, list) or not steps:
        raise UnreadableOutline("no steps")
    try:
        unknown = [one["kind"] for one in steps if one["kind"] not in step_kinds]
        dates_of(outline, date(2027, 1, 1))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise UnreadableOutline(f"a step is not complete: {error!r}") from error
    if unknown:
        raise UnreadableOutline(f"unknown kinds of step: {', '.join(unknown)}")
    return outline


def free_slug(title: str) -> str:
    """The title as a piece of address that no process of this site has yet."""
    base = slug_of(title, longest=70) or "demarche"
    taken = set(Process.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, found = 2, base
    while found in taken:
        number, found = number + 1, f"{base}-{number}"
    return found


@transaction.atomic
def lay_outline(
    outline: Outline,
    *,
    title: str,
    actor: User | None,
    first: date | None = None,
    spans: list[tuple[datetime | None, datetime | None]] | None = None,
    summary: str | None = None,
) -> Process:
    """A draft made of ``outline``, its first step opening on ``first``, or dated by ``spans``.

    The caller has asked whether ``actor`` may. Raises ``UnreadableOutline``.
    """
    check_outline(outline)
    process = Process.objects.create(
        title=title[:120],
        slug=free_slug(title),
        blueprint=outline["blueprint"],
        summary=outline["summary"] if summary is None else summary,
        presentation=outline["presentation"],
        rulebook=outline["rulebook"],
        contact_name=actor.full_name if actor else "",
        contact_email=actor.email if actor else "",
    )
    dates = spans or [(opens, closes) for _title, opens, closes in dates_of(outline, first)]
    for order, (one, span) in enumerate(zip(outline["steps"], dates, strict=True), start=1):
        _lay_step(process, order, one, span)
    process.__dict__.pop("ordered_steps", None)
    _lay_parts(process, outline["parts"])
    record(
        actor=actor,
        verb="created",
        subject=process,
        process_id=process.pk,
        blueprint=process.blueprint,
        outline=outline["title"],
    )
    return process


def _lay_parts(process: Process, parts: Mapping[str, Any]) -> None:
    """What apps of this installation wrote; what none of them knows is left aside."""
    for code, part in outline_parts.items():
        if code not in parts:
            continue
        try:
            part.write(process, parts[code])
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableOutline(f"part {code!r} is not complete: {error!r}") from error


def _lay_step(
    process: Process,
    order: int,
    one: Mapping[str, Any],
    span: tuple[datetime | None, datetime | None],
) -> None:
    step = Step.objects.create(
        process=process,
        order=order,
        kind=one["kind"],
        title=one["title"],
        slug=one["slug"],
        summary=one["summary"],
        opens_at=span[0],
        closes_at=span[1],
        is_permanent=one["is_permanent"],
    )
    Requirement.objects.bulk_create(
        Requirement(step=step, order=place, kind=asked["kind"], rule=asked["rule"])
        for place, asked in enumerate(one["requirements"], start=1)
    )
