"""Consultation on a text: people answer passage by passage, then the follow-up is published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import User
from preau.kernel import clock
from preau.ledger.actions import record
from preau.processes.kinds import Check
from preau.processes.models import Process, Requirement, Step
from preau.texts.models import Consultation

from .registry import Blueprint, NewProcess, Stage, Start

CODE = "consultation"


@transaction.atomic
def create(
    *,
    title: str,
    slug: str,
    actor: User | None,
    opens_at: datetime,
    closes_at: datetime,
    settings: dict[str, Any] | None = None,
    summary: str = "",
    presentation: str = "",
    is_published: bool = True,
    contact_name: str = "",
    contact_email: str = "",
) -> Process:
    """A whole consultation: process, step and settings; its texts come after.

    ``settings`` are fields of ``Consultation``. Raises ``IntegrityError`` when the slug is taken
    or when it would close before it opens.
    """
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
        kind="text",
        title=_("Consultation"),
        slug="consultation",
        opens_at=opens_at,
        closes_at=closes_at,
    )
    Requirement.objects.create(step=step, order=1, kind=Requirement.Kind.EMAIL)
    Consultation.objects.create(step=step, **(settings or {}))
    record(actor=actor, verb="created", subject=process, process_id=process.pk, blueprint=CODE)
    return process


def checklist(process: Process) -> list[Check]:
    """What a consultation must have before everyone sees it."""
    settings = reverse("desk:settings", args=[process.slug])
    return [
        Check(_("La promesse tient en une phrase"), bool(process.summary), settings),
        Check(
            _("Une personne répond aux questions"),
            bool(process.contact_email),
            settings,
            blocking=False,
        ),
        *(line for step in process.ordered_steps for line in step.behaviour.checklist(step)),
    ]


def _start(new: NewProcess) -> Process:
    opens_at, closes_at = new.spans[0]
    if closes_at is None:
        raise ValueError("a consultation needs an end")
    return create(
        title=new.title,
        slug=new.slug,
        actor=new.actor,
        opens_at=opens_at,
        closes_at=closes_at,
        summary=new.summary,
        is_published=False,
        contact_name=new.actor.full_name,
        contact_email=new.actor.email,
    )


BLUEPRINT = Blueprint(
    code=CODE,
    label=gettext_lazy("Consultation sur un texte"),
    summary=gettext_lazy(
        "Un texte lu passage par passage, des avis et des amendements, puis ce qui en est retenu."
    ),
    create=create,
    checklist=checklist,
    start=Start(stages=(Stage(gettext_lazy("Consultation"), 30),), create=_start),
)
