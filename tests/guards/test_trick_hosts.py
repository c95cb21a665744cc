"""A host is a word that anyone may send: it opens one city or none."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.twins import MARK, Twin


def _ask(host: str, path: str = "/", **more: str) -> tuple[int, str]:
    window = Client(raise_request_exception=False)
    response = window.get(path, headers={"host": host, **more})
    return response.status_code, response.content.decode() + response.get("Location", "")


@pytest.mark.parametrize(
    "host",
    [
        "simple.test",
        "SIMPLE.test",
        "simple.test.",
        "simple.test:80",
        "simple.test:8443",
        "Simple.Test.:8000",
    ],
)
def test_find_the_city(twins: tuple[Twin, Twin], host: str) -> None:
    status, said = _ask(host)
    assert status == 200
    assert twins[1].site.name in said
    assert MARK not in said


@pytest.mark.parametrize(
    "host",
    [
        "inconnue.test",
        "marquee.test.simple.tes",
        "marquee",
        "xmarquee.test",
        "marquee.test.evil.example",
        "[::1]",
        "[::1]:8000",
        "127.0.0.1",
        "a" * 300 + ".test",
        "xn--marque-fva.test",
    ],
)
def test_open_no_city(twins: tuple[Twin, Twin], host: str) -> None:
    for path in ("/", "/mon-espace/", "/bureau/", "/demarches/premier/", "/_courrier/"):
        status, said = _ask(host, path)
        assert status in (400, 404), path
        assert MARK not in said


@pytest.mark.parametrize(
    "host",
    [
        "marquee.test@simple.test",
        "simple.test@marquee.test",
        "marquee.test/simple.test",
        "marquee.test\\.simple.test",
        "marquee.test:80:80",
        "marquee.test:port",
        "marquee.test, simple.test",
        "marquee.test simple.test",
        "marquee.test%00.simple.test",
        "<script>alert(1)</script>",
        "",
        ".",
        ":80",
    ],
)
def test_refuse_crooked_hosts(twins: tuple[Twin, Twin], host: str) -> None:
    status, said = _ask(host)
    assert status in (400, 404)
    assert MARK not in said
    assert "<script>alert" not in said


@pytest.mark.parametrize(
    "header", ["x-forwarded-host", "x-host", "x-original-host", "forwarded", "x-forwarded-server"]
)
def test_ignore_what_a_proxy_would_say(twins: tuple[Twin, Twin], header: str) -> None:
    value = "host=marquee.test" if header == "forwarded" else "marquee.test"
    status, said = _ask("simple.test", **{header: value})
    assert status == 200
    assert MARK not in said
    assert "marquee.test" not in said


def test_close_a_suspended_city(twins: tuple[Twin, Twin]) -> None:
    from preau.tenancy.middleware import forget_hosts

    home = twins[0]
    home.site.state = "suspended"
    home.site.save(update_fields=["state"])
    forget_hosts()
    for path in ("/", "/bureau/", "/mon-espace/"):
        response = home.browser().get(path)
        assert response.status_code == 404
        assert "Set-Cookie" not in response.headers
    home.site.state = "active"


def test_write_links_to_the_city_asked(twins: tuple[Twin, Twin]) -> None:
    """What the other city's host says never enters a mail of this one."""
    from preau.messaging.models import Email

    home, other = twins
    window = other.client()
    window.post(
        "/connexion/", {"email": "a@example.org"}, headers={"x-forwarded-host": "evil.test"}
    )
    with other.inside():
        mail = Email.objects.latest("pk")
    assert "evil" not in mail.html + mail.text
    assert home.host not in mail.html + mail.text
