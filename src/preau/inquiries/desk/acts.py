"""Acts: written once, some published later, some that move the dates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal, Refused
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.ui.words import moment

from ..documents import keep_bytes, keep_file, refusal_of_file, served_apart
from ..models import Act, Inquiry
from ..outages import longer_end, outages_of
from ..papers.notice import facts, notice_text
from ..papers.shelf import joined_paper
from ..policies import may_conduct, may_organise
from ..procedure import Told, prolong, publish_act, record_act, resume, suspend
from .access import frame, load_desk_inquiry
from .forms import ActForm, ProlongForm, SuspendForm, moment_of


@for_agents
def acts(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Every act, and a form for the next."""
    inquiry = load_desk_inquiry(request, process, step)
    form = ActForm(inquiry, request.user, initial=_outage_told(inquiry, request))
    if request.method == "POST":
        form = ActForm(inquiry, request.user, request.POST, request.FILES)
        if form.is_valid() and _recorded(request, inquiry, form):
            return redirect(inquiry.desk_url("acts"))
    context = _context(request, inquiry, form=form)
    status = 422 if form.errors else 200
    return render(request, "inquiries/desk/acts.html", context, status=status)


def _outage_told(inquiry: Inquiry, request: HttpRequest) -> dict[str, Any]:
    """The form of an act, filled with the outage that the address names."""
    line = request.GET.get("panne", "")
    one = next((one for one in outages_of(inquiry) if str(one.line) == line), None)
    if one is None:
        return {}
    span = {"start": moment(one.start), "end": moment(one.end)}
    return {
        "kind": Act.Kind.OUTAGE,
        "done_on": timezone.localdate(one.start),
        "title": _("Panne du site du %(start)s au %(end)s") % span,
        "text": one.fault,
        "line": one.line,
    }


def _context(request: HttpRequest, inquiry: Inquiry, **forms: Any) -> dict[str, Any]:
    outages = outages_of(inquiry)
    longer = longer_end(inquiry, outages)
    given = {
        "form": ActForm(inquiry, request.user),
        "prolong_form": ProlongForm(prefix="prolong", initial=_end(longer)),
        "suspend_form": SuspendForm(prefix="suspend"),
    }
    found = list(Act.objects.filter(inquiry=inquiry).select_related("document"))
    return frame(
        request,
        inquiry,
        "acts",
        acts=found,
        outages=outages,
        longer=longer,
        can_prolong=inquiry.profile.rule("prolongs"),
        can_suspend=inquiry.profile.rule("suspends"),
        can_complete=inquiry.profile.rule("complements"),
        **{**given, **forms},
    )


def _end(longer: Any) -> dict[str, Any]:
    """The later closing that the outages suggest, as the form holds it."""
    if longer is None:
        return {}
    end = timezone.localtime(longer[0])
    return {"day": end.date(), "hour": end.time()}


def _recorded(request: HttpRequest, inquiry: Inquiry, form: ActForm) -> bool:
    """True once written; else the fault is on the form."""
    said = form.cleaned_data
    document = None
    if said["document"]:
        refusal = refusal_of_file(said["document"])
        if refusal is not None:
            form.add_error("document", str(refusal))
            return False
        document = keep_file(upload=said["document"])
    data = {"line": said["line"]} if said["line"] and said["kind"] == Act.Kind.OUTAGE else {}
    paper = joined_paper(inquiry, said["kind"]) if said["drawn"] and document is None else None
    if paper is not None and not (paper.product and said["text"]):  # words of their own stand alone
        body, name = paper.make(inquiry, 0), f"{paper.code}.pdf"
        document = keep_bytes(body=body, name=name, kind="application/pdf")
        data["print"] = facts(inquiry)["print"]
        if said["kind"] == Act.Kind.NOTICE:
            said["text"] = said["text"] or notice_text(inquiry)
    told = Told(said["kind"], said["done_on"], said["title"], said["text"], document, data)
    try:
        record_act(inquiry=inquiry, told=told, actor=agent_of(request))
    except Refused as refused:
        form.add_error("done_on", in_full(refused.refusal))
        return False
    messages.success(request, _("Acte inscrit au journal."))
    return True


def in_full(refusal: Refusal) -> str:
    """A refusal in one line: the reason, the article, what remains possible."""
    rule = f" ({refusal.rule})" if refusal.rule else ""
    return f"{refusal.reason}{rule} {refusal.remedy}".strip()


@for_agents
def move(request: HttpRequest, process: str, step: str, gesture: str) -> HttpResponse:
    """Prolong, suspend or resume; the form comes back with the article that refuses."""
    inquiry = load_desk_inquiry(request, process, step)
    if request.method != "POST":
        return redirect(inquiry.desk_url("acts"))
    judge = may_conduct if gesture == "prolonger" else may_organise
    refusal = judge(inquiry, request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    actor = agent_of(request)
    if gesture == "reprendre":
        resume(inquiry=inquiry, reason=request.POST.get("reason", "")[:4000], actor=actor)
        return redirect(inquiry.desk_url("acts"))
    is_longer = gesture == "prolonger"
    form: ProlongForm | SuspendForm = (
        ProlongForm(request.POST, prefix="prolong")
        if is_longer
        else SuspendForm(request.POST, prefix="suspend")
    )
    if form.is_valid():
        said = form.cleaned_data
        try:
            if is_longer:
                end = moment_of(said["day"], said["hour"])
                prolong(inquiry=inquiry, closes_at=end, reason=said["reason"], actor=actor)
            else:
                suspend(inquiry=inquiry, until=said["until"], reason=said["reason"], actor=actor)
        except Refused as refused:
            form.add_error("day" if is_longer else "until", in_full(refused.refusal))
        else:
            messages.success(request, _("C’est fait. Les personnes qui suivent sont prévenues."))
            return redirect(inquiry.desk_url("acts"))
    name = "prolong_form" if is_longer else "suspend_form"
    context = _context(request, inquiry, **{name: form})
    return render(request, "inquiries/desk/acts.html", context, status=422)


@for_agents
def publish(request: HttpRequest, process: str, step: str, act: int) -> HttpResponse:
    """Let everyone read a report, conclusions or minutes."""
    inquiry = load_desk_inquiry(request, process, step)
    one = get_object_or_404(Act, inquiry=inquiry, pk=act)
    one.inquiry = inquiry
    if request.method == "POST":
        refusal = may_organise(inquiry, request.user)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        if publish_act(act=one, actor=agent_of(request)):
            messages.success(request, _("Publié. Les personnes qui suivent sont prévenues."))
    return redirect(inquiry.desk_url("acts"))


@for_agents
def document(request: HttpRequest, process: str, step: str, act: int) -> HttpResponseBase:
    """The document of an act, published or not."""
    inquiry = load_desk_inquiry(request, process, step)
    one = get_object_or_404(Act.objects.select_related("document"), inquiry=inquiry, pk=act)
    if one.document is None:
        raise Http404
    return served_apart(one.document)
