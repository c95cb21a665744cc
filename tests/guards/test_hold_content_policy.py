"""Pages hold no script, style or handler of their own, and ask nothing of another origin."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.addresses import examples
from tests.guards.walk import ask, body_of, right_window
from tests.twins import Twin, undone

#: Attributes that make the browser fetch something by itself.
FETCHED = {
    "src", "srcset", "poster", "data", "background", "manifest", "ping", "formaction", "action",
}  # fmt: skip
FETCHING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect"}
#: The letter box shows a mail as mail readers do: with its own style, shut in a frame.
MAILS = {"public:mail_body", "ui:email", "pages_desk:look_mail", "pages_desk:mail_preview"}
POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
}
ROOT = Path(__file__).resolve().parents[2]


class Reader(HTMLParser):
    """Collects what a strict policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "style" or "style" in held:
            self.faults.append(f"inline style in <{tag}>")
        if tag == "script":
            self._in_script = "src" not in held and held.get("type") != "application/json"
        self.faults += [f"{name} on <{tag}>" for name in held if name.startswith("on")]
        for name, value in held.items():
            if value.strip().lower().startswith(("javascript:", "vbscript:")):
                self.faults.append(f"{name}={value[:40]}")
            fetches = name in FETCHED or (
                tag == "link"
                and name == "href"
                and set(held.get("rel", "").split()) & FETCHING_LINKS
            )
            if fetches and _is_elsewhere(value):
                self.faults.append(f"{tag} {name}={value[:60]}")
        if tag == "base":
            self.faults.append("a base address")

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.faults.append(f"inline script: {data.strip()[:60]}")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False


def _is_elsewhere(value: str) -> bool:
    one = urlsplit(value.strip())
    return bool(one.netloc) or one.scheme not in ("", "data")


def faults_in(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return reader.faults


@pytest.mark.parametrize(
    "page",
    [
        "<p style='color:red'>",
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        "<button onclick='go()'>",
        "<a href=' javascript:go()'>",
        "<img src='https://cdn.example/a.png'>",
        "<link rel='stylesheet' href='//cdn.example/a.css'>",
        "<form action='https://evil.example/'>",
    ],
)
def test_reader_sees_faults(page: str) -> None:
    assert faults_in(page)


def policy_of(response: Any) -> set[str]:
    said = response.get("Content-Security-Policy", "")
    return {one.strip() for one in said.split(";") if one.strip()}


def test_hold_every_page(twins: tuple[Twin, Twin]) -> None:
    """Each page of the walk, right or refused, as each of its readers sees it."""
    other = twins[1]
    faults = []
    pages = 0
    for one in examples(other):
        for window in (right_window(other, one), other.client()):
            with undone():
                response = ask(window, one)
            if not response.get("Content-Type", "").startswith("text/html") or one.route in MAILS:
                body_of(response)
                continue
            pages += 1
            faults += [f"{one}: {fault}" for fault in faults_in(response.content.decode())]
            if policy_of(response) != POLICY:
                faults.append(f"{one}: {policy_of(response)}")
    assert not faults, "\n".join(faults)
    assert pages > 150


def test_shut_mails_in_their_frame(twins: tuple[Twin, Twin]) -> None:
    other = twins[1]
    response = other.client().get(f"/_courrier/{other.things['mail']}/message/")
    policy = policy_of(response)
    assert "default-src 'none'" in policy
    assert not any(part.startswith("script-src") for part in policy)
    assert "sandbox allow-top-navigation-by-user-activation" in policy


@pytest.mark.parametrize("path", ["/", "/nulle-part/", "/bureau/", "/demarches/premier/"])
def test_send_safe_headers(twins: tuple[Twin, Twin], path: str) -> None:
    response = twins[1].client().get(path)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert policy_of(response) >= {"frame-ancestors 'self'"}


def test_send_safe_headers_without_a_city(twins: tuple[Twin, Twin]) -> None:
    response = twins[1].client().get("/", headers={"host": "inconnue.test"})
    assert response.status_code == 404
    assert policy_of(response) == POLICY
    assert faults_in(response.content.decode()) == []


def test_shut_cookies_from_scripts(twins: tuple[Twin, Twin]) -> None:
    window = twins[1].client()
    window.get("/connexion/")
    window.post("/demarches/depot-en-cours/proposer/")
    window.get("/langue/en/")
    assert {"sessionid", "preau_langue", "csrftoken"} <= set(window.cookies)
    for name, cookie in window.cookies.items():
        assert cookie["samesite"] == "Lax", name
        assert cookie["domain"] == "", name
        assert cookie["httponly"] or name in ("preau_langue", "csrftoken"), name


def test_keep_private_pages_out_of_caches(twins: tuple[Twin, Twin]) -> None:
    other = twins[1]
    faults = []
    for one in examples(other):
        if one.who and one.who != "window" and not one.is_post:
            with undone():
                response = ask(right_window(other, one), one)
                body_of(response)
            if not re.search("no-store|private", response.get("Cache-Control", "")):
                faults.append(str(one))
    assert not faults, "\n".join(faults)


def test_lock_cookies_in_production() -> None:
    """The settings of a real installation, loaded as a real process loads them."""
    script = (
        "import json; from django.conf import settings as s;"
        "print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        "s.SECURE_HSTS_SECONDS, s.DEBUG, s.PREAU_DEMO, s.USE_X_FORWARDED_HOST,"
        "s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE]))"
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
        "PYTHONPATH": str(ROOT / "src"),
        "PREAU_SECRET_KEY": "only-for-this",
        "DATABASE_URL": "postgresql:///preau",
        "DATABASE_OWNER_URL": "postgresql:///preau",
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [
        *(True, True, True, 31_536_000, False, False, False, True, "Lax"),
    ]
