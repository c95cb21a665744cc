"""Paper, post and words: typed as they are, with the scan beside."""

from __future__ import annotations

from secrets import token_hex
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..deposits import Written, enter
from ..documents import keep_file, refusal_of_file
from ..models import Document, Inquiry
from ..policies import may_enter
from .access import frame, load_desk_inquiry
from .forms import EnterForm

_COPIED = ("text", "author_kind", "author_name", "quality", "position", "parcel", "place", "page")


@for_agents
def enter_paper(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Type an observation; the next one keeps its channel, place and day."""
    inquiry = load_desk_inquiry(request, process, step)
    refusal = may_enter(inquiry, request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    kept = {name: request.GET.get(name, "") for name in ("channel", "day", "place")}
    initial = {**{k: v for k, v in kept.items() if v}, "key": token_hex(16)}
    form = EnterForm(inquiry, initial=initial)
    if request.method == "POST":
        form = EnterForm(inquiry, request.POST, request.FILES)
        if form.is_valid():
            done = _enter(request, inquiry, form)
            if isinstance(done, HttpResponse):
                return done
            form.add_error("scan", str(done.reason))
        if is_apart(request):
            faults = [str(one) for errors in form.errors.values() for one in errors]
            return JsonResponse({"to": "", "fault": " ".join(faults)})
    context = frame(request, inquiry, "observations", form=form)
    status = 422 if form.errors else 200
    return render(request, "inquiries/desk/enter.html", context, status=status)


def is_apart(request: HttpRequest) -> bool:
    """Sent by the script that keeps what waits for the network."""
    return request.headers.get("X-Requested-With") == "apart"


def _enter(request: HttpRequest, inquiry: Inquiry, form: EnterForm) -> HttpResponse | Refusal:
    said = form.cleaned_data
    documents: list[Document] = []
    if said["scan"]:
        refusal = refusal_of_file(said["scan"])
        if refusal is not None:
            return refusal
        documents = [keep_file(upload=said["scan"])]
    written = Written(**{name: said[name] for name in _COPIED}, documents=documents)
    made = enter(
        inquiry=inquiry,
        written=written,
        channel=said["channel"],
        received_at=said["received_at"],
        actor=agent_of(request),
        key=said["key"],
    )
    words = _("Observation %(number)s versée au registre.") % {"number": made.ref}
    if made.is_late:
        words = _(
            "Arrivée après la clôture, elle est gardée à part sous le n°\u00a0%(number)s."
        ) % {"number": made.ref}
    messages.success(request, words)
    query = urlencode(
        {"channel": made.channel, "day": f"{said['day']:%Y-%m-%d}", "place": said["place"]}
    )
    after = f"{inquiry.desk_url('enter')}?{query}"
    return JsonResponse({"to": after, "said": words}) if is_apart(request) else redirect(after)
