"""Signing: once a person, once a quarter for local petitions, taken back, exported, answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.ledger.models import Entry
from preau.messaging.models import Email
from preau.petitions.actions import Signed, sign
from preau.petitions.models import Petition, Signature
from preau.petitions.quarters import next_quarter, quarter_of
from preau.public.personal_data import forget, gather

Put = Callable[..., Petition]
SAID = {
    "first_name": "Nour",
    "last_name": "Martin 1",
    "address": "2 rue du Four",
    "declares": "on",
    "is_shown": "on",
}
LOCAL = {"kind": "local", "registered": 1_201}


def resident(number: int, **more: Any) -> User:
    known = {
        "first_name": "Nour",
        "last_name": f"Martin {number}",
        "birth_date": date(1990, 1, 1),
        "email_verified_at": datetime(2027, 1, 4, tzinfo=UTC),
    }
    return User.objects.create(email=f"nour{number}@example.org", **known | more)


def signs(petition: Petition, person: User, address: str = "2 rue du Four") -> Any:
    """Sign under the names of the account."""
    written = Signed(person.first_name, person.last_name, address, is_shown=True)
    return sign(petition=petition, person=person, signed=written)


def said(answer: Any) -> Refusal:
    assert isinstance(answer, Refusal), answer
    return answer


def test_sign_and_take_back(client: Client, put: Put) -> None:
    petition, person = put(), resident(1)
    page = petition.url("petition")
    signing = petition.url("sign")
    assert "suite=" in Client().get(signing).headers["Location"], "who one is comes first"
    client.force_login(person)
    wrong = client.post(signing, {**SAID, "declares": ""})
    assert wrong.status_code == 422
    assert "2 rue du Four" in wrong.content.decode()
    assert "Cochez la case" in wrong.content.decode()
    assert client.post(signing, SAID).status_code == 302
    told = client.get(page).content.decode()
    assert "Nour M." in told
    assert "Martin 1" not in Client().get(page).content.decode()
    assert "Retirer ma signature" in told
    assert Email.objects.filter(to=person.email, kind="petition").exists()
    again = client.get(signing)
    assert again.status_code == 403
    assert "déjà signé cette pétition" in again.content.decode()
    assert client.post(petition.url("withdraw")).status_code == 302
    assert not Signature.objects.exists()
    assert client.post(petition.url("withdraw")).status_code == 403
    assert client.post(signing, SAID).status_code == 302


def test_know_a_person_under_two_accounts(put: Put) -> None:
    """The same names and birth date are one signer, however they are typed."""
    petition, first = put(), resident(1)
    twin = resident(2, first_name="NOUR", last_name="martin  1")
    assert isinstance(signs(petition, first), Signature)
    answer = signs(petition, twin)
    assert said(answer).code == "signed_already"
    other = resident(3, first_name="Nour", last_name="Martin 1", birth_date=date(1991, 1, 1))
    assert isinstance(signs(petition, other), Signature)


def test_sign_one_local_petition_a_quarter(client: Client, put: Put) -> None:
    """A second one is refused by its title until the next quarter; a citizen one never is."""
    first, second, citizen = put("Un", **LOCAL), put("Deux", **LOCAL), put("Trois")
    person = resident(1)
    client.force_login(person)
    client.post(first.url("sign"), SAID)
    refused = client.get(second.url("sign"))
    assert refused.status_code == 403
    words = refused.content.decode().replace("\u00a0", " ")
    assert "« Un »" in words
    assert "L1112-16" in words
    assert "1er avril 2027" in words
    assert client.post(citizen.url("sign"), SAID).status_code == 302
    with clock.stopped(datetime(2027, 4, 1, 0, 30, tzinfo=UTC)):
        assert client.post(second.url("sign"), SAID).status_code == 302
    assert set(Signature.objects.values_list("quarter", flat=True)) == {"2027-T1", "2027-T2", ""}


def test_free_the_quarter(client: Client, put: Put) -> None:
    first, second = put("Un", **LOCAL), put("Deux", **LOCAL)
    client.force_login(resident(1))
    client.post(first.url("sign"), SAID)
    client.post(first.url("withdraw"))
    assert client.post(second.url("sign"), SAID).status_code == 302


def test_hold_the_quarter_in_the_database(put: Put) -> None:
    """Whatever code writes, the same person has one local petition a quarter."""
    first, second = put("Un", **LOCAL), put("Deux", **LOCAL)
    row = {
        "signer": "a" * 64,
        "quarter": "2027-T1",
        "first_name": "A",
        "last_name": "B",
        "address": "C",
        "at": clock.now(),
    }
    Signature.objects.create(petition=first, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(petition=second, **row)


@pytest.mark.parametrize(
    ("at", "quarter", "after"),
    [
        (datetime(2027, 3, 31, 21, 59, tzinfo=UTC), "2027-T1", date(2027, 4, 1)),
        (datetime(2027, 3, 31, 22, 0, tzinfo=UTC), "2027-T2", date(2027, 7, 1)),
        (datetime(2027, 12, 31, 22, 59, tzinfo=UTC), "2027-T4", date(2028, 1, 1)),
        (datetime(2027, 12, 31, 23, 0, tzinfo=UTC), "2028-T1", date(2028, 4, 1)),
    ],
)
def test_cut_the_year_on_local_time(site: Any, at: datetime, quarter: str, after: date) -> None:
    assert (quarter_of(at), next_quarter(at)) == (quarter, after)


def test_reach_the_threshold(client: Client, put: Put) -> None:
    """One elector in ten, rounded up; what the elections service recognised is what counts."""
    petition = put(kind="local", registered=31)
    assert petition.threshold == 4
    for number in range(3):
        signs(petition, resident(number))
    page = client.get(petition.url("petition")).content.decode().replace("\u00a0", " ")
    assert "Il manque 1 signature." in page
    signs(petition, resident(9))
    assert "Le seuil est atteint" in client.get(petition.url("petition")).content.decode()
    Petition.objects.filter(pk=petition.pk).update(recognised=3, recognised_on=date(2027, 3, 12))
    page = client.get(petition.url("petition")).content.decode().replace("\u00a0", " ")
    assert "Le seuil est atteint" not in page
    assert "3 signatures reconnues" in page
    assert put(kind="local", registered=31, part=20).threshold == 2


def test_run_from_desk(client: Client, cast: Any, put: Put) -> None:
    petition = put()
    base = f"/bureau/demarches/{petition.step.process.slug}/petition/signatures/"
    client.force_login(cast.odile)
    settings = {"demand": "Cent tilleuls.", "kind": "local", "asks": "agenda", "part": "10"}
    assert client.post(f"{base}demande/", settings).status_code == 422
    assert client.post(f"{base}demande/", settings | {"registered": "500"}).status_code == 302
    petition.refresh_from_db()
    assert petition.threshold == 50
    signs(petition, resident(1), address='=HYPERLINK("x")')
    late = client.post(f"{base}demande/", settings | {"registered": "10"})
    assert late.status_code == 403
    assert "Tout le monde signe le même texte" in late.content.decode()
    assert client.get(f"{base}signatures.csv").status_code == 405
    listed = b"".join(client.post(f"{base}signatures.csv")).decode()
    assert "Martin 1" in listed
    assert "1990-01-01" in listed
    assert '"=HYPERLINK' not in listed.replace("'=", "")
    assert Entry.objects.filter(verb="exported_signatures").count() == 1
    answer = {"acknowledged_on": "2027-03-13", "decision": "refused"}
    assert client.post(f"{base}suite/", answer).status_code == 422
    answer |= {"decision_words": "La rue est trop étroite.", "decision_on": "2027-04-02"}
    assert client.post(f"{base}suite/", answer).status_code == 302
    page = Client().get(petition.url("petition")).content.decode()
    assert "La rue est trop étroite." in page
    assert "Demande non suivie" in page
    client.force_login(cast.irene)
    assert client.get(base).status_code == 403
    assert client.post(f"{base}signatures.csv").status_code == 403


def test_close_at_its_hour(client: Client, put: Put, noon: datetime) -> None:
    petition = put()
    client.force_login(resident(1))
    client.post(petition.url("sign"), SAID)
    with clock.stopped(noon + timedelta(days=30)):
        for page in ("sign", "petition"):
            assert client.get(petition.url(page)).status_code == (403 if page == "sign" else 200)
        assert client.post(petition.url("withdraw")).status_code == 403
    assert Signature.objects.count() == 1


def test_give_and_forget_what_is_held(put: Put, noon: datetime) -> None:
    petition, person, other = put(), resident(1), resident(2)
    for one in (person, other):
        signs(petition, one)
    assert gather(person)["petitions"][0]["adresse"] == "2 rue du Four"
    forget(person=person)
    assert Signature.objects.count() == 1, "while it runs, a signature goes with its account"
    with clock.stopped(noon + timedelta(days=31)):
        forget(person=other)
    kept = Signature.objects.get()
    assert (kept.last_name, kept.address, kept.user) == ("", "", None)
