"""After the decision, for the service: agreement, instalments, reports, the project delivered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents
from preau.ui.forms import PlainForm

from ..following import (
    ask_report,
    planned_cents,
    say_delivered,
    write_agreement,
    write_instalment,
)
from ..models import Agreement, Application, Instalment
from ..queries import granted_to
from .access import frame, load_desk_call, load_sent
from .forms import AgreementForm, AskReportForm, DeliveredForm, InstalmentForm


def _agreement(application: Application) -> Agreement | None:
    found = Agreement.objects.filter(application=application).first()
    if found is not None:
        found.application = application
    return found


def _forms(application: Application, agreement: Agreement | None) -> dict[str, PlainForm]:
    """A blank form of each act, the agreement's with what is known."""
    if agreement is None:
        known = granted_to([application]).get(application.pk)
        return {"agreement": AgreementForm(initial={"amount_cents": known and known.cents})}
    names = ("amount_cents", "reference", "signed_on")
    initial = {name: getattr(agreement, name) for name in names}
    return {
        "agreement": AgreementForm(initial=initial),
        "instalment": InstalmentForm(),
        "report": AskReportForm(),
        "delivered": DeliveredForm(initial={"on": agreement.delivered_on}),
    }


def _page(
    request: HttpRequest, application: Application, *, wrong: tuple[str, PlainForm] | None = None
) -> HttpResponse:
    agreement = _agreement(application)
    forms = _forms(application, agreement)
    if wrong is not None:
        forms[wrong[0]] = wrong[1]
    today = timezone.localdate(clock.now())
    context = frame(
        request,
        application.call,
        "home",
        application=application,
        agreement=agreement,
        forms=forms,
        wrong=wrong[1] if wrong else None,
        today=today,
    )
    if agreement is not None:
        context |= {
            "instalments": list(agreement.instalments.all()),
            "left": agreement.amount_cents - planned_cents(agreement),
            "reports": list(agreement.reports.all()),
        }
    return render(request, "calls/desk/following.html", context, status=422 if wrong else 200)


@for_agents
def following(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    call = load_desk_call(request, process, step, sets=True)
    application = load_sent(call, pk)
    if request.method != "POST":
        return _page(request, application)
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    code, make, do = act
    form = make(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, application, wrong=(code, form))
    answer = do(request, application, form.cleaned_data)
    if isinstance(answer, Refusal):
        first = next(iter(form.fields))
        form.add_error(first, f"{answer.reason} {answer.remedy}".strip())
        return _page(request, application, wrong=(code, form))
    messages.success(request, _("Le suivi est enregistré."))
    return redirect(call.desk_url("following", application.pk))


def _held(application: Application) -> Agreement:
    found = _agreement(application)
    if found is None:
        raise Http404
    return found


def _do_agreement(request: HttpRequest, application: Application, said: dict[str, Any]) -> Any:
    return write_agreement(
        application=application, said=said, upload=said["file"], actor=agent_of(request)
    )


def _do_instalment(request: HttpRequest, application: Application, said: dict[str, Any]) -> Any:
    return write_instalment(
        agreement=_held(application), instalment=None, said=said, actor=agent_of(request)
    )


def _do_report(request: HttpRequest, application: Application, said: dict[str, Any]) -> Any:
    return ask_report(agreement=_held(application), actor=agent_of(request), **said)


def _do_delivered(request: HttpRequest, application: Application, said: dict[str, Any]) -> Any:
    return say_delivered(agreement=_held(application), actor=agent_of(request), **said)


_ACTS: dict[str, tuple[str, type[PlainForm], Any]] = {
    "agreement": ("agreement", AgreementForm, _do_agreement),
    "instalment": ("instalment", InstalmentForm, _do_instalment),
    "report": ("report", AskReportForm, _do_report),
    "delivered": ("delivered", DeliveredForm, _do_delivered),
}


@for_agents
def instalment(
    request: HttpRequest, process: str, step: str, pk: int, instalment: int
) -> HttpResponse:
    """An instalment that is planned: changed, or said to be paid."""
    call = load_desk_call(request, process, step, sets=True)
    application = load_sent(call, pk)
    agreement = _held(application)
    one = get_object_or_404(Instalment, agreement=agreement, pk=instalment)
    names = ("amount_cents", "condition", "planned_on", "paid_on")
    initial = {name: getattr(one, name) for name in names}
    form = InstalmentForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        answer = write_instalment(
            agreement=agreement, instalment=one, said=form.cleaned_data, actor=agent_of(request)
        )
        if not isinstance(answer, Refusal):
            messages.success(request, _("Le suivi est enregistré."))
            return redirect(call.desk_url("following", application.pk))
        form.add_error("amount_cents", f"{answer.reason} {answer.remedy}".strip())
    context = frame(request, call, "home", application=application, form=form, instalment=one)
    return render(
        request, "calls/desk/instalment.html", context, status=422 if form.errors else 200
    )
