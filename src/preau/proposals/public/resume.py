"""A deposit kept for later: saved while typing, found again by code, deleted."""

from __future__ import annotations

import segno
from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from preau.accounts.visitors import visitor_token
from preau.kernel.refusal import Refusal
from preau.tenancy.addresses import absolute_url

from ..drafts import delete_draft, give_code, is_code_of, mail_code, resume_draft, save_draft
from ..models import Draft
from ..policies import may_deposit
from ..wizard import ALL_PAGES, rows_of, rules_of
from .access import grant, load_draft

#: Names of the fields a draft may hold, and the longest text worth keeping.
FIELDS = frozenset(name for page in ALL_PAGES for name in page.form.base_fields) - {"picture"}
LONGEST = 20_000
_CODES = "draft_codes"


@require_POST
def autosave(request: HttpRequest, process: str, draft: int) -> JsonResponse:
    """Keep what is typed, as it is typed; answers the local time of the saving."""
    _process, mine = load_draft(request, process, draft)
    if mine.proposal_id or may_deposit(request.user, mine.step) is not None:
        return JsonResponse({"saved": False}, status=409)
    values = {name: request.POST[name][:LONGEST] for name in FIELDS if name in request.POST}
    save_draft(draft=mine, values=values)
    return JsonResponse({"saved": True, "at": timezone.localtime(mine.saved_at).strftime("%H:%M")})


class EmailForm(forms.Form):
    use_required_attribute = False
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Écrivez votre adresse e-mail"),
            "invalid": _("Écrivez une adresse comme prenom@exemple.fr"),
        },
    )


@never_cache
def later(request: HttpRequest, process: str, draft: int) -> HttpResponse:
    """A code of six signs, its QR, and the link by mail: no account needed."""
    found, mine = load_draft(request, process, draft)
    if mine.proposal_id:
        return redirect("proposals:receipt", found.slug, mine.pk)
    code = _code_of(request, mine)
    address = f"{reverse('proposals:resume')}?{urlencode({'code': code})}"
    url = absolute_url(address)
    form = EmailForm(request.POST or None)
    sent_to = ""
    if request.method == "POST" and form.is_valid():
        sent_to = form.cleaned_data["email"]
        refusal = mail_code(draft=mine, code=code, email=sent_to, url=url)
        if refusal is not None:
            form.add_error("email", f"{refusal.reason} {refusal.remedy}")
            sent_to = ""
    context = {
        "process": found,
        "draft": mine,
        "code": code,
        "qr": segno.make(url, error="m").svg_data_uri(scale=6, border=2),
        "form": form,
        "sent_to": sent_to,
        "until": mine.saved_at + Draft.LIFETIME,
    }
    return render(request, "proposals/deposit/later.html", context)


def _code_of(request: HttpRequest, draft: Draft) -> str:
    """The code given in this session while it still works, else a new one."""
    codes = request.session.get(_CODES, {})
    known = codes.get(str(draft.pk), "")
    if known and is_code_of(draft, known):
        return str(known)
    code = give_code(draft=draft)
    request.session[_CODES] = {**codes, str(draft.pk): code}
    return code


class ResumeForm(forms.Form):
    use_required_attribute = False
    code = forms.CharField(
        label=_("Code de six signes"),
        help_text=_("Il est sur l’écran ou dans le message où vous l’avez reçu."),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Écrivez le code de six signes")},
    )


@never_cache
def resume(request: HttpRequest) -> HttpResponse:
    """Six signs give the draft back, on any device."""
    form = ResumeForm(request.POST or None, initial={"code": request.GET.get("code", "")[:20]})
    if request.method == "POST" and form.is_valid():
        answer = resume_draft(
            code=form.cleaned_data["code"], person=request.user, visitor=visitor_token(request)
        )
        if not isinstance(answer, Refusal):
            grant(request, answer)
            return redirect(where_to_go_on(answer))
        form.add_error("code", f"{answer.reason} {answer.remedy}")
    return render(request, "proposals/deposit/resume.html", {"form": form})


def where_to_go_on(draft: Draft) -> str:
    """The first page that still needs something, else the page that reads all again."""
    slug = draft.step.process.slug
    for row in rows_of(draft, rules_of(draft)):
        if not row.form.is_valid() or row.is_outside:
            return reverse("proposals:page", args=[slug, draft.pk, row.page.code])
    return reverse("proposals:review", args=[slug, draft.pk])


@never_cache
def go_on(request: HttpRequest, process: str, draft: int) -> HttpResponse:
    """Where a link to a draft leads (« mon espace », the start page)."""
    _process, mine = load_draft(request, process, draft)
    if mine.proposal_id:
        return redirect("proposals:receipt", process, mine.pk)
    return redirect(where_to_go_on(mine))


@never_cache
def discard(request: HttpRequest, process: str, draft: int) -> HttpResponse:
    """Delete a draft, after asking once."""
    found, mine = load_draft(request, process, draft)
    if request.method == "POST":
        delete_draft(draft=mine)
        return redirect("proposals:start", found.slug)
    return render(request, "proposals/deposit/discard.html", {"process": found, "draft": mine})
