"""Each rung as a voter meets it: its screen, its answer, its refusal."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import User
from preau.electorate.codes import Recipient, make_codes, revoke_batch
from preau.electorate.models import Batch, Code, Proof
from preau.electorate.phones import confirm_phone_code, mobile_number, send_phone_code
from preau.electorate.queries import electorate_of
from preau.kernel import clock
from preau.messaging.models import Text
from preau.processes.models import Process, Requirement, Step

URL = "/demarches/bp/etapes/vote/identite/?suite=/demarches/bp/"


@pytest.fixture
def step(site: Any) -> Step:
    process = Process.objects.create(title="Budget", slug="bp", blueprint="bp", state="published")
    return Step.objects.create(
        process=process, order=1, kind="vote", title="Vote", slug="vote", is_permanent=True
    )


def ask(step: Step, *kinds: str, **rules: Any) -> None:
    for order, kind in enumerate(kinds):
        Requirement.objects.create(step=step, order=order, kind=kind, rule=rules.get(kind, {}))


def signed_in(person: Any) -> Client:
    visitor = Client()
    visitor.force_login(person)
    return visitor


def test_ask_postcode_and_keep_only_yes(step: Step, cast: Any) -> None:
    ask(step, "email", "postcode", postcode={"codes": ["18000", "18100"]})
    visitor = signed_in(cast.nadia)
    assert "Quel est votre code postal" in visitor.get(URL).content.decode()
    assert "cinq chiffres, comme" in visitor.post(URL, {"postcode": "abc"}).content.decode()
    assert visitor.post(URL, {"postcode": "18 100"}).status_code == 302
    assert visitor.get(URL)["Location"] == "/demarches/bp/"
    proof = Proof.objects.get()
    assert (proof.kind, proof.key, proof.account) == ("postcode", "", cast.nadia)


def test_refuse_other_postcode_and_say_whom_to_call(step: Step, cast: Any, site: Any) -> None:
    ask(step, "email", "postcode", postcode={"codes": ["18000"]})
    held = electorate_of(step)
    held.phone, held.place = "02 61 91 14 14", "hall de la mairie, de 9 h à 17 h."
    held.save()
    response = signed_in(cast.nadia).post(URL, {"postcode": "75011"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "Le code postal 75011 n’est pas dans la liste" in page
    assert "18000" in page
    assert "02\u00a061\u00a091\u00a014\u00a014" in page
    assert "hall de la mairie" in page
    assert f'href="{URL}"' in page
    assert not Proof.objects.exists()


def test_ask_address_where_nothing_tells_people_apart(step: Step, cast: Any) -> None:
    """A postcode is shared: without an account such a vote would count nobody once."""
    ask(step, "postcode", postcode={"codes": ["18000"]})
    assert "Votre adresse e-mail" in Client().get(URL).content.decode()


def test_vote_chain_without_account_by_code(step: Step, cast: Any) -> None:
    ask(step, "code", "age", age={"least": 16})
    electorate = electorate_of(step)
    letter = make_codes(
        electorate=electorate,
        label="Gare",
        recipients=[Recipient(zone_id=cast.zone().pk)],
        actor=cast.odile,
    )[0]
    visitor = Client()
    assert "code personnel" in visitor.get(URL).content.decode()
    page = visitor.post(URL, {"code": "AAAA-AAAA-AAAA"}).content.decode()
    assert "Ce code n’est pas reconnu" in page
    assert visitor.post(URL, {"code": letter.code.lower().replace("-", " ")}).status_code == 302
    born = {"birth_date_day": "3", "birth_date_month": "2", "birth_date_year": "1990"}
    assert visitor.post(URL, born).status_code == 302
    assert visitor.get(URL)["Location"] == "/demarches/bp/"
    proof = Proof.objects.get()
    assert (proof.account, proof.zone) == (None, cast.zone())
    assert letter.code.replace("-", "") not in str(list(Code.objects.values()))
    assert User.objects.filter(email="").count() == 0


def test_say_that_a_letter_was_cancelled(step: Step, cast: Any) -> None:
    ask(step, "code")
    letter = make_codes(
        electorate=electorate_of(step), label="Gare", recipients=[Recipient()], actor=cast.odile
    )[0]
    batch = Batch.objects.get()
    assert revoke_batch(batch=batch, reason="Mauvaise adresse", actor=cast.odile) == 1
    refused = Client().post(URL, {"code": letter.code})
    page = refused.content.decode()
    assert refused.status_code == 403
    for words in ("a été annulé", "seule la nouvelle compte", "lettre la plus récente"):
        assert words in page
    assert not Proof.objects.exists()


def test_limit_guesses(step: Step, cast: Any) -> None:
    ask(step, "code")
    visitor = Client()
    for _ in range(10):
        assert visitor.post(URL, {"code": "AAAA"}).status_code == 200
    refused = visitor.post(URL, {"code": "AAAA"})
    assert refused.status_code == 403
    assert "Trop d’essais" in refused.content.decode()


def test_limit_guesses_of_a_network(step: Step, cast: Any) -> None:
    """Throwing away one's cookies does not start again from zero."""
    ask(step, "code")
    for _ in range(60):
        Client(REMOTE_ADDR="93.184.216.34").post(URL, {"code": "AAAA"})
    neighbour = Client(REMOTE_ADDR="93.184.216.99").post(URL, {"code": "AAAA"})
    elsewhere = Client(REMOTE_ADDR="93.184.217.34").post(URL, {"code": "AAAA"})
    assert (neighbour.status_code, elsewhere.status_code) == (403, 200)


