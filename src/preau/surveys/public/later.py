"""A questionnaire kept for later, found again on another device, or erased."""

from __future__ import annotations

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from preau.accounts.visitors import visitor_token
from preau.kernel.refusal import Refusal
from preau.tenancy.addresses import absolute_url

from ..actions import delete_response
from ..keys import code_hash
from ..models import Response
from ..resuming import give_code, mail_code, resume_response
from .access import load_draft
from .forms import EmailForm, ResumeForm
from .runner import where_to_go_on

_CODES = "survey_codes"


def forget_codes(request: HttpRequest) -> None:
    """Take the codes out of the session: it must not lead to a response once that is sent."""
    request.session.pop(_CODES, None)


@never_cache
def later(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """A code of six signs, its QR, and the link by mail: no account needed."""
    survey, draft = load_draft(request, process, step)
    if draft is None:
        return redirect(survey.url("start"))
    code = _code_of(request, draft)
    url = absolute_url(f"{reverse('surveys:resume')}?{urlencode({'code': code})}")
    form = EmailForm(request.POST or None)
    sent_to = ""
    if request.method == "POST" and form.is_valid():
        sent_to = form.cleaned_data["email"]
        refusal = mail_code(response=draft, code=code, email=sent_to, url=url)
        if refusal is not None:
            form.add_error("email", f"{refusal.reason} {refusal.remedy}")
            sent_to = ""
    context = {
        "survey": survey,
        "step": survey.step,
        "process": survey.step.process,
        "draft": draft,
        "code": code,
        "qr": segno.make(url, error="m").svg_data_uri(scale=6, border=2),
        "form": form,
        "sent_to": sent_to,
        "until": min(draft.saved_at + Response.LIFETIME, survey.step.closes_at)
        if survey.step.closes_at
        else draft.saved_at + Response.LIFETIME,
        "go_on": where_to_go_on(draft),
    }
    return render(request, "surveys/run/later.html", context)


def _code_of(request: HttpRequest, draft: Response) -> str:
    """The code given in this session while it still works, else a new one."""
    codes = request.session.get(_CODES, {})
    known = codes.get(str(draft.pk), "")
    if known and code_hash(known) == draft.code_hash:
        return str(known)
    code = give_code(response=draft)
    request.session[_CODES] = {**codes, str(draft.pk): code}
    return code


@never_cache
def resume(request: HttpRequest) -> HttpResponse:
    """Six signs give the questionnaire back, on any device."""
    form = ResumeForm(request.POST or None, initial={"code": request.GET.get("code", "")[:20]})
    if request.method == "POST" and form.is_valid():
        found = resume_response(code=form.cleaned_data["code"], visitor=visitor_token(request))
        if not isinstance(found, Refusal):
            return redirect(where_to_go_on(found))
        form.add_error("code", f"{found.reason} {found.remedy}")
    status = 422 if form.errors else 200
    return render(request, "surveys/run/resume.html", {"form": form}, status=status)


@never_cache
def discard(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Erase what was begun, after asking once."""
    survey, draft = load_draft(request, process, step)
    if draft is None:
        return redirect(survey.url("start"))
    if request.method == "POST":
        delete_response(response=draft)
        return redirect(survey.url("start"))
    context = {"survey": survey, "step": survey.step, "process": survey.step.process}
    return render(request, "surveys/run/discard.html", context)
