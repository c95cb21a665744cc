"""What stands before the pages when more people come than can be served: a few chairs, then a word.

A worker works on as many requests as it has places; some more wait on chairs. When the room has
not been free for a while and the chairs are taken, whoever else comes reads at once that many
people are here, instead of waiting for a minute: a page that asks again by itself, that sends again
what was sent, and that says that nothing is lost. Only what can be asked again so is put off.

A connection to the database belongs to a place, not to a thread: chairs cost none.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import connections
from django.template.loader import render_to_string
from django.utils import translation

from preau.tenancy.middleware import LANGUAGE_COOKIE

from .cache import Application, Environ, StartResponse

#: Requests that a worker works on at the same time; ``launch/serve`` starts as many threads, and
#: those of the chairs and of the door.
PLACES = int(os.environ.get("PREAU_WEB_THREADS") or 4)
CHAIRS = 27
#: Seconds without a free place after which those who find no chair are told.
PATIENCE = 2.0
#: Seconds after which they ask again: each their own, so that they do not come back as one.
PAUSES = (4, 9)
#: A form longer than this is kept waiting rather than sent back and forth.
LONGEST_FORM = 64 * 1024
_FORM = "application/x-www-form-urlencoded"


class Place:
    """Where one request at a time is worked on, with its connections to the databases."""

    def __init__(self) -> None:
        self._held: dict[str, Any] = {}
        self._thread = 0

    def begin(self) -> None:
        self._thread = threading.get_ident()
        for alias, connection in self._held.items():
            connections[alias] = connection

    def end(self) -> None:
        if threading.get_ident() != self._thread:  # a body given up, thrown away by another
            self._held = {}
            return
        for connection in connections.all(initialized_only=True):
            if connection.alias not in self._held:
                connection.inc_thread_sharing()  # one thread after the other, never two
                self._held[connection.alias] = connection
            del connections[connection.alias]


class WaitingRoom:
    """WSGI middleware; one per worker process."""

    def __init__(
        self,
        application: Application,
        *,
        places: int = PLACES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.application = application
        self.clock = clock
        self._free = [Place() for _ in range(places)]
        self._turn = threading.Condition()
        self._waiting = 0
        self._free_at = clock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(settings.STATIC_URL):
            return self.application(environ, start_response)
        place = self._enter(may_be_told=_can_ask_again(environ))
        if place is None:
            return _tell(environ, start_response)
        place.begin()
        try:
            answer = self.application(environ, start_response)
        except BaseException:
            self._leave(place)
            raise
        if getattr(answer, "streaming", False):
            return _Streamed(answer, lambda: self._leave(place))
        self._leave(place)
        return answer

    def _enter(self, *, may_be_told: bool) -> Place | None:
        """A place, after waiting for it if need be; None for who is told to come back."""
        with self._turn:
            if self._waiting == 0 and self._free:
                self._free_at = self.clock()
                return self._free.pop()
            is_full = self._waiting >= CHAIRS and self.clock() - self._free_at > PATIENCE
            if is_full and may_be_told:
                return None
            self._waiting += 1
            while not self._free:
                self._turn.wait()
            self._waiting -= 1
            return self._free.pop()

    def _leave(self, place: Place) -> None:
        place.end()
        with self._turn:
            self._free.append(place)
            self._turn.notify()


class _Streamed:
    """A body made while it is sent: its place is free once it has ended, or was given up."""

    def __init__(self, answer: Any, leave: Callable[[], None]) -> None:
        self._answer, self._leave = answer, leave

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        try:
            self._answer.close()
        finally:
            leave, self._leave = self._leave, _nothing
            leave()

    def __del__(self) -> None:
        if self._leave is not _nothing:
            self.close()  # the server forgot to


def _nothing() -> None:
    """Its place was left already."""


def _can_ask_again(environ: Environ) -> bool:
    """A whole page asked by a person, or a plain form: files and background calls wait instead."""
    if "text/html" not in environ.get("HTTP_ACCEPT", "") or "HTTP_HX_REQUEST" in environ:
        return False
    if environ.get("REQUEST_METHOD") != "POST":
        return environ.get("REQUEST_METHOD") == "GET"
    return environ.get("CONTENT_TYPE", "").split(";")[0] == _FORM and _length(environ) is not None


def _length(environ: Environ) -> int | None:
    """Bytes of a form that is short enough to be sent back."""
    said = environ.get("CONTENT_LENGTH") or ""
    return int(said) if said.isdecimal() and int(said[:9]) <= LONGEST_FORM else None


def _tell(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    seconds = random.randint(*PAUSES)  # noqa: S311  # no secret
    path, query = environ.get("PATH_INFO", "/"), environ.get("QUERY_STRING", "")
    address = path.encode("latin-1").decode(errors="replace") + (f"?{query}" if query else "")
    context = {"seconds": seconds, "address": address, "fields": _fields(environ)}
    with translation.override(_language(environ)):
        body = render_to_string("public/errors/busy.html", context).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'"),
        ("Cache-Control", "no-store"),
        ("Retry-After", str(seconds)),
    ]
    start_response("503 Service Unavailable", headers)
    return [body]


def _fields(environ: Environ) -> list[tuple[str, str]] | None:
    """What a form said, to be sent again as it was; None for a page that was only read."""
    if environ.get("REQUEST_METHOD") != "POST":
        return None
    said: Any = environ["wsgi.input"].read(_length(environ) or 0)
    return parse_qsl(said.decode(errors="replace"), keep_blank_values=True)


def _language(environ: Environ) -> str:
    """The one this reader chose, else the first of the house: no site is asked for here."""
    try:
        chosen = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(LANGUAGE_COOKIE)
    except CookieError:
        return settings.LANGUAGE_CODE
    return (
        chosen.value
        if chosen is not None and chosen.value in dict(settings.LANGUAGES)
        else settings.LANGUAGE_CODE
    )
