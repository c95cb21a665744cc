"""The applications of a call as a table, its figures, its export, its public list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from preau.kernel.text import stem_key
from preau.ledger.actions import record
from preau.processes.desk_access import agent_of, for_agents

from ..exporting import csv_of, xlsx_of
from ..hours import database_now
from ..models import Application, Call
from ..policies import may_publish_list
from ..queries import figures_of, granted_to
from ..setting import publish_list
from .access import frame, load_desk_call

PAGE = 50
_SENT = Q(state=Application.State.SENT)
VIEWS: dict[str, tuple[Any, Q]] = {
    "": (gettext_lazy("Tous les dossiers déposés"), _SENT),
    "a-verifier": (gettext_lazy("À vérifier"), _SENT & Q(completeness="")),
    "attendus": (
        gettext_lazy("Pièce attendue"),
        _SENT & Q(completeness=Application.Completeness.MISSING),
    ),
    "complets": (
        gettext_lazy("Complets"),
        _SENT & Q(completeness=Application.Completeness.COMPLETE),
    ),
    "incomplets": (
        gettext_lazy("Incomplets"),
        _SENT & Q(completeness=Application.Completeness.REJECTED),
    ),
    "retires": (gettext_lazy("Retirés"), Q(state=Application.State.WITHDRAWN)),
}
SORTS = {
    "": ("proposal__number",),
    "demande": ("-asked_cents", "proposal__number"),
    "titre": ("proposal__sort_key", "proposal__number"),
}


def found_in(call: Call, view: str, words: str, sort: str) -> QuerySet[Application]:
    """The applications that a filter keeps, in order."""
    found = (
        Application.objects.filter(call=call, proposal__isnull=False)
        .filter(VIEWS.get(view, VIEWS[""])[1])
        .select_related("proposal__process")
        .defer("sent", "proposal__search", "proposal__search_key", "proposal__idea")
    )
    if words.isdecimal() and len(words) < 9:
        found = found.filter(proposal__number=int(words))
    elif words:
        key = stem_key(words)
        found = found.filter(
            Q(proposal__search_key__contains=key) | Q(proposal__author_name__icontains=words)
        )
    return found.order_by(*SORTS.get(sort, SORTS[""]))


@for_agents
def home(request: HttpRequest, process: str, step: str) -> HttpResponse:
    call = load_desk_call(request, process, step)
    chosen = {name: request.GET.get(name, "").strip()[:80] for name in ("vue", "q", "tri")}
    found = found_in(call, chosen["vue"], chosen["q"], chosen["tri"])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    granted = granted_to(page.object_list)
    context = frame(
        request,
        call,
        "home",
        figures=figures_of(call),
        views=[(code, label) for code, (label, _kept) in VIEWS.items()],
        chosen=chosen,
        page=page,
        rows=[(one, granted.get(one.pk)) for one in page.object_list],
        is_decided=bool(granted),
        publishing=may_publish_list(call, database_now()),
    )
    return render(request, "calls/desk/home.html", context)


@for_agents
@require_POST
def publish(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The list becomes public, once the call is closed."""
    call = load_desk_call(request, process, step, sets=True)
    refusal = publish_list(call=call, actor=agent_of(request))
    if refusal is None:
        messages.success(request, _("La liste des dossiers est publique."))
    else:
        messages.error(request, f"{refusal.reason} {refusal.remedy}")
    return redirect(call.desk_url("home"))


@for_agents
@require_POST
def export(request: HttpRequest, process: str, step: str) -> HttpResponseBase:
    """The table with its answers: who took it is written."""
    call = load_desk_call(request, process, step)
    form = "xlsx" if request.POST.get("format") == "xlsx" else "csv"
    record(
        actor=agent_of(request),
        verb="exported_applications",
        subject=call,
        process_id=call.step.process_id,
        format=form,
    )
    name = f"dossiers-{process}.{form}"
    if form == "xlsx":
        return FileResponse(xlsx_of(call), as_attachment=True, filename=name)
    response = StreamingHttpResponse(csv_of(call), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
