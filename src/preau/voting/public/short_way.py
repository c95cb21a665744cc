"""« Confirmer mon bulletin » by the short way: what a rush asks a thousand times, and nothing else.

It stands before Django's handler and does, with the very functions of the long way, the few things
that casting a ballot needs: the site of the host, the secret of forms, the session with its person
and draft, then ``cast_draft``, which asks the policy and leaves all to one statement of the
database. It answers in one case only: a ballot has just entered the box. Whatever else there is
(someone to be asked who they are, a refusal, a preview, a failure) goes the long way from its
beginning, as if nobody had looked; a draft is cast once, so that both ways together cast one ballot.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from preau.accounts.sessions import SessionStore
from preau.previews.middleware import KEY as PREVIEW
from preau.tenancy.middleware import answering, host_of, site_of
from preau.tenancy.models import Site

from ..actions import cast_draft
from ..drafts import along_with_session, draft_brought
from ..receipts import Receipt
from .access import stands_at_its_place
from .confirming import origin_of, review
from .memory import known_contest

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

logger = logging.getLogger(__name__)
#: A form longer than this is not the one under a ballot read again.
LONGEST_FORM = 4096
_FORM = "application/x-www-form-urlencoded"


class ShortWay:
    """WSGI middleware, next to Django: a ballot that enters the box, or the long way."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = _length_of_form(environ)
        if length is None:
            return self.application(environ, start_response)
        form = environ["wsgi.input"].read(length)
        try:
            headers = _answer(WSGIRequest(environ | {"wsgi.input": io.BytesIO(form)}))
        except Exception:  # the long way meets it again, and answers it
            logger.warning("The short way of a ballot failed", exc_info=True)
            headers = None
        if headers is None:
            return self.application(environ | {"wsgi.input": io.BytesIO(form)}, start_response)
        start_response("302 Found", headers)
        return [b""]


def _length_of_form(environ: Environ) -> int | None:
    """Bytes of a plain form sent to the page where a ballot is confirmed; None for all else."""
    said = environ.get("CONTENT_LENGTH") or ""
    if (
        environ.get("REQUEST_METHOD") != "POST"
        or environ.get("CONTENT_TYPE") != _FORM
        or not environ.get("PATH_INFO", "").endswith("/relire/")
        or not said.isdecimal()
        or len(said) > 4
    ):
        return None
    return int(said) if int(said) <= LONGEST_FORM else None


def _answer(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Headers of the answer that leads to the receipt of a ballot just cast; else None."""
    host = host_of(request)
    site = None if host == settings.PREAU_OPERATOR_HOST else site_of(host)
    if site is None or site.state != Site.State.ACTIVE:
        return None
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return None
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return None
    if found.view_name != "voting:review" or not _holds_secret_of_forms(request):
        return None
    close_old_connections()  # as Django does before each request
    with answering(request, site):
        address = _cast(request, **found.kwargs)
    return None if address is None else [*_headers(request), ("Location", address)]


def _holds_secret_of_forms(request: HttpRequest) -> bool:
    """Django's own judgement: the cookie, the form and where it was sent from."""
    _csrf.process_request(request)
    return _csrf.process_view(request, review, (), {}) is None


def _cast(request: HttpRequest, process: str, contest: str) -> str | None:
    """Address of the receipt of the ballot that this request has put in the box, if it has."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    found = known_contest(process, contest)
    if found is None or found.is_secret or not key.isalnum():
        return None
    request.session = SessionStore(key)
    request.session.along = along_with_session(found)
    person = request.session.signed_in()
    if person is None or PREVIEW in request.session or not stands_at_its_place(found, person):
        return None
    draft = draft_brought(found, request.session.brought)
    if draft is None:
        return None
    request.user = person
    answer = cast_draft(draft=draft, voter=person, network=origin_of(request, found))
    return found.url("receipt") if isinstance(answer, Receipt) else None


def _nothing(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError  # the middleware here judge and dress, and ask for no page


_csrf = CsrfViewMiddleware(_nothing)
_dressing: list[Any] = [
    one(_nothing) for one in (XFrameOptionsMiddleware, CSPMiddleware, SecurityMiddleware)
]
_dressed: dict[bool, list[tuple[str, str]]] = {}


def _headers(request: HttpRequest) -> list[tuple[str, str]]:
    """What the long way puts on every such answer, made once: over TLS it says one thing more."""
    secure = request.is_secure()
    if secure not in _dressed:
        response = HttpResponse(status=302, headers={"Content-Length": "0"})
        add_never_cache_headers(response)
        patch_vary_headers(response, ["Cookie"])
        for one in _dressing:
            response = one.process_response(request, response)
        _dressed[secure] = list(response.items())
    return _dressed[secure]
