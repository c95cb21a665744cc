"""Petition: a demand, its signatures, the council's answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import User
from preau.kernel import clock
from preau.ledger.actions import record
from preau.petitions.actions import create_petition
from preau.petitions.models import Petition
from preau.processes.kinds import Check
from preau.processes.models import Process, Requirement, Step
from preau.ui.forms import PlainForm

from .registry import Blueprint, NewProcess, Stage, Start

CODE = "petition"
ADULT = 18


@transaction.atomic
def create(
    *,
    title: str,
    slug: str,
    actor: User | None,
    opens_at: datetime,
    closes_at: datetime,
    settings: Mapping[str, Any] | None = None,
    least_age: int = ADULT,
    summary: str = "",
    presentation: str = "",
    is_published: bool = True,
    contact_name: str = "",
    contact_email: str = "",
) -> Process:
    """A whole petition: process, its step, its demand; a local one is signed from 18 on.

    Raises ``IntegrityError`` when the slug is taken or when it would close before it opens.
    """
    settings = settings or {}
    process = Process.objects.create(
        title=title,
        slug=slug,
        blueprint=CODE,
        summary=summary,
        presentation=presentation,
        contact_name=contact_name,
        contact_email=contact_email,
        state=Process.State.PUBLISHED if is_published else Process.State.DRAFT,
        published_at=clock.now() if is_published else None,
    )
    step = Step.objects.create(
        process=process,
        order=1,
        kind="petition",
        title=_("Signatures"),
        slug="signatures",
        opens_at=opens_at,
        closes_at=closes_at,
    )
    is_local = settings.get("kind") == Petition.Kind.LOCAL
    _require(step, ADULT if is_local else least_age)
    create_petition(step=step, settings=settings, actor=None)
    record(actor=actor, verb="created", subject=process, process_id=process.pk, blueprint=CODE)
    return process


def _require(step: Step, least_age: int) -> None:
    """An account and a birth date; names are asked on the page that is signed."""
    wanted: list[tuple[str, dict[str, Any]]] = [
        (Requirement.Kind.EMAIL, {}),
        (Requirement.Kind.AGE, {"least": least_age}),
    ]
    Requirement.objects.bulk_create(
        Requirement(step=step, order=order, kind=kind, rule=rule)
        for order, (kind, rule) in enumerate(wanted, start=1)
    )


def checklist(process: Process) -> list[Check]:
    """What a petition must have before everyone sees it."""
    settings = reverse("desk:settings", args=[process.slug])
    return [
        Check(_("La promesse tient en une phrase"), bool(process.summary), settings),
        *(line for step in process.ordered_steps for line in step.behaviour.checklist(step)),
    ]


class RulesForm(PlainForm):
    """The frame; the demand and its threshold are written next."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Cadre"),
        choices=Petition.Kind.choices,
        initial=Petition.Kind.CITIZEN,
        widget=forms.RadioSelect,
    )


def _start(new: NewProcess) -> Process:
    opens_at, closes_at = new.spans[0]
    if closes_at is None:
        raise ValueError("a petition needs an end")
    return create(
        title=new.title,
        slug=new.slug,
        actor=new.actor,
        opens_at=opens_at,
        closes_at=closes_at,
        settings={"kind": new.answers["kind"]},
        summary=new.summary,
        is_published=False,
        contact_name=new.actor.full_name,
        contact_email=new.actor.email,
    )


BLUEPRINT = Blueprint(
    code=CODE,
    label=gettext_lazy("Pétition"),
    summary=gettext_lazy("Une demande, des signatures jusqu’à un seuil, la réponse du conseil."),
    create=create,
    checklist=checklist,
    start=Start(stages=(Stage(gettext_lazy("Signatures"), 90),), create=_start, form=RulesForm),
)
