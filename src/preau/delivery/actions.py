"""Keeping the promise: starting a realisation, moving it on, telling its news."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import Person, Service, User
from preau.kernel import clock
from preau.kernel.refusal import Refused, demand
from preau.ledger.actions import record
from preau.media.models import Picture
from preau.messaging.actions import send_email
from preau.proposals.actions import set_status
from preau.proposals.models import Proposal

from .models import Delivery, Milestone, News
from .policies import changed_meanwhile, may_assign_delivery, may_update_delivery


@transaction.atomic
def start_delivery(
    *,
    proposal: Proposal,
    actor: Person | None,
    voted_cost_cents: int,
    service: Service | None = None,
    promised_on: date | None = None,
) -> Delivery:
    """Open the follow-up of a winner; called once, by the proclamation (the caller asked)."""
    delivery, _created = Delivery.objects.get_or_create(
        proposal=proposal,
        defaults={
            "process_id": proposal.process_id,
            "voted_cost_cents": voted_cost_cents,
            "service": service,
            "promised_on": promised_on,
        },
    )
    record(
        actor=actor,
        verb="started_delivery",
        subject=delivery,
        process_id=proposal.process_id,
        voted_cost_cents=voted_cost_cents,
    )
    return delivery


def _hold(delivery: Delivery, seen: str) -> None:
    """Lock the row until the end of the act; refuse when it is not the ``seen`` version any more."""
    held = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if seen and held.version != seen:
        raise Refused(changed_meanwhile())
    for name in ("state", "motive", "done_on", "spent_cents", "service_id", "promised_on"):
        setattr(delivery, name, getattr(held, name))


@transaction.atomic
def assign_delivery(
    *,
    delivery: Delivery,
    service: Service | None,
    promised_on: date | None,
    actor: User,
    seen: str = "",
) -> None:
    """Say which service is in charge and for when the project is promised.

    A promise is made once: a later date is told by milestones and by the motive of the delay.
    """
    demand(may_assign_delivery(actor, delivery))
    _hold(delivery, seen)
    if delivery.promised_on is not None and promised_on != delivery.promised_on:
        raise ValueError("a promised date does not change")
    delivery.service, delivery.promised_on = service, promised_on
    delivery.save(update_fields=["service", "promised_on"])
    record(
        actor=actor,
        verb="assigned_delivery",
        subject=delivery,
        process_id=delivery.process_id,
        service=service.name if service else "",
        promised_on=promised_on.isoformat() if promised_on else None,
    )


@transaction.atomic
def move_delivery(
    *,
    delivery: Delivery,
    state: str,
    actor: User,
    motive: str = "",
    done_on: date | None = None,
    seen: str = "",
) -> None:
    """Give the realisation its new state; the proposal's public status follows.

    ``done_on`` defaults to today when the work is done. Giving up asks for a motive. ``seen`` is
    the version that the form was filled in upon.
    """
    demand(may_update_delivery(actor, delivery))
    _hold(delivery, seen)
    state = Delivery.State(state)
    if state is Delivery.State.DROPPED and not motive:
        raise ValueError("giving a project up asks for a motive")
    before = delivery.state
    delivery.state = state
    delivery.motive = motive or delivery.motive
    if state is Delivery.State.DONE:
        delivery.done_on = done_on or timezone.localdate(clock.now())
    else:
        delivery.done_on = None
    delivery.save()
    sentence = _("Le projet passe à l’état « %(state)s ».") % {"state": state.label}
    set_status(
        proposal=delivery.proposal,
        status=Delivery.STATUS[state],
        actor=actor,
        kind="delivery",
        sentence=f"{sentence} {motive}".strip(),
        actor_label=_label(delivery),
        step=delivery.process.step_of_kind("delivery"),
    )
    record(
        actor=actor,
        verb="moved_delivery",
        subject=delivery,
        process_id=delivery.process_id,
        before=before,
        after=str(state),
        motive=motive,
    )


@transaction.atomic
def record_spending(
    *, delivery: Delivery, spent_cents: int, actor: User, why: str = "", seen: str = ""
) -> None:
    """Write what has been spent so far, in cents, all taxes included; never below zero."""
    demand(may_update_delivery(actor, delivery))
    _hold(delivery, seen)
    if spent_cents < 0:
        raise ValueError("spent money is not negative")
    before, delivery.spent_cents = delivery.spent_cents, spent_cents
    delivery.save(update_fields=["spent_cents"])
    record(
        actor=actor,
        verb="recorded_spending",
        subject=delivery,
        process_id=delivery.process_id,
        before=before,
        after=spent_cents,
        why=why,
    )


@transaction.atomic
def plan_milestone(*, delivery: Delivery, title: str, planned_on: date, actor: User) -> Milestone:
    """Announce a dated step."""
    demand(may_update_delivery(actor, delivery))
    milestone = Milestone.objects.create(
        delivery=delivery, title=title, announced_on=planned_on, planned_on=planned_on
    )
    record(
        actor=actor,
        verb="planned_milestone",
        subject=milestone,
        process_id=delivery.process_id,
        planned_on=planned_on.isoformat(),
    )
    return milestone


@transaction.atomic
def update_milestone(
    *,
    milestone: Milestone,
    actor: User,
    planned_on: date | None = None,
    done_on: date | None = None,
    motive: str = "",
    seen: str = "",
) -> None:
    """Move a step, with its motive, or say that it is done. The first promise stays on record."""
    delivery = milestone.delivery
    demand(may_update_delivery(actor, delivery))
    held = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if seen and held.version != seen:
        raise Refused(changed_meanwhile())
    if planned_on is not None and planned_on != milestone.planned_on:
        if not motive:
            raise ValueError("moving a date asks for a motive")
        milestone.planned_on, milestone.motive = planned_on, motive
    if done_on is not None:
        milestone.done_on = done_on
    milestone.save()
    record(
        actor=actor,
        verb="updated_milestone",
        subject=milestone,
        process_id=delivery.process_id,
        planned_on=milestone.planned_on.isoformat(),
        motive=motive,
        done_on=milestone.done_on.isoformat() if milestone.done_on else None,
    )


@transaction.atomic
def publish_news(
    *, delivery: Delivery, title: str, text: str, actor: User, picture: Picture | None = None
) -> News:
    """Publish a piece of news; the author and the supporters of the idea get it by mail."""
    demand(may_update_delivery(actor, delivery))
    proposal = delivery.proposal
    news = News.objects.create(
        delivery=delivery,
        at=clock.now(),
        title=title,
        text=text,
        picture=picture,
        author_label=_label(delivery),
    )
    readers = {support.user for support in proposal.supports.select_related("user")}
    if proposal.author is not None:
        readers.add(proposal.author)
    for person in sorted(readers, key=lambda each: each.pk):
        send_email(
            to=person.email,
            recipient=person,
            kind="delivery_news",
            subject=_("Des nouvelles du projet n° %(number)s : %(title)s")
            % {"number": proposal.number, "title": title},
            template="delivery/mail/news",
            context={"news": news, "proposal": proposal},
        )
    record(
        actor=actor,
        verb="published_news",
        subject=news,
        process_id=delivery.process_id,
        title=title,
    )
    return news


def _label(delivery: Delivery) -> str:
    return str(delivery.service) if delivery.service_id else str(_("La Ville"))
