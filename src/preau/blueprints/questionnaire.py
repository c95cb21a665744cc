"""Questionnaire: one step that asks, then its results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import User
from preau.kernel import clock
from preau.ledger.actions import record
from preau.processes.kinds import Check
from preau.processes.models import Process, Requirement, Step
from preau.questions.actions import create_form
from preau.questions.document import Document
from preau.surveys.models import Survey
from preau.ui.forms import PlainForm

from .registry import Blueprint, NewProcess, Stage, Start

CODE = "questionnaire"


@dataclass(frozen=True)
class Rules:
    """Who answers, how many times, how many of them."""

    identity: str = Survey.Identity.ANONYMOUS
    is_several: bool = False
    quota: int | None = None
    least_age: int | None = None


@transaction.atomic
def create(
    *,
    title: str,
    slug: str,
    actor: User | None,
    opens_at: datetime,
    closes_at: datetime,
    document: Document | None = None,
    rules: Rules | None = None,
    summary: str = "",
    presentation: str = "",
    why: str = "",
    is_published: bool = True,
    contact_name: str = "",
    contact_email: str = "",
) -> Process:
    """A whole questionnaire: process, its step, its form and settings.

    Raises ``IntegrityError`` when the slug is taken or when it would close before it opens.
    """
    rules = rules or Rules()
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
        kind="survey",
        title=_("Questionnaire"),
        slug="questionnaire",
        opens_at=opens_at,
        closes_at=closes_at,
    )
    Survey.objects.create(
        step=step,
        form=create_form(title=title, document=document),
        why=why,
        identity=rules.identity,
        is_several=rules.is_several,
        quota=rules.quota,
    )
    _require(step, rules)
    record(actor=actor, verb="created", subject=process, process_id=process.pk, blueprint=CODE)
    return process


def _require(step: Step, rules: Rules) -> None:
    """What must be proved before sending; nothing where nobody says who they are."""
    if rules.identity == Survey.Identity.ANONYMOUS:
        return
    wanted: list[tuple[str, dict[str, int]]] = [(Requirement.Kind.EMAIL, {})]
    if rules.least_age is not None:
        wanted.append((Requirement.Kind.AGE, {"least": rules.least_age}))
    if rules.identity == Survey.Identity.NAMED:
        wanted.append((Requirement.Kind.NAME, {}))
    Requirement.objects.bulk_create(
        Requirement(step=step, order=order, kind=kind, rule=rule)
        for order, (kind, rule) in enumerate(wanted, start=1)
    )


def checklist(process: Process) -> list[Check]:
    """What a questionnaire must have before everyone sees it."""
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


class RulesForm(PlainForm):
    """Who answers; all of it can change until the questions are asked."""

    identity = forms.ChoiceField(
        label=gettext_lazy("Qui répond"),
        choices=Survey.Identity.choices,
        initial=Survey.Identity.ANONYMOUS,
        widget=forms.RadioSelect,
    )


def _start(new: NewProcess) -> Process:
    opens_at, closes_at = new.spans[0]
    if closes_at is None:
        raise ValueError("a questionnaire needs an end")
    return create(
        title=new.title,
        slug=new.slug,
        actor=new.actor,
        opens_at=opens_at,
        closes_at=closes_at,
        rules=Rules(identity=new.answers["identity"]),
        summary=new.summary,
        is_published=False,
        contact_name=new.actor.full_name,
        contact_email=new.actor.email,
    )


BLUEPRINT = Blueprint(
    code=CODE,
    label=gettext_lazy("Questionnaire"),
    summary=gettext_lazy(
        "Des questions à tout le monde, une par page, et ce que disent les réponses."
    ),
    create=create,
    checklist=checklist,
    start=Start(stages=(Stage(gettext_lazy("Questionnaire"), 21),), create=_start, form=RulesForm),
)
