"""What members of the network ask to be looked at."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.network.models import Report

from .access import for_operators


@for_operators
def reports(request: HttpRequest) -> HttpResponse:
    """Hide with a reason that its city reads, or leave as it is."""
    waiting = Report.objects.filter(settled_at=None).select_related("post__member")
    if request.method != "POST":
        return render(request, "operator/reports.html", {"reports": waiting[:50]})
    asked, _sep, pk = request.POST.get("do", "").partition("-")
    report = get_object_or_404(waiting, pk=pk if pk.isdecimal() else 0)
    why = request.POST.get(f"why-{report.pk}", "").strip()[:240]
    if asked == "hide" and not why:
        fault = _("Dites pourquoi\u00a0: la collectivité qui a publié le lira.")
        context = {"reports": waiting[:50], "fault": fault}
        return render(request, "operator/reports.html", context, status=422)
    with transaction.atomic():
        if asked == "hide":
            report.post.hidden_at, report.post.hidden_why = clock.now(), why
            report.post.save(update_fields=["hidden_at", "hidden_why"])
        report.settled_at = clock.now()
        report.save(update_fields=["settled_at"])
    return redirect("console:network")
