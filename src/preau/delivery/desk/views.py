"""Following realisations from the desk: the table of an edition, the sheet of a project."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.processes.desk_access import (
    for_agents,
    load_desk_process,
    may_work_on,
    refused_in_desk,
)

from ..models import Delivery, Milestone
from ..policies import may_assign_delivery, may_update_delivery
from ..queries import promises
from .acts import ACTS, NEEDS_OWNER, forms_of, fresh_move

PER_PAGE = 50


@for_agents
def table(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    state = request.GET.get("etat", "")
    rows = Delivery.objects.filter(process=found).for_lists().select_related("service")
    if state in Delivery.State.values:
        rows = rows.filter(state=state)
    today = timezone.localdate(clock.now())
    page = Paginator(rows.order_by("proposal__number"), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "delivery/desk/table.html",
        {
            "process": found,
            "page": page,
            "rows": [(one, one.is_late_on(today)) for one in page],
            "promises": promises(found, today),
            "states": Delivery.State.choices,
            "state": state,
        },
    )


@for_agents
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = _load(request, pk)
    if request.method != "POST":
        return _page(request, delivery)
    code = request.POST.get("do", "")
    if code not in ACTS:
        raise Http404
    policy = may_assign_delivery if code in NEEDS_OWNER else may_update_delivery
    refusal = policy(request.user, delivery)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form, act = ACTS[code](request, delivery)
    if form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(None, f"{refused.refusal.reason} {refused.refusal.remedy}".strip())
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("delivery_desk:sheet", delivery.pk)
    return _page(request, _load(request, pk), {code: form})


def _load(request: HttpRequest, pk: int) -> Delivery:
    """The realisation if this agent works on its process; else 404."""
    delivery: Delivery = get_object_or_404(
        Delivery.objects.for_lists()
        .select_related("service", "process")
        .prefetch_related("news__picture", "process__steps"),
        pk=pk,
    )
    if may_work_on(request.user, delivery.process) is not None:
        raise Http404
    return delivery


def _page(
    request: HttpRequest, delivery: Delivery, given: dict[str, Any] | None = None
) -> HttpResponse:
    wrong = next(iter((given or {}).values()), None)
    return render(
        request,
        "delivery/desk/sheet.html",
        {
            "delivery": delivery,
            "process": delivery.process,
            "menu_url": reverse("delivery_desk:table", args=[delivery.process.slug]),
            "proposal": delivery.proposal,
            "is_late": delivery.is_late_on(timezone.localdate(clock.now())),
            "forms": forms_of(delivery) | (given or {}),
            "moves": [_move_of(one, wrong) for one in delivery.milestones.all()],
            "wrong": wrong,
            "may_update": may_update_delivery(request.user, delivery) is None,
            "may_assign": may_assign_delivery(request.user, delivery) is None,
        },
    )


def _move_of(milestone: Milestone, wrong: Any) -> tuple[Milestone, Any]:
    """The form of a milestone: the one that was sent with its errors, or a fresh one."""
    if getattr(wrong, "one", None) is not None and wrong.one.pk == milestone.pk:
        return milestone, wrong
    return milestone, fresh_move(milestone)
