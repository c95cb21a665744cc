"""Whole pages kept a few seconds for readers who are nobody yet.

It stands before Django, so that a page read by a thousand people at once costs little more than
its bytes. Only pages that are the same for everyone are kept: a GET without a session or a chosen
language, answered 200 in HTML, that sets no cookie, holds no form to post and does not forbid it.
What changes is seen everywhere after ``SECONDS`` at most; people with a session always see the present.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

SECONDS = 5.0
MOST_BYTES = 64 * 1024 * 1024
LARGEST = 1024 * 1024
#: A form's own secret goes with one visitor's cookie: a page that holds one is never kept.
SECRET = b"csrfmiddlewaretoken"
#: Cookies that make a page personal.
PERSONAL = ("sessionid=", "preau_langue=")


@dataclass(frozen=True)
class Kept:
    until: float
    status: str
    headers: Headers
    body: bytes


class PageCache:
    """WSGI middleware; one per worker process, so nothing is shared and nothing can leak."""

    def __init__(
        self, application: Application, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.application = application
        self.clock = clock
        self._pages: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not _is_anonymous_read(environ):
            return self.application(environ, start_response)
        key = (
            environ.get("wsgi.url_scheme", ""),
            environ.get("HTTP_X_FORWARDED_PROTO", ""),
            environ.get("HTTP_HOST", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
        )
        kept = self._pages.get(key)
        if kept is not None and kept.until > self.clock():
            start_response(kept.status, list(kept.headers))
            return [kept.body]
        return self._answer(key, environ, start_response)

    def _answer(
        self, key: tuple[str, ...], environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        said: list[tuple[str, Headers]] = []

        def note(status: str, headers: Headers, *rest: Any) -> Any:
            said.append((status, list(headers)))
            return start_response(status, headers, *rest)

        answer = self.application(environ, note)
        status, headers = said[-1]
        if getattr(answer, "streaming", False) or not _may_keep(status, headers):
            return answer
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        if len(body) <= LARGEST and SECRET not in body:
            self._keep(key, Kept(self.clock() + SECONDS, status, headers, body))
        return [body]

    def _keep(self, key: tuple[str, ...], page: Kept) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._bytes += len(page.body) - (len(old.body) if old else 0)
            self._pages[key] = page
            while self._bytes > MOST_BYTES:
                _key, gone = self._pages.popitem(last=False)
                self._bytes -= len(gone.body)


def _is_anonymous_read(environ: Environ) -> bool:
    if environ.get("REQUEST_METHOD") != "GET" or "HTTP_HX_REQUEST" in environ:
        return False
    cookies = environ.get("HTTP_COOKIE", "")
    return not any(name in cookies for name in PERSONAL)


def _may_keep(status: str, headers: Headers) -> bool:
    found = {name.lower(): value.lower() for name, value in headers}
    return (
        status.startswith("200")
        and found.get("content-type", "").startswith("text/html")
        and "set-cookie" not in found
        and not any(
            word in found.get("cache-control", "") for word in ("private", "no-store", "no-cache")
        )
    )
