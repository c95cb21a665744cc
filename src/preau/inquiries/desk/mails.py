"""Mails of the public: one by one, somebody says whether each is an observation."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..documents import served_apart
from ..intake.actions import accept_mail, parts_of, set_aside
from ..models import IncomingMail, Inquiry
from ..policies import may_enter
from .access import frame, load_desk_inquiry

State = IncomingMail.State
PAGE = 50


@for_agents
def mails(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Every mail that came, by state; the counts add up to all that was received."""
    inquiry = load_desk_inquiry(request, process, step)
    found = IncomingMail.objects.filter(inquiry=inquiry)
    counts = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    state = request.GET.get("etat", State.WAITING)
    chosen = found.filter(state=state) if state in State.values else found
    context = frame(
        request,
        inquiry,
        "mails",
        page=Paginator(chosen, PAGE).get_page(request.GET.get("page")),
        states=[
            (value, label, counts.get(value, 0), value == state) for value, label in State.choices
        ],
        total=sum(counts.values()),
    )
    return render(request, "inquiries/desk/mails.html", context)


def _load(request: HttpRequest, process: str, step: str, mail: int) -> tuple[Inquiry, IncomingMail]:
    inquiry = load_desk_inquiry(request, process, step)
    found = IncomingMail.objects.select_related("original", "observation")
    one = get_object_or_404(found, inquiry=inquiry, pk=mail)
    one.inquiry = inquiry
    return inquiry, one


@for_agents
def mail(request: HttpRequest, process: str, step: str, mail: int) -> HttpResponse:
    """One mail: what was read of it, its documents, and the decision."""
    inquiry, one = _load(request, process, step, mail)
    if request.method == "POST":
        refusal = may_enter(inquiry, request.user)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        return _decided(request, inquiry, one)
    context = frame(
        request, inquiry, "mails", mail=one, parts=[part.name for part in parts_of(one)]
    )
    return render(request, "inquiries/desk/mail.html", context)


def _decided(request: HttpRequest, inquiry: Inquiry, one: IncomingMail) -> HttpResponse:
    actor = agent_of(request)
    if request.POST.get("do") == "accept":
        text = request.POST.get("text", "").replace("\r\n", "\n")[:50_000]
        if not text.strip():
            messages.error(request, _("Écrivez l’observation, telle qu’elle est dans l’original."))
            return redirect(inquiry.desk_url("mail", one.pk))
        held = accept_mail(mail=one, text=text, actor=actor)
        number = held.observation.ref if held.observation else ""
        words = _("Observation %(number)s versée au registre.") % {"number": number}
        messages.success(request, words)
    else:
        done = set_aside(mail=one, reason=request.POST.get("reason", ""), actor=actor)
        if isinstance(done, Refusal):
            messages.error(request, str(done))
            return redirect(inquiry.desk_url("mail", one.pk))
        messages.success(request, _("Mis à part. L’original reste gardé."))
    after = IncomingMail.objects.filter(inquiry=inquiry, state=State.WAITING).first()
    return redirect(inquiry.desk_url("mail", after.pk) if after else inquiry.desk_url("mails"))


@for_agents
def original(request: HttpRequest, process: str, step: str, mail: int) -> HttpResponseBase:
    """The mail bit for bit."""
    _inquiry, one = _load(request, process, step, mail)
    return served_apart(one.original)
