"""Budget participatif: ideas, analysis, vote by zone, results, delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import User
from preau.budgeting.actions import set_envelopes
from preau.budgeting.models import Edition
from preau.kernel import clock
from preau.ledger.actions import record
from preau.processes.kinds import Check
from preau.processes.models import Process, Requirement, Step
from preau.proposals.models import CollectionSettings
from preau.reviews.models import Criterion, Motive, ReviewSettings

from . import budget_start
from .registry import Blueprint, NewProcess, Start

CODE = "participatory_budget"


@dataclass(frozen=True)
class Calendar:
    """When each step opens and closes (aware times); delivery may have no end."""

    deposit: tuple[datetime, datetime]
    review: tuple[datetime, datetime]
    vote: tuple[datetime, datetime]
    results: datetime
    delivery: tuple[datetime, datetime | None]


@dataclass(frozen=True)
class MotiveDraft:
    """A reason to say no: the article that decides, the public sentence, what remains possible."""

    code: str
    label: str
    sentence: str
    article: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class CriterionDraft:
    """A question of the règlement put so that « oui » speaks for the idea; ``motive`` is a code."""

    question: str
    article: str = ""
    motive: str = ""


@dataclass(frozen=True)
class Rules:
    """The parts of the règlement that the machine checks or shows; money in cents."""

    least_age: int = 11
    most_cost_cents: int | None = None
    shortest_text: int = 50
    longest_text: int = 2000
    max_choices: int = 3
    points: tuple[int, ...] = (3, 2, 1)
    ballot_format: str = "ranked"
    unspent_rule: str = ""
    criteria: tuple[CriterionDraft, ...] = ()
    motives: tuple[MotiveDraft, ...] = ()


@transaction.atomic
def create(
    *,
    title: str,
    slug: str,
    actor: User | None,
    calendar: Calendar,
    envelopes: Mapping[int | None, int],
    rules: Rules | None = None,
    summary: str = "",
    presentation: str = "",
    rulebook: dict[str, Any] | None = None,
    is_published: bool = True,
    contact_name: str = "",
    contact_email: str = "",
) -> Process:
    """A whole edition: process, five steps with settings and requirements, envelopes in cents.

    ``envelopes`` maps zone ids to cents; None stands for the whole town. Raises ``IntegrityError``
    when the slug is taken in this site or when a step would close before it opens.
    """
    rules = rules or Rules()
    process = Process.objects.create(
        title=title,
        slug=slug,
        blueprint=CODE,
        summary=summary,
        presentation=presentation,
        rulebook=rulebook or {},
        contact_name=contact_name,
        contact_email=contact_email,
        state=Process.State.PUBLISHED if is_published else Process.State.DRAFT,
        published_at=clock.now() if is_published else None,
    )
    deposit, review, vote = _lay_steps(process, calendar)
    _set_rules(process, deposit, review, rules)
    _require(deposit, {Requirement.Kind.EMAIL: {}, Requirement.Kind.NAME: {}})
    _require(
        vote,
        {
            Requirement.Kind.EMAIL: {},
            Requirement.Kind.AGE: {"least": rules.least_age},
            Requirement.Kind.RESIDENCE: {"kind": "quarter"},
        },
    )
    edition = set_envelopes(process=process, cents_by_zone=envelopes, actor=actor)
    edition.max_choices, edition.points = rules.max_choices, list(rules.points)
    edition.unspent_rule, edition.ballot_format = rules.unspent_rule, rules.ballot_format
    edition.save(update_fields=["max_choices", "points", "unspent_rule", "ballot_format"])
    record(actor=actor, verb="created", subject=process, process_id=process.pk, blueprint=CODE)
    return process


def _lay_steps(process: Process, calendar: Calendar) -> tuple[Step, Step, Step]:
    """The five steps in order; answers the three that have settings."""
    results = (calendar.results, None)
    plan = [
        ("collection", _("Dépôt des idées"), "depot", calendar.deposit),
        ("review", _("Analyse"), "analyse", calendar.review),
        ("vote", _("Vote"), "vote", calendar.vote),
        ("results", _("Résultats"), "resultats", results),
        ("delivery", _("Réalisation"), "realisation", calendar.delivery),
    ]
    steps = [
        Step.objects.create(
            process=process,
            order=order,
            kind=kind,
            title=title,
            slug=slug,
            opens_at=opens_at,
            closes_at=closes_at,
        )
        for order, (kind, title, slug, (opens_at, closes_at)) in enumerate(plan, start=1)
    ]
    return steps[0], steps[1], steps[2]


def _set_rules(process: Process, deposit: Step, review: Step, rules: Rules) -> None:
    CollectionSettings.objects.create(
        step=deposit,
        shortest_text=rules.shortest_text,
        longest_text=rules.longest_text,
        most_cost_cents=rules.most_cost_cents,
        criteria=[one.question for one in rules.criteria],
    )
    ReviewSettings.objects.create(step=review, most_cost_cents=rules.most_cost_cents, own_only=True)
    motives = {
        draft.code: Motive.objects.create(
            process=process,
            order=order,
            code=draft.code,
            label=draft.label,
            article=draft.article,
            sentence=draft.sentence,
            remedy=draft.remedy,
        )
        for order, draft in enumerate(rules.motives, start=1)
    }
    Criterion.objects.bulk_create(
        Criterion(
            step=review,
            number=number,
            article=draft.article,
            question=draft.question,
            motive=motives[draft.motive] if draft.motive else None,
        )
        for number, draft in enumerate(rules.criteria, start=1)
    )


def _require(step: Step, rules: Mapping[str, dict[str, Any]]) -> None:
    Requirement.objects.bulk_create(
        Requirement(step=step, order=order, kind=kind, rule=rule)
        for order, (kind, rule) in enumerate(rules.items(), start=1)
    )


def checklist(process: Process) -> list[Check]:
    """What an edition must have before everyone sees it, its own lines before those of steps."""

    def at(name: str) -> str:
        return reverse(f"desk:{name}", args=[process.slug])

    edition = Edition.objects.filter(process=process).prefetch_related("envelopes").first()
    return [
        Check(_("La promesse tient en une phrase"), bool(process.summary), at("settings")),
        Check(
            _("Le règlement est écrit"),
            bool(process.rulebook.get("articles")),
            at("rulebook"),
        ),
        Check(
            _("Les enveloppes sont fixées"),
            edition is not None and bool(edition.envelopes.all()),
            reverse("budgeting_desk:envelopes", args=[process.slug]),
        ),
        Check(_("Les étapes se suivent"), _is_in_order(process), at("calendar")),
        Check(
            _("Une personne répond aux questions"),
            bool(process.contact_email),
            at("settings"),
            blocking=False,
        ),
        *(line for step in process.ordered_steps for line in step.behaviour.checklist(step)),
    ]


def _is_in_order(process: Process) -> bool:
    """Every step has its opening, none opens before the former one."""
    opens = [step.opens_at for step in process.ordered_steps]
    dated = [moment for moment in opens if moment is not None]
    return len(dated) == len(opens) and dated == sorted(dated)


def _start(new: NewProcess) -> Process:
    """A draft with the wizard's dates and answers, and words to begin with."""
    deposit, review, vote, results, delivery = new.spans
    asked = budget_start.Answers.of(new.answers)
    return create(
        title=new.title,
        slug=new.slug,
        actor=new.actor,
        calendar=Calendar(
            deposit=_closed(deposit),
            review=_closed(review),
            vote=_closed(vote),
            results=results[0],
            delivery=delivery,
        ),
        envelopes=asked.envelopes,
        rules=Rules(
            least_age=asked.least_age,
            most_cost_cents=asked.most_cost_cents,
            max_choices=asked.max_choices,
            points=asked.points,
            ballot_format=asked.ballot_format,
            criteria=tuple(CriterionDraft(*one) for one in budget_start.criteria()),
            motives=tuple(MotiveDraft(*one) for one in budget_start.motives()),
        ),
        summary=new.summary,
        rulebook=budget_start.rulebook(asked),
        is_published=False,
        contact_name=new.actor.full_name,
        contact_email=new.actor.email,
    )


def _closed(span: tuple[datetime, datetime | None]) -> tuple[datetime, datetime]:
    """These steps end; the wizard asks for it."""
    opens_at, closes_at = span
    if closes_at is None:
        raise ValueError("this step of a participatory budget needs an end")
    return opens_at, closes_at


BLUEPRINT = Blueprint(
    code=CODE,
    label=gettext_lazy("Budget participatif"),
    summary=gettext_lazy(
        "Les habitantes et les habitants proposent, les services étudient, tout le monde vote."
    ),
    create=create,
    checklist=checklist,
    start=Start(stages=budget_start.STAGES, create=_start, form=budget_start.BudgetForm),
)
