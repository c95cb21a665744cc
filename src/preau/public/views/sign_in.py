"""Signing in by a code received by mail: the same two screens for residents and agents."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from preau.accounts.actions import confirm_email_code, issue_email_code, sign_in
from preau.accounts.forms import CodeForm, EmailForm
from preau.accounts.models import User
from preau.kernel.refusal import Refusal
from preau.messaging.actions import send_email

PENDING = "email_to_confirm"


def safe_next(request: HttpRequest, fallback: str = "/mon-espace/") -> str:
    """Where to go afterwards: an address of this site only."""
    wanted = request.POST.get("suite") or request.GET.get("suite") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return fallback


@never_cache
def sign_in_by_email(request: HttpRequest) -> HttpResponse:
    then = safe_next(request)
    if request.user.is_authenticated and not settings.PREAU_DEMO:
        return redirect(then)
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and send_code(request, form):
        return redirect(f"{reverse('public:code')}?{urlencode({'suite': then})}")
    personas = (
        list(User.objects.exclude(demo_persona="").order_by("pk")) if settings.PREAU_DEMO else []
    )
    return render(
        request,
        "public/sign_in.html",
        {"form": form, "then": then, "asked": request.GET.get("suite", ""), "personas": personas},
    )


def send_code(request: HttpRequest, form: EmailForm) -> bool:
    """Mail a code to the address of ``form`` and remember, in the session, that it waits for it.

    False when no code was made: the form says why.
    """
    email = form.cleaned_data["email"].strip().lower()
    code = issue_email_code(email=email)
    if isinstance(code, Refusal):
        form.add_error("email", f"{code.reason} {code.remedy}")
        return False
    send_email(
        to=email,
        kind="sign_in_code",
        subject=_("%(code)s est votre code de connexion") % {"code": code},
        template="public/mail/sign_in_code",
        context={"code": code},
    )
    request.session[PENDING] = email
    return True


def enter_by_code(request: HttpRequest, form: CodeForm) -> bool:
    """Sign in who typed the right code for the address that waits; else the form says why not."""
    person = confirm_email_code(email=request.session[PENDING], code=form.cleaned_data["code"])
    if isinstance(person, Refusal):
        form.add_error("code", f"{person.reason} {person.remedy}")
        return False
    request.session.pop(PENDING)
    sign_in(request, person)
    return True


@never_cache
def confirm_code(request: HttpRequest) -> HttpResponse:
    then = safe_next(request)
    email = request.session.get(PENDING)
    if not email:
        return redirect(f"{reverse('public:sign_in')}?{urlencode({'suite': then})}")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and enter_by_code(request, form):
        return redirect(then)
    return render(request, "public/code.html", {"form": form, "email": email, "then": then})


@require_POST
def sign_in_as_persona(request: HttpRequest, pk: int) -> HttpResponse:
    """One click to become somebody of the demo; exists in demo mode only."""
    person = (
        User.objects.exclude(demo_persona="").filter(pk=pk).first() if settings.PREAU_DEMO else None
    )
    if person is None:
        return render(request, "public/errors/404.html", status=404)
    sign_in(request, person)
    fallback = reverse("public:mine") if not person.is_agent else "/bureau/"
    return redirect(safe_next(request, fallback))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session and clear what this browser kept: made for shared computers."""
    logout(request)
    response = render(request, "public/signed_out.html", {"title": _("Vous êtes déconnecté")})
    response["Clear-Site-Data"] = '"storage", "cookies"'
    return response
