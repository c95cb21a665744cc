"""Host → Domain → Site, for the time of one request."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from .addresses import answering_at
from .models import Domain, Site
from .mounts import enter
from .scope import speaking_for, use_site

#: Seconds during which a process trusts what it knows of a host.
MEMORY = 10.0
#: A reader's own choice of language; it wins over the site's.
LANGUAGE_COOKIE = "preau_langue"
#: Seconds during which a browser trusts that an address leads to the main one.
MOVED = 3600
_known: dict[str, tuple[float, Site | None, bool]] = {}


def forget_hosts() -> None:
    """Forget what is known of hosts (after a change, and between tests)."""
    _known.clear()


def host_of(request: HttpRequest) -> str:
    """The host that was called, without port; ``DisallowedHost`` when it is no name."""
    return request.get_host().rsplit(":", 1)[0].lower().rstrip(".")


def site_of(host: str) -> Site | None:
    """The site that answers on ``host`` (without port), or None."""
    return _answer_of(host)[0]


def _answer_of(host: str) -> tuple[Site | None, bool]:
    """The site of ``host``, and whether it leads its readers to the main address."""
    moment = time.monotonic()
    known = _known.get(host)
    if known and known[0] > moment:
        return known[1], known[2]
    domain = Domain.objects.select_related("site").filter(host=host).first()
    site = domain.site if domain else None
    if len(_known) > 10_000:
        _known.clear()
    leads = domain is not None and domain.redirects and not domain.is_canonical
    _known[host] = (moment + MEMORY, site, leads)
    return site, leads


def language_of(request: HttpRequest, site: Site) -> str:
    """The language this reader chose, if the product speaks it; else the site's."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in dict(settings.LANGUAGES) else site.language


class SiteMiddleware:
    """Speaks to the database for the site of the host; unknown hosts get a plain page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host = host_of(request)
        if settings.PREAU_OPERATOR_HOST and host == settings.PREAU_OPERATOR_HOST:
            request.urlconf = settings.PREAU_OPERATOR_URLS
            with use_site(None):
                return self.get_response(request)
        site, leads = _answer_of(host)
        if site is None or site.state != Site.State.ACTIVE:
            return render(request, "tenancy/no_site.html", {"host": host}, status=404)
        if leads and request.method in ("GET", "HEAD"):
            moved = HttpResponse(status=301, headers={"Cache-Control": f"max-age={MOVED}"})
            moved["Location"] = site.main_url + request.get_full_path()
            return moved
        with answering(request, site):
            response = enter(request, site) or self.get_response(request)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _answer_while_streaming(
                request, site, cast(Iterable[bytes], response.streaming_content)
            )
        return response


@contextmanager
def answering(request: HttpRequest, site: Site) -> Iterator[None]:
    """The site, the reader's language and the address called, for what is done inside."""
    address = f"{request.scheme}://{request.get_host()}"
    with speaking_for(site, language_of(request, site)), answering_at(address):
        yield


def _answer_while_streaming(
    request: HttpRequest, site: Site, chunks: Iterable[bytes]
) -> Iterator[bytes]:
    """A streamed body is produced after the middleware: all must still be set."""
    with answering(request, site):
        yield from chunks
