"""Reading leaves no trace: no session, no cookie; one reading then serves everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from preau.accounts.models import Session
from preau.proposals.models import Proposal
from preau.public.cache import PageCache

Put = Callable[..., Proposal]
LIST = "/demarches/bp/projets/"
IDEA = "/demarches/bp/projets/1-un-banc-au-soleil/"
PAGES = [
    "/",
    "/demarches/",
    "/demarches/bp/",
    "/demarches/bp/reglement/",
    "/demarches/bp/etapes/depot/",
    LIST,
    f"{LIST}?vue=tableau",
    f"{LIST}?vue=carte",
    f"{LIST}?q=banc&tri=titre",
    IDEA,
    f"{IDEA}?liste=1&melange=47&page=2",
    "/realisations/",
    "/comment-ca-marche/",
    "/aide/",
    "/accessibilite/",
    "/donnees-personnelles/",
    "/mentions-legales/",
    "/donnees-ouvertes/",
    "/verifier-un-recu/",
]


@pytest.mark.parametrize("page", PAGES)
def test_read_without_cookie(client: Client, deposit: Put, page: str) -> None:
    deposit("Un banc au soleil")
    deposit("Un arbre")
    response = client.get(page)
    assert response.status_code == 200
    assert not response.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_keep_page_for_everybody(client: Client, deposit: Put, page: str) -> None:
    deposit("Un banc au soleil")
    application = PageCache(WSGIHandler())
    asked = RequestFactory()

    def read() -> bytes:
        return b"".join(application(asked.get(page).environ, lambda *_: None))

    first = read()
    with CaptureQueriesContext(connection) as captured:
        assert read() == first
    assert not len(captured)


def test_keep_no_form_of_a_visitor(client: Client, deposit: Put, cast: Any) -> None:
    """Who has a session acts in one gesture; their page, with its form, is theirs alone."""
    deposit("Un banc au soleil")
    client.force_login(cast.paul)
    page = client.get(IDEA).content
    assert b"csrfmiddlewaretoken" in page
