"""Opening a complementary inquiry: its dates against the text, then everyone is told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..complement import Plan, complete, may_complete
from .access import frame, load_desk_inquiry
from .acts import in_full
from .forms import ComplementForm, moment_of


@for_agents
def complement(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The form; a date that the text refuses comes back with its article."""
    inquiry = load_desk_inquiry(request, process, step)
    refusal = may_complete(inquiry, request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = ComplementForm(initial={"opens_hour": "09:00", "closes_hour": "17:00"})
    if request.method == "POST":
        form = ComplementForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            plan = Plan(
                changes=said["changes"],
                opens_at=moment_of(said["opens_on"], said["opens_hour"]),
                closes_at=moment_of(said["closes_on"], said["closes_hour"]),
                order_number=said["order_number"],
                order_on=said["order_on"],
                notice_on=said["notice_on"],
            )
            try:
                made = complete(inquiry=inquiry, plan=plan, actor=agent_of(request))
            except Refused as refused:
                form.add_error("opens_on", in_full(refused.refusal))
            else:
                messages.success(
                    request, _("C’est fait. Les personnes qui suivent sont prévenues.")
                )
                return redirect(made.desk_url("home"))
    rule = inquiry.profile.rule("complements")
    context = frame(request, inquiry, "acts", form=form, rule=rule)
    status = 422 if form.errors else 200
    return render(request, "inquiries/desk/complement.html", context, status=status)
