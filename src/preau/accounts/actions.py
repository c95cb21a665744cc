"""Proving an e-mail address by a one-time code, and signing in with it."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.codes import new_digits, tidy_code
from preau.kernel.refusal import Refusal
from preau.tenancy.locks import take_turn

from .models import EmailCode, User
from .second_factor import DUE, factor_of

#: At most so many codes to one address within an hour.
MOST_CODES_PER_HOUR = 8
BACKEND = "preau.accounts.backends.SiteBackend"


def _hash(email: str, code: str) -> str:
    return hmac.new(
        settings.SECRET_KEY.encode(), f"{email}:{code}".encode(), hashlib.sha256
    ).hexdigest()


@transaction.atomic
def issue_email_code(*, email: str) -> str | Refusal:
    """Make a six-digit code for ``email`` and return it, to be mailed by the caller.

    The code is kept hashed, lives twenty minutes, and replaces none of the earlier ones. Requests
    for one address wait for one another, so that their number is what it is said to be.
    """
    email = email.strip().lower()
    take_turn("issue_email_code", email)
    at = clock.now()
    recent = EmailCode.objects.filter(email=email, created_at__gt=at - timedelta(hours=1))
    if recent.count() >= MOST_CODES_PER_HOUR:
        return Refusal(
            "too_many_codes",
            _("Trop de codes ont été demandés pour cette adresse."),
            remedy=_("Attendez une heure, ou servez-vous du dernier code reçu."),
        )
    code = new_digits()
    EmailCode.objects.create(email=email, code_hash=_hash(email, code), created_at=at)
    return code


@transaction.atomic
def confirm_email_code(*, email: str, code: str) -> User | Refusal:
    """The person who reads ``email``, made known to the site if new; or why not."""
    email = email.strip().lower()
    at = clock.now()
    sent = list(
        EmailCode.objects.select_for_update()
        .filter(email=email, created_at__gt=at - EmailCode.LIFETIME)
        .order_by("-created_at")
    )
    live = [one for one in sent if one.is_live(at)]
    expected = _hash(email, tidy_code(code))
    for one in live:
        if hmac.compare_digest(one.code_hash, expected):
            one.used_at = at
            one.save(update_fields=["used_at"])
            return _know(email)
    if live:
        for one in live:
            one.attempts += 1
            one.save(update_fields=["attempts"])
        return Refusal(
            "wrong_code",
            _("Ce code n’est pas celui du dernier message."),
            remedy=_("Relisez le message, ou demandez un nouveau code."),
        )
    return Refusal(
        "expired_code",
        _("Ce code ne sert plus\u00a0: il a expiré ou il a déjà été utilisé."),
        remedy=_("Demandez un nouveau code."),
    )


def _know(email: str) -> User:
    user, _created = User.objects.get_or_create(email=email)
    if user.email_verified_at is None:
        user.email_verified_at = clock.now()
        user.save(update_fields=["email_verified_at"])
    return user


def sign_in(request: HttpRequest, user: User) -> None:
    """Open the session of ``user``; the session key changes, what was typed stays."""
    login(request, user, backend=BACKEND)
    if factor_of(user) is not None:
        request.session[DUE] = user.pk
