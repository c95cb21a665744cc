"""Somebody tells the moderators that an idea breaks the rules."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from preau.moderation.reporting import ReportForm, report_from
from preau.processes.access import load_process

from ..moderating import KIND
from .proposal import load_proposal


@never_cache
def report_proposal(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """With or without an account; once per person."""
    found = load_process(request, process)
    proposal = load_proposal(found, number)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        report_from(
            request,
            form,
            kind=KIND,
            subject_id=proposal.pk,
            process=found,
            author=proposal.author,
        )
        messages.success(request, _("Merci. La modération lira cette idée dans les deux jours."))
        return redirect(proposal.get_absolute_url())
    context = {"process": found, "proposal": proposal, "form": form}
    status = 422 if form.errors else 200
    return render(request, "proposals/report.html", context, status=status)
