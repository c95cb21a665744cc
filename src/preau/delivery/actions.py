"""Keeping the promise: starting a realisation, moving it on, telling its news."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Person, Service, User
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.ledger.actions import record
from preau.media.models import Picture
from preau.messaging.actions import send_email
from preau.proposals.actions import set_status
from preau.proposals.models import Proposal

from .models import Delivery, Milestone, News
from .policies import may_update_delivery


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


@transaction.atomic
def move_delivery(
    *,
    delivery: Delivery,
    state: str,
    actor: User,
    motive: str = "",
    done_on: date | None = None,
) -> None:
    """Give the realisation its new state; the proposal's public status follows.

    ``done_on`` defaults to today when the work is done. Giving up asks for a motive.
    """
    demand(may_update_delivery(actor, delivery))
    state = Delivery.State(state)
    if state is Delivery.State.DROPPED and not motive:
        raise ValueError("giving a project up asks for a motive")
    before = delivery.state
    delivery.state = state
    delivery.motive = motive or delivery.motive
    if state is Delivery.State.DONE:
        delivery.done_on = done_on or clock.now().date()
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
def record_spending(*, delivery: Delivery, spent_cents: int, actor: User, why: str = "") -> None:
    """Write what has been spent so far, in cents, all taxes included; never below zero."""
    demand(may_update_delivery(actor, delivery))
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
) -> None:
    """Move a step, with its motive, or say that it is done. The first promise stays on record."""
    delivery = milestone.delivery
    demand(may_update_delivery(actor, delivery))
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
