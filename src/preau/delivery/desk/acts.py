"""What each form of the sheet does, by its code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest

from preau.kernel.refusal import Refusal, Refused
from preau.media.actions import take_picture
from preau.media.models import Picture
from preau.processes.desk_access import agent_of

from ..actions import (
    assign_delivery,
    move_delivery,
    plan_milestone,
    publish_news,
    record_spending,
    update_milestone,
)
from ..models import Delivery, Milestone
from .forms import (
    AssignForm,
    MilestoneForm,
    MoveForm,
    NewsForm,
    SpendingForm,
    StateForm,
)

#: A form bound to what was sent, and what to do once it is valid.
Act = tuple[Any, Callable[[], object]]


def forms_of(delivery: Delivery) -> dict[str, Any]:
    """Fresh forms of the sheet, filled with what is known."""
    seen = delivery.version
    return {
        "assign": AssignForm(
            delivery,
            prefix="assign",
            initial={
                "seen": seen,
                "service": delivery.service_id,
                "promised_on": delivery.promised_on,
            },
        ),
        "state": StateForm(
            delivery,
            prefix="state",
            initial={"seen": seen, "state": delivery.state, "done_on": delivery.done_on},
        ),
        "spending": SpendingForm(
            prefix="spending", initial={"seen": seen, "spent": delivery.spent_cents}
        ),
        "plan": MilestoneForm(prefix="plan"),
        "news": NewsForm(prefix="news"),
    }


def fresh_move(milestone: Milestone) -> MoveForm:
    return MoveForm(
        milestone,
        prefix=f"move-{milestone.pk}",
        initial={
            "planned_on": milestone.planned_on,
            "done_on": milestone.done_on,
            "seen": milestone.version,
        },
    )


def _assign(request: HttpRequest, delivery: Delivery) -> Act:
    initial = {"promised_on": delivery.promised_on}
    form = AssignForm(delivery, request.POST, prefix="assign", initial=initial)
    return form, lambda: assign_delivery(
        delivery=delivery,
        service=form.cleaned_data["service"],
        promised_on=form.cleaned_data["promised_on"],
        actor=agent_of(request),
        seen=form.cleaned_data["seen"],
    )


def _state(request: HttpRequest, delivery: Delivery) -> Act:
    form = StateForm(delivery, request.POST, prefix="state")
    return form, lambda: move_delivery(
        delivery=delivery, actor=agent_of(request), **form.cleaned_data
    )


def _spending(request: HttpRequest, delivery: Delivery) -> Act:
    form = SpendingForm(request.POST, prefix="spending")
    return form, lambda: record_spending(
        delivery=delivery,
        spent_cents=form.cleaned_data["spent"],
        why=form.cleaned_data["why"],
        seen=form.cleaned_data["seen"],
        actor=agent_of(request),
    )


def _plan(request: HttpRequest, delivery: Delivery) -> Act:
    form = MilestoneForm(request.POST, prefix="plan")
    return form, lambda: plan_milestone(
        delivery=delivery, actor=agent_of(request), **form.cleaned_data
    )


def _move(request: HttpRequest, delivery: Delivery) -> Act:
    wanted = request.POST.get("milestone", "")
    one = next((each for each in delivery.milestones.all() if str(each.pk) == wanted), None)
    if one is None:
        raise Http404
    one.delivery = delivery
    form = MoveForm(one, request.POST, prefix=f"move-{one.pk}")
    return form, lambda: update_milestone(
        milestone=one, actor=agent_of(request), **form.cleaned_data
    )


def _news(request: HttpRequest, delivery: Delivery) -> Act:
    form = NewsForm(request.POST, request.FILES, prefix="news")
    return form, lambda: publish_news(
        delivery=delivery,
        title=form.cleaned_data["title"],
        text=form.cleaned_data["text"],
        picture=_picture(request, form),
        actor=agent_of(request),
    )


def _picture(request: HttpRequest, form: NewsForm) -> Picture | None:
    photo = form.cleaned_data["photo"]
    if not photo:
        return None
    taken = take_picture(
        upload=photo,
        size=photo.size,
        alt=form.cleaned_data["alt"],
        owner=agent_of(request),
        is_public=True,
    )
    if isinstance(taken, Refusal):
        raise Refused(taken)
    return taken


ACTS: dict[str, Callable[[HttpRequest, Delivery], Act]] = {
    "assign": _assign,
    "state": _state,
    "spending": _spending,
    "plan": _plan,
    "move": _move,
    "news": _news,
}
NEEDS_OWNER = {"assign"}
