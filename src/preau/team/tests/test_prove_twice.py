"""Two proofs to enter the back office: asked by the site or chosen, lost, reset, never guessed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.test import Client

from preau.accounts.models import RecoveryCode, SecondFactor, User
from preau.accounts.second_factor import begin, check, confirm, secret_of
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.ledger.models import Entry
from preau.messaging.models import Email
from preau.team.second_factor import require_second_factor, reset_second_factor

DOOR = "/bureau/double-verification/"
SECURITY = "/bureau/securite/"


@pytest.fixture
def admin(site: Any, cast: Any, noon: datetime) -> Any:
    return cast._agent("Hélène", "Aubert", "administrator")


def now_code(user: User) -> str:
    secret = secret_of(begin(user=user)).replace(" ", "")
    return pyotp.TOTP(secret).at(clock.now())


def add(user: User) -> list[str]:
    """The person adds an application; their ten codes."""
    begin(user=user)
    codes = confirm(user=user, code=now_code(user))
    assert not isinstance(codes, Refusal)
    return codes


def later() -> Any:
    return clock.stopped(clock.now() + timedelta(minutes=2))


def test_ask_a_second_proof_of_everybody(admin: Any, cast: Any, client: Client) -> None:
    client.force_login(admin)
    refused = client.post(SECURITY, {"do": "require"}).content.decode()
    assert "Ajoutez d’abord la double vérification à votre propre compte." in refused
    page = client.get(DOOR).content.decode()
    assert "data:image/svg+xml" in page
    assert SecondFactor.objects.get().secret not in page
    wrong = client.post(DOOR, {"code": "000000"})
    assert (wrong.status_code, SecondFactor.objects.get().confirmed_at) == (422, None)
    shown = client.post(DOOR, {"code": now_code(admin), "suite": SECURITY}).content.decode()
    assert shown.count("<code>") == 10
    assert client.post(SECURITY, {"do": "require"}).status_code == 302
    assert client.get("/bureau/").status_code == 200

    other = Client()
    other.force_login(cast.odile)
    sent = other.get("/bureau/demarches/?q=1")
    assert sent["Location"] == f"{DOOR}?suite=%2Fbureau%2Fdemarches%2F%3Fq%3D1"
    typed = other.post("/bureau/equipe/inviter/", {"email": "zoe@example.org"})
    assert typed.status_code == 403
    assert "deux preuves" in typed.content.decode()
    assert "deux preuves" in other.get(DOOR).content.decode()
    other.post(DOOR, {"code": now_code(cast.odile)})
    assert other.get("/bureau/").status_code == 200
    assert not other.post(SECURITY, {"do": "off"}).headers.get("Location")
    client.post(SECURITY, {"do": "free"})
    third = Client()
    third.force_login(cast.karim)
    assert third.get("/bureau/").status_code == 200


def test_ask_it_of_who_chose_it(cast: Any, noon: datetime, client: Client, site: Any) -> None:
    odile = cast.odile
    add(odile)
    client.post("/connexion/", {"email": odile.email})
    typed = Email.objects.filter(kind="sign_in_code").latest("pk").subject.split()[0]
    client.post("/connexion/code/", {"code": typed})
    assert client.get("/bureau/")["Location"].startswith(DOOR)
    assert client.get("/mon-espace/").status_code == 200
    with later():
        gone = client.post(DOOR, {"code": now_code(odile), "suite": "https://ailleurs.example/"})
        assert gone["Location"] == "/bureau/"
        assert client.get("/bureau/").status_code == 200


def test_take_each_code_once(cast: Any, noon: datetime) -> None:
    codes = add(cast.odile)
    assert check(user=cast.odile, code=now_code(cast.odile)) is not None
    assert check(user=cast.odile, code=codes[0].lower()) is None
    assert check(user=cast.odile, code=codes[0]) is not None
    with later():
        code = now_code(cast.odile)
        assert check(user=cast.odile, code=f"{code[:3]} {code[3:]}") is None
        assert check(user=cast.odile, code=code) is not None


def test_pause_after_wrong_codes(cast: Any, noon: datetime) -> None:
    add(cast.odile)
    for _turn in range(6):
        assert check(user=cast.odile, code="ZZZZ").code == "wrong_code"
    with later():
        assert check(user=cast.odile, code=now_code(cast.odile)).code == "paused"
    with clock.stopped(clock.now() + timedelta(minutes=16)):
        assert check(user=cast.odile, code=now_code(cast.odile)) is None


def test_reset_by_an_administrator(admin: Any, cast: Any, client: Client) -> None:
    add(cast.odile)
    add(admin)
    with pytest.raises(Refused, match="Votre propre accès"):
        reset_second_factor(person=admin, actor=admin)
    with pytest.raises(Refused, match="administration"):
        reset_second_factor(person=admin, actor=cast.odile)
    client.force_login(admin)
    page = client.get(f"/bureau/equipe/{cast.odile.pk}/").content.decode()
    assert "Réinitialiser sa double vérification" in page
    client.post(f"/bureau/equipe/{cast.odile.pk}/", {"do": "reset"})
    assert not SecondFactor.objects.filter(user=cast.odile).exists()
    assert not RecoveryCode.objects.filter(user=cast.odile).exists()
    assert Entry.objects.filter(verb="reset_second_factor").count() == 1
    assert Email.objects.get(kind="second_factor").to == cast.odile.email


def test_keep_the_rule_for_administrators(admin: Any, cast: Any) -> None:
    with pytest.raises(Refused, match="administration"):
        require_second_factor(is_needed=True, actor=cast.odile)
