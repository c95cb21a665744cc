"""Where the study of an idea, of a service and of a whole review stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import Service
from preau.kernel import clock
from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.services.desk.figures import Figures
from preau.ui.words import day, short_day

from .models import Opinion, Precision, Round


def standing_opinions(proposal: Proposal, step: Step) -> list[Opinion]:
    """The requests that count for this idea, the first asked first."""
    found = Opinion.objects.standing().filter(proposal=proposal, step=step)
    return list(found.select_related("service", "joint_of__service", "form", "joint_of__form"))


def state_line(opinions: Sequence[Opinion], step: Step, at: Any = None) -> str:
    """« 2 avis sur 3 reçus, décision attendue le 10 mai »."""
    if not opinions:
        return ""
    received = sum(1 for one in opinions if one.signed_at is not None)
    count = len(opinions)
    said = ngettext("%(got)s avis sur %(n)s reçu", "%(got)s avis sur %(n)s reçus", received) % {
        "got": received,
        "n": count,
    }
    last = max((one.due_on for one in opinions if one.signed_at is None), default=None)
    if last is not None:
        late = last < timezone.localdate(clock.now())
        words = (
            _("dernier attendu le %(day)s, en retard") if late else _("dernier attendu le %(day)s")
        )
        said = f"{said}, {words % {'day': short_day(last)}}"
    if step.closes_at is not None:
        last_day = short_day(timezone.localdate(step.closes_at))
        said = f"{said}, " + _("décision attendue le %(day)s") % {"day": last_day}
    return f"{said.rstrip('.')}."


def on_hold() -> Any:
    """Condition on an opinion: the author has been asked, the clock of services stops."""
    waiting = Precision.objects.filter(
        proposal=OuterRef("proposal"), answered_at__isnull=True, dropped_at__isnull=True
    )
    return Exists(waiting)


def service_workload(services: Sequence[Service]) -> Figures:
    """Awaited, late and median days of each service, and when all would be in; three statements."""
    today = timezone.localdate(clock.now())
    ids = [one.pk for one in services]
    held = Opinion.objects.standing().filter(service__in=ids)
    awaited = Q(signed_at__isnull=True)
    rows = held.values("service").annotate(
        awaited=Count("pk", filter=awaited),
        late=Count("pk", filter=awaited & Q(due_on__lt=today)),
        given=Count("pk", filter=~awaited),
    )
    counts = {row["service"]: row for row in rows.order_by()}
    lengths = durations(ids)
    lines: dict[int, tuple[Any, ...]] = {}
    for pk in ids:
        row = counts.get(pk)
        if row is not None:
            usual = median(lengths[pk]) if lengths.get(pk) else None
            lines[pk] = (row["awaited"], row["late"], row["given"], _days(usual))
    heads = (_("Avis attendus"), _("En retard"), _("Donnés"), _("Délai habituel"))
    return Figures(heads, lines, _forecast_words(ids, lengths, today))


def _days(count: float | None) -> str:
    if count is None:
        return ""
    whole = round(count)
    return ngettext("%(n)s jour", "%(n)s jours", whole) % {"n": whole}


def durations(services: Sequence[int], most: int = 5000) -> dict[int, list[int]]:
    """Days between the request and the signature of past opinions, by service."""
    signed = Opinion.objects.filter(service__in=services, signed_at__isnull=False)
    found: dict[int, list[int]] = {}
    rows = signed.order_by("-signed_at").values_list("service", "asked_at", "signed_at")[:most]
    for service, asked, given in rows:
        if given is not None:
            found.setdefault(service, []).append(max(0, (given - asked).days))
    return found


@dataclass(frozen=True)
class Forecast:
    """The day by which the awaited opinions would be in, if services answer as they usually do."""

    day: date
    awaited: int
    known: int


def forecast(
    services: Sequence[int], lengths: dict[int, list[int]], today: date
) -> Forecast | None:
    """From the median of past durations of each service (of all of them where one has none)."""
    everything = [days for known in lengths.values() for days in known]
    if not everything:
        return None
    usual = {pk: median(known) for pk, known in lengths.items()}
    awaited = Opinion.objects.awaited().filter(service__in=services)
    rows = list(awaited.values_list("service", "asked_at"))
    if not rows:
        return None
    general = median(everything)
    ends = [
        timezone.localdate(asked) + timedelta(days=round(usual.get(pk, general)))
        for pk, asked in rows
    ]
    return Forecast(max(today, *ends), len(rows), len(everything))


def _forecast_words(ids: Sequence[int], lengths: dict[int, list[int]], today: date) -> str:
    found = forecast(ids, lengths, today)
    if found is None:
        return ""
    return ngettext(
        "%(n)s avis attendu. Au rythme des %(known)s derniers avis, il arrivera vers le %(day)s.",
        "%(n)s avis attendus. Au rythme des %(known)s derniers avis, ils arriveront vers le %(day)s.",
        found.awaited,
    ) % {"n": found.awaited, "known": found.known, "day": day(found.day)}


def round_of(step: Step, kind: str) -> Round | None:
    """The round of that kind in this review, if it has one."""
    return next((one for one in step.rounds.all() if one.kind == kind), None)
