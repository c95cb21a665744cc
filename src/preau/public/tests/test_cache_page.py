"""A kept page is everybody's; what belongs to someone is never kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from preau.public.cache import SECONDS, PageCache


class Site:
    """Answers a new number each time, under the headers it is told."""

    def __init__(self, status: str = "200 OK", **headers: str) -> None:
        self.calls = 0
        self.status = status
        self.headers = {"Content-Type": "text/html; charset=utf-8", **headers}

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        self.calls += 1
        start(self.status, list(self.headers.items()))
        return [f"page {self.calls}".encode()]


def _ask(cache: PageCache, **environ: str) -> bytes:
    full = {"REQUEST_METHOD": "GET", "HTTP_HOST": "a.test", "PATH_INFO": "/", **environ}
    return b"".join(cache(full, lambda *_: None))


def test_keep_page_a_few_seconds() -> None:
    now = [0.0]
    cache = PageCache(Site(), clock=lambda: now[0])
    assert [_ask(cache), _ask(cache)] == [b"page 1", b"page 1"]
    now[0] = SECONDS + 0.1
    assert _ask(cache) == b"page 2"


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "csrftoken=x; preau_langue=en"},
        {"REQUEST_METHOD": "POST"},
        {"HTTP_HX_REQUEST": "true"},
    ],
)
def test_keep_nothing_personal(environ: dict[str, str]) -> None:
    cache = PageCache(Site())
    assert _ask(cache) == b"page 1"
    assert _ask(cache, **environ) == b"page 2"
    assert _ask(cache) == b"page 1"


def test_keep_cities_and_questions_apart() -> None:
    cache = PageCache(Site())
    asked = [{}, {"HTTP_HOST": "b.test"}, {"QUERY_STRING": "page=2"}, {"PATH_INFO": "/x/"}]
    assert len({_ask(cache, **one) for one in asked}) == 4


def test_keep_clear_and_secure_apart() -> None:
    """Behind a proxy both come by one socket; the clear one must reach the redirection."""
    cache = PageCache(Site())
    assert _ask(cache, HTTP_X_FORWARDED_PROTO="https") == b"page 1"
    assert _ask(cache, HTTP_X_FORWARDED_PROTO="http") == b"page 2"


def test_lend_no_headers() -> None:
    """A server may add to the headers it is given: the kept ones stay as they were."""
    cache = PageCache(Site())
    seen: list[int] = []

    def start(_status: str, headers: list[tuple[str, str]]) -> None:
        seen.append(len(headers))
        headers.append(("Date", "now"))

    for _time in range(3):
        list(cache({"REQUEST_METHOD": "GET"}, start))
    assert seen == [1, 1, 1]


@pytest.mark.parametrize(
    "site",
    [
        Site(**{"Set-Cookie": "csrftoken=secret"}),
        Site(**{"Cache-Control": "private, no-store"}),
        Site(**{"Content-Type": "text/csv"}),
        Site(status="404 Not Found"),
    ],
    ids=["cookie", "private", "csv", "404"],
)
def test_keep_only_what_all_may_see(site: Site) -> None:
    cache = PageCache(site)
    assert [_ask(cache), _ask(cache)] == [b"page 1", b"page 2"]


def test_keep_no_form_of_somebody() -> None:
    """Whoever already has the cookie of forms gets no new one: the page would look common."""

    def site(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/html")])
        return [
            b'<input name="csrfmiddlewaretoken" value="',
            environ["HTTP_COOKIE"].encode(),
            b'">',
        ]

    cache = PageCache(site)
    one = _ask(cache, HTTP_COOKIE="csrftoken=one")
    assert _ask(cache, HTTP_COOKIE="csrftoken=two") != one
