"""Whatever is typed comes back as text, and no list breaks on an odd address."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from html.parser import HTMLParser
from itertools import chain, product
from typing import Any, ClassVar

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict

from tests.addresses import Example, examples
from tests.guards.walk import ask, body_of, right_window
from tests.twins import Twin, undone

#: What runs if it is written as it came, by where it would run; then all of them at once.
HOSTILE = {
    "markup": "' onfocus=piege() autofocus='</textarea></title></script><svg/onload=piege()>",
    "script": "<script>piege()</script>",
    "image": '"><img src=x onerror=piege()>',
    "template": "{{123456789|add:123456789}}{% load ui %}${7*7}%(url)s %s {0} '; DROP TABLE x; --\\",
}
WORDS = {
    "hostile": "".join(HOSTILE.values()),
    "nul": "un\x00deux",
    "long": "é" * 10_000,
    "control": "\u202egnp\u2066 \u200f\ufeff\ufffe\x01\x08\x1b[31m\r\n\r\nSet-Cookie: piege=1",
    "number": "99999999999999999999999999",
}
ODD = [
    "-1", "99999999999999999999999", "1e9", "NaN", "a\x00b", "²", "%",
    "'\"><script>piege()</script>", "../../etc/passwd", "é" * 3000, "-numero",
]  # fmt: skip


class Watched(QueryDict):
    """What an address asks, which keeps the words that the page looked for."""

    asked: ClassVar[set[str]] = set()

    def __getitem__(self, key: str) -> Any:
        Watched.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        Watched.asked.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, default: Any = None) -> Any:
        Watched.asked.add(key)
        return super().getlist(key, default)


class Reader(HTMLParser):
    """Sees what became markup among what was typed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if any(name.startswith("on") for name in held) or held.get("src") == "x":
            self.found.append(f"<{tag} {held}>")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and "piege" in data:
            self.found.append(data[:80])


