"""The back office: rules in sentences, lists, letters, the desk where documents are seen."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings

from preau.electorate.codes import Recipient, find_code, make_codes, replace_code, revoke_batch
from preau.electorate.models import Batch, Code, Electorate, Member, Proof
from preau.electorate.proving import prove
from preau.electorate.queries import electorate_of
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.ledger.models import Entry
from preau.processes.models import Process, Requirement, Step
from preau.processes.requirements import refusal_by_requirements

HERE = "/bureau/demarches/bp/electeurs/"


@pytest.fixture
def electorate(site: Any) -> Electorate:
    process = Process.objects.create(title="Budget", slug="bp", blueprint="bp", state="published")
    opens_at = clock.now() + timedelta(days=9)
    step = Step.objects.create(
        process=process,
        order=1,
        kind="vote",
        title="Vote",
        slug="vote",
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=9),
    )
    return electorate_of(step)


@pytest.fixture
def owner(cast: Any) -> Client:
    client = Client()
    client.force_login(cast.odile)
    return client


def _open(electorate: Electorate) -> None:
    electorate.step.opens_at = clock.now() - timedelta(days=1)
    electorate.step.save()


def test_choose_rungs_as_sentences(electorate: Electorate, owner: Client) -> None:
    chosen = {
        "rungs": ["code", "residence"],
        "least": "11",
        "postcodes": "18000, 18100",
        "place": "hall de la mairie",
        "phone": "",
    }
    assert owner.post(HERE + "regles/", chosen).status_code == 302
    asked = list(Requirement.objects.order_by("order").values_list("kind", "rule"))
    assert asked == [
        ("code", {}),
        ("postcode", {"codes": ["18000", "18100"]}),
        ("age", {"least": 11}),
        ("residence", {"kind": "quarter"}),
    ]
    page = owner.get(HERE).content.decode()
    assert "une voix par code" in page
    assert "18000, 18100" in page
    assert "hall de la mairie" in page
    assert "Aucun code n’a été fait\u00a0: personne ne pourrait voter" in page
    Requirement.objects.filter(kind="code").update(
        kind="one_of", rule={"kinds": ["roll", "declaration"]}
    )
    page = owner.get(HERE).content.decode()
    assert "La liste est vide\u00a0: cette preuve ne servirait à personne" in page
    entry = Entry.objects.get(verb="set_electorate")
    assert entry.data["after"] == ["code", "postcode", "age", "residence"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rungs": ["residence"]}, "distinguer les personnes"),
        ({"rungs": ["code", "group"]}, "demande aussi une adresse e-mail"),
        ({"rungs": ["email"], "postcodes": "1800"}, "cinq chiffres"),
        ({"rungs": ["email"], "least": "0"}, "1 à 120"),
        ({}, "au moins une façon"),
    ],
)
def test_explain_rules_that_cannot_be(
    electorate: Electorate, owner: Client, wrong: dict[str, Any], said: str
) -> None:
    page = owner.post(HERE + "regles/", {"place": "Gardé", **wrong}).content.decode()
    assert said in page
    assert 'value="Gardé"' in page
    assert not Requirement.objects.exists()


def test_offer_texts_only_where_they_leave(electorate: Electorate, owner: Client) -> None:
    with override_settings(PREAU_DEMO=False):
        page = owner.post(HERE + "regles/", {"rungs": ["phone"]}).content.decode()
    assert "n’envoie pas de SMS" in page
    with override_settings(PREAU_TEXT_SENDER="preau.messaging.senders.by_http"):
        assert owner.post(HERE + "regles/", {"rungs": ["phone"]}).status_code == 302


def test_freeze_rules_once_open(electorate: Electorate, owner: Client) -> None:
    _open(electorate)
    for page in ("regles/", "liste/", "groupe/"):
        response = owner.get(HERE + page)
        assert response.status_code == 403
        assert "ne change plus" in response.content.decode()
    assert owner.get(HERE + "codes/lettres/").status_code == 200


def test_print_letters_once(electorate: Electorate, owner: Client, cast: Any) -> None:
    cast.zone()
    recipients = (
        "Nom;Adresse;Code postal et ville;Quartier\nNadia;1 rue;18000 Ville;Gare\nPaul;;;\n"
    )
    sent = {"label": "Foyers", "file": io.BytesIO(recipients.encode("cp1252"))}
    sent["file"].name = "foyers.csv"
    response = owner.post(HERE + "codes/lettres/", sent)
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert list(Code.objects.values_list("number", "zone__name")) == [(1, "Gare"), (2, None)]
    assert "Nadia" not in str(list(Batch.objects.values()) + list(Code.objects.values()))
    assert "Foyers" in owner.get(HERE + "codes/").content.decode()


def test_refuse_unknown_zone_of_recipients(electorate: Electorate, owner: Client) -> None:
    sent = {"label": "Foyers", "file": io.BytesIO(b"Nom;Quartier\nNadia;Lune\n")}
    sent["file"].name = "foyers.csv"
    page = owner.post(HERE + "codes/lettres/", sent).content.decode()
    assert "quartier qui n’existe pas" in page
    assert not Batch.objects.exists()


def test_replace_lost_letter(electorate: Electorate, cast: Any) -> None:
    lost = make_codes(
        electorate=electorate, label="Gare", recipients=[Recipient()] * 2, actor=cast.odile
    )[0]
    code = find_code(electorate, lost.code)
    assert code is not None
    code.electorate = electorate
    fresh = replace_code(code=code, recipient=Recipient(), reason="Perdue", actor=cast.odile)
    assert not isinstance(fresh, Refusal)
    assert fresh.name == "1-0003"
    assert find_code(electorate, lost.code) is None
    assert find_code(electorate, fresh.code) is not None
    again = replace_code(code=code, recipient=Recipient(), reason="Encore", actor=cast.odile)
    assert isinstance(again, Refusal)
    assert again.code == "code_revoked"


def test_keep_used_code(electorate: Electorate, cast: Any) -> None:
    used, idle = make_codes(
        electorate=electorate, label="Gare", recipients=[Recipient()] * 2, actor=cast.odile
    )
    code = find_code(electorate, used.code)
    assert code is not None
    code.electorate = electorate
    prove(step=electorate.step, person=cast.nadia, kind="code", key=code.digest, is_secret=True)
    refusal = replace_code(code=code, recipient=Recipient(), reason="?", actor=cast.odile)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "code_used"
    batch = code.batch
    batch.electorate = electorate
    assert revoke_batch(batch=batch, reason="Erreur", actor=cast.odile) == 1
    assert find_code(electorate, used.code) is not None
    assert find_code(electorate, idle.code) is None


def test_take_list_of_codes(electorate: Electorate, owner: Client) -> None:
    short = owner.post(HERE + "codes/liste/", {"label": "Imprimeur", "text": "ABC"})
    assert "huit signes" in short.content.decode()
    codes = {"label": "Imprimeur", "text": "k7dm-4qra-9xye\nAAAACCCCDDDD;1\nK7DM4QRA9XYE\n"}
    assert owner.post(HERE + "codes/liste/", codes).status_code == 302
    assert Code.objects.count() == 2
    assert find_code(electorate, "K7DM 4QRA 9XYE") is not None


def test_reserve_vote_to_group(electorate: Electorate, owner: Client, cast: Any) -> None:
    step = electorate.step
    Requirement.objects.create(step=step, order=1, kind="email")
    Requirement.objects.create(step=step, order=2, kind="group", rule={"agents": True})
    wrong = owner.post(HERE + "groupe/", {"text": "nadia@example.org paul@"})
    assert "paul@" in wrong.content.decode()
    assert owner.post(HERE + "groupe/", {"text": "NADIA@example.org; x@y.fr"}).status_code == 302
    assert "nadia" not in str(list(Member.objects.values()))
    at = clock.now()
    assert refusal_by_requirements(step, cast.nadia, at) is None
    assert refusal_by_requirements(step, cast.irene, at) is None
    assert refusal_by_requirements(step, cast.paul, at).code == "not_in_group"


def test_see_document_and_copy_nothing(electorate: Electorate, cast: Any) -> None:
    agent = Client()
    agent.force_login(cast.irene)
    seen = {"email": "Nadia@example.org", "seen": "on"}
    cast.nadia  # noqa: B018 (made when first named)
    assert "Cochez" in agent.post(HERE + "guichet/", {**seen, "seen": ""}).content.decode()
    unknown = agent.post(HERE + "guichet/", {**seen, "email": "nobody@example.org"})
    assert "Aucun compte confirmé" in unknown.content.decode()
    for _ in range(2):
        assert agent.post(HERE + "guichet/", seen).status_code == 302
    assert Proof.objects.get().account == cast.nadia
    entry = Entry.objects.get(verb="saw_document")
    assert "nadia" not in f"{entry.subject_label} {entry.data}".lower()


def test_refuse_residents_and_agents(electorate: Electorate, cast: Any) -> None:
    with pytest.raises(Refused):
        make_codes(electorate=electorate, label="x", recipients=[Recipient()], actor=cast.irene)
    agent = Client()
    agent.force_login(cast.irene)
    assert agent.get(HERE + "regles/").status_code == 403
    assert agent.get(HERE).status_code == 200


def test_hold_statements_of_overview(
    electorate: Electorate, owner: Client, cast: Any, django_assert_max_num_queries: Any
) -> None:
    """The page costs the same with three batches as with none."""
    for kind in ("email", "code", "roll"):
        Requirement.objects.create(step=electorate.step, order=kind == "code", kind=kind)
    owner.get(HERE)
    for _ in range(3):
        make_codes(electorate=electorate, label="x", recipients=[Recipient()] * 5, actor=cast.odile)
    with django_assert_max_num_queries(34):
        owner.get(HERE)
    with django_assert_max_num_queries(26):
        owner.get(HERE + "codes/")
