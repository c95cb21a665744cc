"""Votation: one or several questions, a vote, a result in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.kinds import Check
from preau.processes.models import Process, Requirement, Step
from preau.ui.forms import PlainForm
from preau.votations.actions import (
    Asked,
    Said,
    Settings,
    create_votation,
    write_positions,
    write_question,
)
from preau.votations.models import Votation
from preau.votations.policies import refuse_words

from .registry import Blueprint, NewProcess, Stage, Start

CODE = "votation"


@dataclass(frozen=True)
class Put:
    """A question with the positions that defend its answers."""

    asked: Asked
    positions: tuple[Said, ...] = ()


@transaction.atomic
def create(
    *,
    title: str,
    slug: str,
    actor: User,
    opens_at: datetime,
    closes_at: datetime,
    settings: Settings | None = None,
    questions: Sequence[Put] = (),
    least_age: int = 16,
    summary: str = "",
    presentation: str = "",
    is_published: bool = True,
    contact_name: str = "",
    contact_email: str = "",
) -> Process:
    """A whole votation: process, its vote and result steps, its questions and their ballots.

    Raises ``Refused`` when a title says « référendum », ``IntegrityError`` when the slug is taken.
    """
    demand(refuse_words(title))
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
    vote = _lay_steps(process, opens_at, closes_at)
    _require(vote, least_age)
    record(actor=actor, verb="created", subject=process, process_id=process.pk, blueprint=CODE)
    votation = create_votation(process=process, settings=settings or Settings(), actor=actor)
    for put in questions:
        question = write_question(votation=votation, asked=put.asked, actor=actor)
        if isinstance(question, Refusal):
            raise Refused(question)
        if put.positions:
            write_positions(question=question, positions=put.positions, actor=actor)
    return process


def _lay_steps(process: Process, opens_at: datetime, closes_at: datetime) -> Step:
    """The vote, then its result, which opens when the vote closes."""
    plan: list[tuple[str, str, str, datetime, datetime | None]] = [
        ("vote", _("Vote"), "vote", opens_at, closes_at),
        ("outcome", _("Résultat"), "resultat", closes_at, None),
    ]
    steps = [
        Step.objects.create(
            process=process,
            order=order,
            kind=kind,
            title=title,
            slug=slug,
            opens_at=opens,
            closes_at=closes,
        )
        for order, (kind, title, slug, opens, closes) in enumerate(plan, start=1)
    ]
    return steps[0]


def _require(step: Step, least_age: int) -> None:
    """What is asked first; owners choose other proofs at « Qui peut voter »."""
    wanted: list[tuple[str, dict[str, object]]] = [
        (Requirement.Kind.EMAIL, {}),
        (Requirement.Kind.AGE, {"least": least_age}),
        (Requirement.Kind.RESIDENCE, {"kind": "quarter"}),
    ]
    Requirement.objects.bulk_create(
        Requirement(step=step, order=order, kind=kind, rule=rule)
        for order, (kind, rule) in enumerate(wanted, start=1)
    )


def checklist(process: Process) -> list[Check]:
    """What a votation must have before everyone sees it."""
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
    """What the vote is worth, and from what age one votes; the questions are written next."""

    worth = forms.ChoiceField(
        label=gettext_lazy("Valeur du vote"),
        help_text=gettext_lazy("Cette phrase est écrite sur chaque bulletin."),
        choices=Votation.Worth.choices,
        initial=Votation.Worth.CONSULTATIVE,
        widget=forms.RadioSelect,
    )
    least_age = forms.IntegerField(
        label=gettext_lazy("Âge minimum pour voter"), min_value=0, max_value=99, initial=16
    )


def _start(new: NewProcess) -> Process:
    opens_at, closes_at = new.spans[0]
    if closes_at is None:
        raise ValueError("a votation needs an end")
    return create(
        title=new.title,
        slug=new.slug,
        actor=new.actor,
        opens_at=opens_at,
        closes_at=closes_at,
        settings=Settings(worth=new.answers["worth"]),
        least_age=new.answers["least_age"],
        summary=new.summary,
        is_published=False,
        contact_name=new.actor.full_name,
        contact_email=new.actor.email,
    )


BLUEPRINT = Blueprint(
    code=CODE,
    label=gettext_lazy("Votation"),
    summary=gettext_lazy(
        "Une ou plusieurs questions à tout le monde, des positions de même longueur, un vote secret."
    ),
    create=create,
    checklist=checklist,
    start=Start(
        stages=(Stage(gettext_lazy("Vote"), 14), Stage(gettext_lazy("Résultat"), None)),
        create=_start,
        form=RulesForm,
    ),
)
