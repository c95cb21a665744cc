"""Who is at the console: a signed cookie of its own, on a host of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from preau.kernel import clock

from ..models import Operator

COOKIE = "preau_operateur"
HOURS = 8
MOST_FAILURES = 6
WAIT = timedelta(minutes=15)
_SALT = "operator"
View = Callable[..., HttpResponse]


def check(email: str, password: str) -> Operator | None:
    """The operator of that address and password; six failures close the door for a while."""
    found = Operator.objects.filter(email=email.strip().lower()).first()
    if found is None:
        make_password(password)  # takes as long as a real check
        return None
    at = clock.now()
    is_shut = found.failures >= MOST_FAILURES and found.failed_at and at < found.failed_at + WAIT
    if is_shut:
        return None
    if not check_password(password, found.password):
        found.failures, found.failed_at = found.failures + 1, at
        found.save(update_fields=["failures", "failed_at"])
        return None
    found.failures, found.seen_at = 0, at
    found.save(update_fields=["failures", "seen_at"])
    return found


def let_in(response: HttpResponse, operator: Operator) -> HttpResponse:
    """Give the browser its cookie; changing the password makes it worthless."""
    value = signing.dumps([operator.pk, operator.password[-12:]], salt=_SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=HOURS * 3600,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def operator_of(request: HttpRequest) -> Operator | None:
    """Who is signed in at the console."""
    try:
        pk, mark = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=HOURS * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Operator.objects.filter(pk=pk).first()
    return found if found is not None and found.password[-12:] == mark else None


def for_operators(view: View) -> View:
    """Strangers sign in first."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        operator = operator_of(request)
        if operator is None:
            return redirect("console:sign_in")
        request.operator = operator  # type: ignore[attr-defined]  # read by views and pages
        return view(request, *args, **kwargs)

    return never_cache(entered)