def _texted() -> str:
    return re.search(r"\b\d{6}\b", Text.objects.first().words)[0]  # type: ignore[index]


def test_ask_number_then_code(step: Step, cast: Any) -> None:
    ask(step, "phone")
    visitor = Client()
    assert "mobile français" in visitor.post(URL, {"number": "02 48 57 80 00"}).content.decode()
    visitor.post(URL, {"number": "06.12.34.56.78"})
    page = visitor.get(URL).content.decode()
    assert "••\u00a0••\u00a0••\u00a056\u00a078" in page
    assert "Code à six chiffres" in page
    assert "pas celui du dernier message" in visitor.post(URL, {"code": "000000"}).content.decode()
    assert visitor.post(URL, {"code": _texted()}).status_code == 302
    assert visitor.get(URL)["Location"] == "/demarches/bp/"
    assert "612345678" not in str(Proof.objects.values())


def test_refuse_number_that_served(step: Step, cast: Any) -> None:
    ask(step, "email", "phone")
    for person, status in ((cast.nadia, 302), (cast.paul, 403)):
        visitor = signed_in(person)
        visitor.post(URL, {"number": "06 12 34 56 78"})
        answer = visitor.post(URL, {"code": _texted()})
        assert answer.status_code == status
    assert "a déjà servi" in answer.content.decode()


def test_send_no_message_before_the_vote(step: Step, cast: Any) -> None:
    """A message costs money: nobody makes a town pay for one that opens nothing."""
    ask(step, "phone")
    step.is_permanent = False
    step.save()
    answer = Client().post(URL, {"number": "06 12 34 56 78"})
    assert answer.status_code == 403
    assert "pas ouvert" in answer.content.decode()
    assert not Text.objects.exists()


def test_read_message_in_demo(step: Step, cast: Any) -> None:
    ask(step, "phone")
    Client().post(URL, {"number": "06 12 34 56 78"})
    assert f"{_texted()} est votre code pour voter" in Client().get("/_courrier/").content.decode()


def test_limit_messages_to_one_number(step: Step, cast: Any) -> None:
    ask(step, "phone")
    for _ in range(4):
        assert Client().post(URL, {"number": "0612345678"}).status_code == 302
    assert Client().post(URL, {"number": "+33 6 12 34 56 78"}).status_code == 403
    assert Text.objects.count() == 4


def test_code_expires_and_stops_after_five_errors(step: Step, cast: Any, noon: Any) -> None:
    assert send_phone_code(number="+33612345678", limits=[]) is None
    code = _texted()
    with clock.stopped(noon + timedelta(minutes=11)):
        assert confirm_phone_code(number="+33612345678", code=code).code == "expired_code"
    wrong = "111111" if code != "111111" else "222222"
    for _ in range(5):
        assert confirm_phone_code(number="+33612345678", code=wrong).code == "wrong_code"
    assert confirm_phone_code(number="+33612345678", code=code).code == "expired_code"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("+33 (0)7-12-34-56-78", "+33712345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("0692 12 34 56", "+262692123456"),
        ("+262 692 12 34 56", "+262692123456"),
        ("01 42 00 00 00", None),
        ("+44 7700 900000", None),
        ("06 12 34 56", None),
        ("", None),
    ],
)
def test_write_number_in_one_way(typed: str, number: str | None) -> None:
    assert mobile_number(typed) == number
