"""Signing in changes the key; going anywhere else than this site is refused."""

from __future__ import annotations

from itertools import cycle

import pytest
from django.test import Client

from tests.addresses import examples
from tests.guards.walk import LOCAL, ask, body_of, right_window
from tests.pictures import tables_written
from tests.twins import Twin, undone

OUTSIDE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "http:evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:///evil.example",
    " https://evil.example",
    "\thttps://evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://simple.test@evil.example/",
    "//simple.test.evil.example/",
]


def test_change_the_key_at_sign_in(twins: tuple[Twin, Twin]) -> None:
    """A key planted in a browser beforehand is worth nothing afterwards."""
    other = twins[1]
    thief = other.client()
    thief.post("/demarches/depot-en-cours/proposer/")
    planted = thief.cookies["sessionid"].value
    victim = other.client()
    victim.cookies["sessionid"] = planted
    victim.post(f"/connexion/demo/{other.things['persona']}/")
    assert victim.cookies["sessionid"].value != planted
    assert victim.get("/mon-espace/").status_code == 200
    assert thief.get("/mon-espace/").status_code == 302


def test_refuse_a_key_of_ones_own(twins: tuple[Twin, Twin]) -> None:
    other = twins[1]
    window = other.client()
    window.cookies["sessionid"] = "a" * 32
    window.post("/demarches/depot-en-cours/proposer/")
    assert window.cookies["sessionid"].value != "a" * 32


@pytest.mark.parametrize(
    "key",
    ['"\\000"', '"aaaaaaaaaaaaaaaa\\000aaaaaaaaaaaaaaaa"', "é" * 40, "x" * 4000, "'; DROP TABLE"],
)
def test_survive_a_crooked_cookie(twins: tuple[Twin, Twin], key: str) -> None:
    for name in ("sessionid", "csrftoken", "preau_langue"):
        window = Client(raise_request_exception=False)
        cookie = f"{name}={key}".encode().decode("latin-1")
        for path in ("/", "/mon-espace/", "/demarches/depot-en-cours/projets/"):
            response = window.get(path, headers={"host": twins[1].host}, HTTP_COOKIE=cookie)
            assert response.status_code in (200, 302), (name, path)


def test_close_the_session_at_sign_out(twins: tuple[Twin, Twin]) -> None:
    other = twins[1]
    window = other.client(other.resident)
    kept = window.cookies["sessionid"].value
    window.post("/deconnexion/")
    again = other.client()
    again.cookies["sessionid"] = kept
    assert again.get("/mon-espace/").status_code == 302


@pytest.mark.parametrize("outside", OUTSIDE)
def test_lead_nowhere_outside(twins: tuple[Twin, Twin], outside: str) -> None:
    """Every address that takes ``suite``, ``next`` or ``retour``: here, or nowhere."""
    other = twins[1]
    for one in examples(other):
        if not one.route.startswith(("public:", "voting:leave", "proposals:support")):
            continue
        for name in ("suite", "next", "retour"):
            with undone():
                window = right_window(other, one)
                data = {**(one.data or {}), name: outside}
                if one.is_post:
                    response = window.post(one.path, data)
                else:
                    response = window.get(one.path.split("?")[0], data)
            assert LOCAL.match(response.get("Location", "/")), f"{one}: {response['Location']}"
            if response.get("Content-Type", "").startswith("text/html"):
                page = response.content.decode()
                assert f'href="{outside}' not in page, one
                assert f'action="{outside}' not in page, one


def test_demand_a_csrf_token_everywhere(twins: tuple[Twin, Twin]) -> None:
    """No post of the product is done without the token of its form."""
    other = twins[1]
    faults = []
    for one in examples(other):
        if not one.is_post:
            continue
        with undone():
            window = right_window(other, one)
            window.handler.enforce_csrf_checks = True
            with tables_written() as written:
                response = ask(window, one)
            if response.status_code != 403:
                faults.append(f"{one}: {response.status_code}")
            if written:
                faults.append(f"{one}: wrote {written}")
    assert not faults, "\n".join(faults)


def test_write_nothing_by_reading(twins: tuple[Twin, Twin]) -> None:
    """Addresses that act refuse a plain visit, or show a page: a link never acts by itself."""
    other = twins[1]
    faults = []
    for one in examples(other):
        if not one.is_post:
            continue
        with undone():
            window = right_window(other, one)
            with tables_written() as written:
                response = window.get(one.path, one.data)
                body_of(response)
            if response.status_code not in (200, 301, 302, 403, 404, 405):
                faults.append(f"{one}: {response.status_code}")
            usual = READS_WRITE.get(one.route, set()) | {"accounts_session"}
            if written - usual and not one.route.endswith(":later"):
                faults.append(f"{one}: wrote {written}")
    assert not faults, "\n".join(faults)


def test_do_nothing_by_strange_methods(twins: tuple[Twin, Twin]) -> None:
    """Each address by one of them in turn."""
    other = twins[1]
    faults = []
    methods = cycle(["put", "delete", "options", "patch", "trace"])
    for one, method in zip(examples(other), methods, strict=False):
        with undone():
            window = right_window(other, one)
            with tables_written() as written:
                response = getattr(window, method)(one.path)
                body_of(response)
            if response.status_code >= 500:
                faults.append(f"{one}: {response.status_code}")
            if written - READS_WRITE.get(one.route, set()):
                faults.append(f"{one}: wrote {written}")
    assert not faults, "\n".join(faults)


#: What a plain visit keeps: a session, the code shown on a page, the trace of an export.
READS_WRITE = {
    # drawn from a process that is taken back at once
    "network_desk:preview": {
        "ledger_entry",
        "processes_process",
        "processes_requirement",
        "processes_step",
    },
    "proposals:later": {"proposals_draft", "accounts_session"},
    "surveys:later": {"surveys_response", "accounts_session"},
    "surveys:question": {"accounts_session"},
    "surveys:discard": {"accounts_session"},
    "surveys:review": {"accounts_session"},
    "surveys_desk:results": {"surveys_tally"},
    "surveys_desk:csv": {"ledger_entry"},
    "surveys_desk:xlsx": {"ledger_entry"},
    "surveys_desk:ods": {"ledger_entry"},
    "texts_desk:csv": {"ledger_entry"},
    "texts_desk:xlsx": {"ledger_entry"},
    "texts_desk:ods": {"ledger_entry"},
    "proposals_desk:sheet": {"reviews_presence"},
    "voting:choose": {"accounts_session"},
    "inquiries:download": {"inquiries_download"},
    "inquiries:deposit": {"accounts_session"},
    "inquiries:review": {"accounts_session"},
    "inquiries_desk:csv": {"ledger_entry"},
    "inquiries_desk:xlsx": {"ledger_entry"},
    "inquiries_desk:ods": {"ledger_entry"},
    "inquiries_desk:archive": {"ledger_entry"},
    "calls_desk:file": {"ledger_entry"},
    "team_desk:second_factor": {"accounts_secondfactor"},
    "proposals_desk:csv": {"ledger_entry"},
    "proposals_desk:xlsx": {"ledger_entry"},
}
