"""Idea box: ideas at any time, supports, an answer once there are enough of them."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import User
from preau.ideaboxes.actions import lay_box
from preau.ideaboxes.queries import BLUEPRINT as CODE
from preau.kernel import clock
from preau.ledger.actions import record
from preau.processes.kinds import Check
from preau.processes.models import Process, Requirement, Step
from preau.proposals.models import CollectionSettings
from preau.ui.forms import PlainForm

from .registry import Blueprint, NewProcess, Stage, Start

THRESHOLD = 50


@transaction.atomic
def create(
    *,
    title: str,
    slug: str,
    actor: User | None,
    opens_at: datetime,
    closes_at: datetime | None = None,
    threshold: int = THRESHOLD,
    summary: str = "",
    presentation: str = "",
    is_published: bool = True,
    contact_name: str = "",
    contact_email: str = "",
) -> Process:
    """A whole box, permanent without ``closes_at``: a light form, supports, answers.

    Raises ``IntegrityError`` when the slug is taken or when it would close before it opens.
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
        kind="collection",
        title=_("Idées"),
        slug="idees",
        opens_at=opens_at,
        closes_at=closes_at,
        is_permanent=closes_at is None,
    )
    Requirement.objects.create(step=step, order=1, kind=Requirement.Kind.EMAIL)
    CollectionSettings.objects.create(
        step=step,
        shortest_text=20,
        longest_text=1000,
        asks_cost=False,
        asks_picture=False,
        criteria=[_("Est-ce que la collectivité peut le faire\u00a0?")],
    )
    lay_box(step=step, threshold=threshold)
    record(actor=actor, verb="created", subject=process, process_id=process.pk, blueprint=CODE)
    return process


def checklist(process: Process) -> list[Check]:
    """What a box must have before everyone sees it."""
    settings = reverse("desk:settings", args=[process.slug])
    return [
        Check(_("La promesse tient en une phrase"), bool(process.summary), settings),
        Check(_("Une personne répond aux idées"), bool(process.contact_email), settings),
        *(line for step in process.ordered_steps for line in step.behaviour.checklist(step)),
    ]


class RulesForm(PlainForm):
    """The one promise of the box."""

    threshold = forms.IntegerField(
        label=gettext_lazy("Soutiens qui amènent une réponse"),
        min_value=1,
        max_value=1_000_000,
        initial=THRESHOLD,
    )


def _start(new: NewProcess) -> Process:
    opens_at, closes_at = new.spans[0]
    return create(
        title=new.title,
        slug=new.slug,
        actor=new.actor,
        opens_at=opens_at,
        closes_at=closes_at,
        threshold=new.answers["threshold"],
        summary=new.summary,
        is_published=False,
        contact_name=new.actor.full_name,
        contact_email=new.actor.email,
    )


BLUEPRINT = Blueprint(
    code=CODE,
    label=gettext_lazy("Boîte à idées"),
    summary=gettext_lazy(
        "Des idées à tout moment, des soutiens, une réponse publique à partir d’un seuil."
    ),
    create=create,
    checklist=checklist,
    start=Start(stages=(Stage(gettext_lazy("Idées"), None),), create=_start, form=RulesForm),
)
