"""Enquête publique and its sisters: one step, whose procedure is a profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import User
from preau.inquiries.chain import append, instant
from preau.inquiries.models import Capacity, Inquiry, Piece
from preau.inquiries.people import add_party
from preau.inquiries.profiles import Profile, profile
from preau.inquiries.terms import refusal_by_dates
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.processes.kinds import Check
from preau.processes.models import Process, Step

from .registry import Blueprint

CODE = "enquete-publique"


@dataclass(frozen=True)
class Who:
    """Somebody of the procedure; with an account, they enter the back office for this inquiry."""

    capacity: Capacity
    name: str
    email: str = ""
    user: User | None = None


@dataclass(frozen=True)
class Plan:
    """What the order of opening says."""

    profile: str
    purpose: str
    authority: str
    project_owner: str
    seat: str
    places: str = ""
    decision: str = ""
    project_contact: str = ""
    order_number: str = ""
    order_on: date | None = None
    notice_on: date | None = None
    email: str = ""
    has_web_register: bool = True
    review: str = Inquiry.Review.AFTER
    answers: dict[str, str] = field(default_factory=dict)
    people: tuple[Who, ...] = ()


def refusal_of(plan: Plan, opens_at: datetime, closes_at: datetime) -> Refusal | None:
    """Dates that break a delay, a profile out of force: with the article."""
    text = profile(plan.profile)
    acts = {"order": plan.order_on, "notice": plan.notice_on}
    known = {code: day for code, day in acts.items() if day is not None}
    days = timezone.localdate(opens_at), timezone.localdate(closes_at)
    if not text.is_valid_on(days[0]):
        return Refusal("not_in_force", _("Cette procédure n’est pas en vigueur ce jour-là."))
    return refusal_by_dates(text, *days, known, plan.answers)


@transaction.atomic
def create(
    *,
    title: str,
    slug: str,
    actor: User | None,
    opens_at: datetime,
    closes_at: datetime,
    plan: Plan,
    summary: str = "",
    presentation: str = "",
    is_published: bool = True,
    contact_name: str = "",
    contact_email: str = "",
) -> Process:
    """The process, its step, the inquiry with its expected pieces and its people.

    Raises ``Refused`` when the dates break the text, ``IntegrityError`` when the slug is taken.
    """
    demand(refusal_of(plan, opens_at, closes_at))
    text = profile(plan.profile)
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
        kind="inquiry",
        title=text.name[:80],
        slug="enquete",
        opens_at=opens_at,
        closes_at=closes_at,
    )
    _open_register(_inquiry(step, plan, text), plan, actor)
    record(actor=actor, verb="created", subject=process, process_id=process.pk, blueprint=CODE)
    return process


def _open_register(inquiry: Inquiry, plan: Plan, actor: User | None) -> None:
    """The first lines of the chain: the inquiry with its dates, then its people."""
    step = inquiry.step
    append(
        inquiry,
        "created",
        inquiry.profile.code,
        title=step.process.title,
        opens_at=instant(step.opens_at) if step.opens_at else "",
        closes_at=instant(step.closes_at) if step.closes_at else "",
        version=inquiry.profile.version,
        by=actor.full_name if actor else "",
    )
    for who in plan.people:
        add_party(
            inquiry=inquiry, capacity=who.capacity, name=who.name, email=who.email, user=who.user
        )


def _inquiry(step: Step, plan: Plan, text: Profile) -> Inquiry:
    closes_at = step.closes_at
    if closes_at is None:
        raise ValueError("an inquiry closes")
    inquiry = Inquiry.objects.create(
        step=step,
        rules=text.document,
        planned_end=closes_at,
        **{name: getattr(plan, name) for name in _COPIED},
    )
    Piece.objects.bulk_create(
        Piece(
            inquiry=inquiry,
            order=order,
            code=one.code,
            title=one.title,
            article=one.article,
            is_required=one.required,
        )
        for order, one in enumerate(text.pieces, start=1)
    )
    return inquiry


_COPIED = (
    "purpose",
    "authority",
    "project_owner",
    "seat",
    "places",
    "decision",
    "project_contact",
    "order_number",
    "order_on",
    "notice_on",
    "email",
    "has_web_register",
    "review",
    "answers",
)


def checklist(process: Process) -> list[Check]:
    """What an inquiry must have before everyone sees it."""
    return [
        Check(_("La promesse tient en une phrase"), bool(process.summary), blocking=False),
        *(line for step in process.ordered_steps for line in step.behaviour.checklist(step)),
    ]


BLUEPRINT = Blueprint(
    code=CODE,
    label=gettext_lazy("Enquête publique"),
    summary=gettext_lazy(
        "Le dossier, le registre que personne ne peut réécrire, le commissaire enquêteur et ses"
        " conclusions."
    ),
    create=create,
    checklist=checklist,
    page="desk:new_inquiry",
)
