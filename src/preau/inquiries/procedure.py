"""Acts of the procedure: recorded once, hashed, told to who follows; some of them move dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.ui.words import day, moment

from .chain import append, instant
from .models import Act, Capacity, Document, Inquiry
from .policies import has_capacity, may_answer, may_conduct, may_organise
from .telling import tell_everyone
from .terms import add_months, refusal_by_term, schedule

Kind = Act.Kind
#: Acts of who conducts the inquiry; the reply is the project owner's; the others the authority's.
OF_COMMISSIONER = frozenset(
    {
        Kind.DOCUMENT_ASKED,
        Kind.VISIT,
        Kind.HEARING,
        Kind.MEETING,
        Kind.OPENING_MEETING,
        Kind.CLOSING_MEETING,
        Kind.PROLONGATION,
        Kind.CLOSING,
        Kind.MINUTES,
        Kind.REPORT,
        Kind.CONCLUSIONS,
    }
)
#: Nobody reads them on the site before the authority publishes them.
HELD_BACK = frozenset({Kind.HEARING, Kind.MINUTES, Kind.REPLY, Kind.REPORT, Kind.CONCLUSIONS})
#: Acts with an action of their own, that check and move dates.
MOVING = frozenset({Kind.PROLONGATION, Kind.SUSPENSION, Kind.RESUMPTION, Kind.COMPLEMENT})
#: Everyone who follows the inquiry is told of them.
TOLD = frozenset({*MOVING, Kind.DOCUMENT_ASKED, Kind.MEETING, Kind.OUTAGE, Kind.DECISION})


@dataclass
class Told:
    """An act as it is written."""

    kind: str
    done_on: date
    title: str
    text: str = ""
    document: Document | None = None
    data: dict[str, Any] = field(default_factory=dict)


def may_record(inquiry: Inquiry, person: Any, kind: str) -> Refusal | None:
    """Each act has its author."""
    if kind == Kind.REPLY:
        return may_answer(inquiry, person)
    if kind == Kind.POSTING and has_capacity(inquiry, person, Capacity.TOWN_HALL):
        return None
    if kind == Kind.OUTAGE:
        return may_organise(inquiry, person) and may_conduct(inquiry, person)
    if kind in OF_COMMISSIONER:
        return may_conduct(inquiry, person)
    return may_organise(inquiry, person)


def acts_done(inquiry: Inquiry) -> dict[str, date]:
    """The day of the first act of each kind, and the two days of the register."""
    days: dict[str, date] = {}
    for kind, done_on in Act.objects.filter(inquiry=inquiry).values_list("kind", "done_on"):
        days.setdefault(kind, done_on)
    step = inquiry.step
    if step.opens_at is not None:
        days["opening"] = timezone.localdate(step.opens_at)
    if step.closes_at is not None:
        days["closing"] = timezone.localdate(step.closes_at)
    return days


def delays(inquiry: Inquiry) -> list[Any]:
    """Every delay of the text with its last day and the day it was done."""
    return schedule(inquiry.profile, acts_done(inquiry))


@transaction.atomic
def record_act(*, inquiry: Inquiry, told: Told, actor: User) -> Act:
    """Write an act down for good. Raises ``Refused``: not theirs, or done too late to open.

    An act due after the opening is written whatever its day: its delay shows as broken.
    """
    demand(may_record(inquiry, actor, told.kind))
    if told.kind in MOVING:
        raise ValueError(f"{told.kind} has its own action")
    term = inquiry.profile.term(told.kind)
    if term is not None and term.is_before:
        demand(refusal_by_term(term, told.done_on, acts_done(inquiry)))
    return write_act(inquiry, told, actor)


def write_act(inquiry: Inquiry, told: Told, actor: User) -> Act:
    """Write an act that is already allowed: its line, its row, its mails."""
    document = told.document
    link = append(
        inquiry,
        "act",
        told.kind,
        title=told.title,
        done_on=told.done_on.isoformat(),
        text=told.text,
        data=told.data,
        document=document.sha256 if document else "",
        by=actor.full_name,
    )
    act = Act.objects.create(
        inquiry=inquiry,
        kind=told.kind,
        done_on=told.done_on,
        at=link.at,
        by=actor,
        by_name=actor.full_name,
        title=told.title,
        text=told.text,
        data=told.data,
        document=document,
        published_at=None if told.kind in HELD_BACK else link.at,
    )
    record(
        actor=actor,
        verb="recorded_act",
        subject=act,
        process_id=inquiry.step.process_id,
        kind=str(Act.Kind(told.kind).label),
    )
    if told.kind in TOLD:
        tell_everyone(inquiry=inquiry, act=act)
    return act


@transaction.atomic
def publish_act(*, act: Act, actor: User) -> bool:
    """The authority lets everyone read a report, conclusions or minutes; False when they do."""
    demand(may_organise(act.inquiry, actor))
    if act.published_at is not None:
        return False
    link = append(act.inquiry, "act_published", act.kind, title=act.title, by=actor.full_name)
    act.published_at = link.at
    act.save(update_fields=["published_at"])
    record(
        actor=actor,
        verb="published_act",
        subject=act,
        process_id=act.inquiry.step.process_id,
        kind=act.get_kind_display(),
    )
    tell_everyone(inquiry=act.inquiry, act=act)
    return True


def may_prolong(inquiry: Inquiry, closes_at: datetime, at: datetime) -> Refusal | None:
    """Once, for no longer than the text says, and told early enough."""
    rule = inquiry.profile.rule("prolongs")
    step = inquiry.step
    if rule is None or step.closes_at is None:
        return Refusal("never", _("Cette procédure ne prévoit pas de prolongation."))
    article = rule["article"]
    if not inquiry.is_open_at(at):
        return Refusal("not_open", _("Seule une enquête ouverte se prolonge."), rule=article)
    if Act.objects.filter(inquiry=inquiry, kind=Kind.PROLONGATION).exists():
        return Refusal("twice", _("L’enquête a déjà été prolongée."), rule=article)
    first, last = timezone.localdate(step.closes_at), timezone.localdate(closes_at)
    told_by = first - timedelta(days=rule["told_days"])
    if timezone.localdate(at) > told_by:
        return Refusal(
            "told_too_late",
            _("La prolongation se décide au plus tard le %(day)s.") % {"day": day(told_by)},
            rule=article,
        )
    most = first + timedelta(days=rule["most_days"])
    if not first < last <= most:
        return Refusal(
            "too_long",
            _("La nouvelle clôture est au plus tard le %(day)s, quinze jours après la première.")
            % {"day": day(most)},
            rule=article,
        )
    return None


@transaction.atomic
def prolong(*, inquiry: Inquiry, closes_at: datetime, reason: str, actor: User) -> Act:
    """The commissioner makes the inquiry longer, with a motive; everyone is told."""
    demand(may_record(inquiry, actor, Kind.PROLONGATION))
    demand(may_prolong(inquiry, closes_at, clock.now()))
    before = inquiry.step.closes_at
    _close_at(inquiry, closes_at)
    told = Told(
        Kind.PROLONGATION,
        timezone.localdate(clock.now()),
        _("L’enquête se termine le %(moment)s") % {"moment": moment(closes_at)},
        reason,
        data={"before": instant(before) if before else "", "after": instant(closes_at)},
    )
    return write_act(inquiry, told, actor)


def _close_at(inquiry: Inquiry, closes_at: datetime) -> None:
    inquiry.step.closes_at = closes_at
    inquiry.step.save(update_fields=["closes_at"])


@transaction.atomic
def suspend(*, inquiry: Inquiry, until: date, reason: str, actor: User) -> Act:
    """The authority suspends, once, for six months at most; the register takes nothing then."""
    demand(may_organise(inquiry, actor))
    rule, at = inquiry.profile.rule("suspends"), clock.now()
    if rule is None:
        raise Refused(Refusal("never", _("Cette procédure ne prévoit pas de suspension.")))
    article, today = rule["article"], timezone.localdate(at)
    if not inquiry.is_open_at(at):
        raise Refused(Refusal("not_open", _("Seule une enquête ouverte se suspend."), rule=article))
    if Act.objects.filter(inquiry=inquiry, kind=Kind.SUSPENSION).exists():
        raise Refused(Refusal("twice", _("L’enquête a déjà été suspendue."), rule=article))
    most = add_months(today, rule["most_months"])
    if not today < until <= most:
        words = _("La suspension dure six mois au plus, jusqu’au %(day)s.") % {"day": day(most)}
        raise Refused(Refusal("too_long", words, rule=article))
    inquiry.suspended_at = at
    inquiry.save(update_fields=["suspended_at"])
    _close_at(inquiry, _later(inquiry, until, rule["then_days"]))
    words = _("L’enquête est suspendue jusqu’au %(day)s au plus tard") % {"day": day(until)}
    told = Told(Kind.SUSPENSION, today, words, reason, data={"until": until.isoformat()})
    return write_act(inquiry, told, actor)


def _later(inquiry: Inquiry, first: date, days: int) -> datetime:
    """The hour of closing, ``days`` after ``first``."""
    closes = timezone.localtime(inquiry.step.closes_at)
    return timezone.make_aware(
        datetime.combine(first + timedelta(days=days), closes.time().replace(tzinfo=None))
    )


@transaction.atomic
def resume(*, inquiry: Inquiry, reason: str, actor: User) -> Act:
    """The inquiry goes on, for thirty days at least."""
    demand(may_organise(inquiry, actor))
    rule = inquiry.profile.rule("suspends")
    if rule is None or inquiry.suspended_at is None:
        raise Refused(Refusal("not_suspended", _("L’enquête n’est pas suspendue.")))
    today = timezone.localdate(clock.now())
    inquiry.suspended_at = None
    inquiry.save(update_fields=["suspended_at"])
    closes_at = _later(inquiry, today, rule["then_days"])
    _close_at(inquiry, closes_at)
    words = _("L’enquête reprend, jusqu’au %(moment)s") % {"moment": moment(closes_at)}
    told = Told(Kind.RESUMPTION, today, words, reason, data={"after": instant(closes_at)})
    return write_act(inquiry, told, actor)


def missing_to_open(inquiry: Inquiry) -> list[str]:
    """Acts that the text wants before the opening and that are not written yet."""
    done = acts_done(inquiry)
    return [str(Act.Kind(kind).label) for kind in inquiry.profile.blocking if kind not in done]