def markup_of(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    found = reader.found
    if re.search(r"<script>piege", page):
        found.append("a script")
    return found


@pytest.mark.parametrize("page", ["<script>piege()</script>", '<a><img src=x onerror="piege()">'])
def test_reader_sees_markup(page: str) -> None:
    assert markup_of(page)


def faults_of(one: Example, response: Any, word: str) -> list[str]:
    body_of_it = body_of(response)
    faults = []
    if response.status_code >= 500:
        faults.append(f"{one} with {word}: {response.status_code}")
    if response.get("Content-Type", "").startswith("text/html"):
        page = body_of_it.decode("utf-8", "replace")
        faults += [f"{one} with {word}: {found}" for found in markup_of(page)]
        if "246913578" in page:
            faults.append(f"{one} with {word}: a template was run")
    if "piege" in response.cookies or "\n" in response.get("Location", ""):
        faults.append(f"{one} with {word}: a header was written")
    return faults


@pytest.mark.parametrize("word", WORDS)
def test_show_what_is_typed_as_text(twins: tuple[Twin, Twin], word: str) -> None:
    """The word in each field of each form, one after the other; then every page is read again."""
    other = twins[1]
    faults = []
    for one in examples(other):
        for name in one.data or {}:
            data = {**(one.data or {}), name: WORDS[word]}
            with undone():
                window = right_window(other, one)
                response = window.post(one.path, data)
                faults += faults_of(one, response, f"{name}={word}")
                if response.status_code == 302:
                    then = window.get(response["Location"])
                    faults += faults_of(one, then, f"{name}={word}, then")
    assert not faults, "\n".join(faults)


#: Texts that stay and are read by others, by the form that writes them and where they are read.
KEPT = [
    ("public:details", "public_name", ["public:mine"]),
    ("proposals:edit", "title", ["proposals:list", "proposals:csv", "desk:journal", "public:home"]),
    ("proposals:edit", "idea", ["proposals:geojson"]),
    ("reviews_desk:decide", "words", ["public:post", "public:home", "desk:journal"]),
    ("reviews_desk:decide", "signed_by", ["public:post", "desk:journal", "desk:journal_csv"]),
    ("proposals_desk:correct", "why", ["desk:journal", "proposals_desk:xlsx"]),
    ("proposals_desk:correct", "place", ["proposals_desk:csv", "proposals_desk:table"]),
    ("delivery_desk:sheet", "plan-title", ["delivery:process", "delivery_desk:sheet"]),
    ("desk:reschedule", "reason", ["desk:calendar", "desk:journal"]),
    ("pages_desk:block", "text", ["pages_desk:preview", "pages_desk:page", "pages_desk:history"]),
    ("pages_desk:block", "items-0-question", ["pages_desk:preview", "pages_desk:publish"]),
    ("pages_desk:place", "title", ["pages_desk:tree", "pages_desk:preview"]),
    ("pages_desk:menus", "header-0-label", ["public:home"]),
    ("pages_desk:menus", "text", ["public:home"]),
    ("pages_desk:legal", "publisher", ["public:legal"]),
    ("news_desk:article", "text", ["news:list", "news:article"]),
    ("news_desk:meeting", "place", ["news:diary", "news:diary_file"]),
    ("pages_desk:picture", "alt", ["pages_desk:library", "pages_desk:picture"]),
]


@pytest.mark.parametrize("word", HOSTILE)
def test_show_what_is_kept_as_text(twins: tuple[Twin, Twin], word: str) -> None:
    other = twins[1]
    known = examples(other)
    faults = []
    for route, name, readers in KEPT:
        write = next(one for one in known if one.route == route and name in (one.data or {}))
        with undone():
            text = HOSTILE[word].ljust(60, "!")[:60]
            response = right_window(other, write).post(
                write.path, {**(write.data or {}), name: text}
            )
            assert response.status_code == 302, f"{write} {name}"
            for one in known:
                if one.route in readers or one.route.startswith("proposals:proposal"):
                    found = ask(right_window(other, one), one)
                    faults += faults_of(one, found, f"{name}={word}")
    assert not faults, "\n".join(faults)


def _lists(twin: Twin) -> list[Example]:
    seen = {}
    for one in examples(twin):
        if not one.is_post and not one.route.startswith("ui:"):
            seen.setdefault((one.route, one.path.split("?")[0]), one)
    kept = {}
    for (route, _path), one in seen.items():
        kept.setdefault(route, one)
    return list(kept.values())


def _readers(twin: Twin, lists: list[Example]) -> tuple[list[Example], set[str]]:
    """Pages that read something of their own in their address, and all the words they read."""
    asked = []
    for one in lists:
        Watched.asked.clear()
        with undone():
            body_of(right_window(twin, one).get(one.path.split("?")[0]))
        asked.append(Watched.asked.copy())
    of_every_page = {word for word, count in Counter(chain(*asked)).items() if count > 50}
    readers = [one for one, words in zip(lists, asked, strict=True) if words - of_every_page]
    return readers, set().union(*asked)


def test_read_odd_addresses(twins: tuple[Twin, Twin], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every word that some page reads, all at once, at each page that reads one."""
    other = twins[1]
    watched = cached_property(lambda request: Watched(request.META.get("QUERY_STRING", "")))
    watched.__set_name__(WSGIRequest, "GET")
    monkeypatch.setattr(WSGIRequest, "GET", watched)
    readers, words = _readers(other, _lists(other))
    assert len(readers) > 50
    assert {"page", "q", "tri"} <= words
    faults = []
    for one, odd in product(readers, ODD):
        with undone():
            window = right_window(other, one)
            response = window.get(one.path.split("?")[0], dict.fromkeys(words, odd))
            faults += faults_of(one, response, ascii(odd)[:20])
            if response.status_code not in (200, 301, 302, 400, 404, one.status):
                faults.append(f"{one} with {ascii(odd)[:20]}: {response.status_code}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "path",
    [
        "/demarches/%00/",
        "/demarches/premier%00/",
        "/demarches/%FF%FE/",
        "/demarches/" + "a" * 5000 + "/",
        "/demarches/deuxieme/projets/99999999999999999999999/",
        "/demarches/deuxieme/projets/0/",
        "/demarches/depot-en-cours/proposer/99999999999999999999999/",
        "/demarches/vote-en-cours/voter/%2e%2e/choisir/",
        "/bureau/realisations/99999999999999999999999/",
        "/bureau/demarches/deuxieme/calendrier/99999999999999999999/",
        "/_courrier/99999999999999999999999/",
        "/connexion/demo/99999999999999999999999/",
        "/medias/00000000-0000-0000-0000-000000000000-99999999999999999999.webp",
        "/theme-99999999999999999999999.css",
        "/langue/" + "a" * 3000 + "/",
        "/langue/zz/",
        "//demarches//",
        "/demarches/premier/../../bureau/",
        "/%0d%0aSet-Cookie:%20piege=1",
        "/static/../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/config/settings/base.py",
    ],
)
def test_find_nothing_at_odd_paths(twins: tuple[Twin, Twin], path: str) -> None:
    other = twins[1]
    for window in (other.client(), other.client(other.owner)):
        for ask_for in (window.get, window.post):
            response = ask_for(path)
            assert response.status_code in (302, 400, 403, 404, 405), path
            assert b"root:" not in b"".join(response)
            assert "piege" not in response.cookies
