"""How many people the rules call, counted from what the site knows today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock

from .models import Batch, Electorate, Proof
from .rules import Rungs, kinds_in


@dataclass(frozen=True)
class Figure:
    """A number and what it counts."""

    count: int
    label: str


def figures_of(electorate: Electorate, rungs: Rungs) -> list[Figure]:
    """What each list holds, how many accounts qualify already, how many have proved."""
    figures = []
    if "roll" in kinds_in(rungs):
        figures.append(Figure(electorate.lines.count(), _("personnes sur la liste")))
    if "code" in rungs:
        live = electorate.codes.filter(revoked_at__isnull=True).count()
        figures.append(Figure(live, _("codes valables")))
    if "group" in rungs:
        figures.append(Figure(electorate.members.count(), _("adresses dans le groupe")))
    if "email" in rungs:
        figures.append(
            Figure(_accounts(electorate, rungs), _("comptes remplissent déjà l’âge et le quartier"))
        )
    proved = Proof.objects.filter(step_id=electorate.step_id).aggregate(
        n=Count("elector", distinct=True)
    )["n"]
    if proved:
        figures.append(Figure(proved, _("personnes ont déjà prouvé qui elles sont")))
    return figures


def _accounts(electorate: Electorate, rungs: Rungs) -> int:
    """Confirmed accounts that neither age nor neighbourhood would stop."""
    known = User.objects.filter(email_verified_at__isnull=False, is_active=True)
    if "residence" in rungs:
        known = known.filter(zone__isnull=False)
    if "age" in rungs:
        day = timezone.localtime(electorate.step.opens_at or clock.now()).date()
        least = int(rungs["age"].get("least", 0))
        # Born on 29 February: of age on 1 March of a common year, as the law reckons.
        last = day.replace(year=day.year - least, day=min(day.day, 28 if day.month == 2 else 31))
        known = known.filter(birth_date__lte=last)
    return known.count()


def batches_of(electorate: Electorate) -> list[Any]:
    """Batches with how many codes they hold, used, revoked: one statement."""
    used = Proof.objects.filter(
        step_id=electorate.step_id, kind="code", key=OuterRef("codes__digest")
    )
    return list(
        Batch.objects.filter(electorate=electorate).annotate(
            total=Count("codes"),
            used=Count("codes", filter=Exists(used)),
            revoked=Count("codes", filter=Q(codes__revoked_at__isnull=False)),
        )
    )
