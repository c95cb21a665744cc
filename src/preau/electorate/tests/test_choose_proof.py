"""« L’une de ces preuves »: chosen by the voter, one voice whichever it is."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import Guest
from preau.electorate.desk.forms import RungsForm
from preau.electorate.models import Proof
from preau.electorate.people import elector_named, person_keys
from preau.electorate.proving import prove
from preau.electorate.queries import elector_of, electorate_of
from preau.electorate.rules import rungs_of, set_rungs
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.models import Process, Requirement, Step
from preau.processes.requirements import lets_guests_in, missing_requirements, sentences_of

URL = "/demarches/bp/etapes/vote/identite/?suite=/demarches/bp/"


@pytest.fixture
def step(site: Any) -> Step:
    process = Process.objects.create(title="Budget", slug="bp", blueprint="bp", state="published")
    made = Step.objects.create(
        process=process, order=1, kind="vote", title="Vote", slug="vote", is_permanent=True
    )
    rule = {"kinds": ["roll", "declaration"]}
    Requirement.objects.create(step=made, order=1, kind="one_of", rule=rule)
    return made


def test_choose_then_prove(step: Step) -> None:
    visitor = Client()
    page = visitor.get(URL).content.decode()
    assert "Une seule de ces preuves suffit" in page
    assert "preuve=roll" in page
    assert "preuve=declaration" in page
    assert "preuve=phone" not in page
    assert "tels qu’ils sont sur la liste" in page
    here = visitor.get(f"{URL}&preuve=roll").content.decode()
    assert "Êtes-vous sur la liste" in here
    assert "Choisir une autre preuve" in here
    # A way that is not among those offered is not asked.
    assert "Une seule de ces preuves" in visitor.get(f"{URL}&preuve=phone").content.decode()


def test_go_on_once_proved(step: Step) -> None:
    visitor, way = Client(), f"{URL}&preuve=declaration"
    born = {"birth_date_day": "2", "birth_date_month": "3", "birth_date_year": "1988"}
    typed = {"last": "Benali", "first": "Nadia"} | born
    assert "Cochez cette déclaration" in visitor.post(way, typed).content.decode()
    assert visitor.post(way, typed | {"sworn": "on"}).status_code == 302
    assert visitor.get(way)["Location"] == "/demarches/bp/"
    other = Client().post(way, typed | {"sworn": "on"})
    assert other.status_code == 403
    assert "Cette preuve a déjà servi" in other.content.decode()


def test_be_one_voice_by_either(step: Step) -> None:
    """Whoever proved their name one way is not somebody else the other way."""
    key = person_keys(electorate_of(step), "Benali", "Nadia", date(1988, 3, 2))[0]
    first, second = Guest(_id(1)), Guest(_id(2))
    assert not isinstance(prove(step=step, person=first, kind="roll", key=key), Refusal)
    assert missing_requirements(step, first) == []
    again = prove(step=step, person=second, kind="declaration", key=key)
    assert isinstance(again, Refusal)
    assert again.code == "already_used"
    assert len(missing_requirements(step, second)) == 1
    # One's own second proof changes nothing of who one is.
    both = prove(step=step, person=first, kind="declaration", key=key)
    assert not isinstance(both, Refusal)
    assert both.id == first.public_id
    assert set(Proof.objects.values_list("elector", flat=True)) == {first.public_id}
    assert elector_named(step, last="Benali", first="Nadia", born=date(1988, 3, 2)) == _id(1)


def test_follow_stronger_proof(step: Step) -> None:
    """What only its owner can show leads to the voice that was taken under their name."""
    key = person_keys(electorate_of(step), "Benali", "Nadia", date(1988, 3, 2))[0]
    taken, real = Guest(_id(1)), Guest(_id(2))
    prove(step=step, person=taken, kind="declaration", key=key)
    answer = prove(step=step, person=real, kind="franceconnect", key=key, is_secret=True)
    assert not isinstance(answer, Refusal)
    assert answer.id == taken.public_id
    assert Proof.objects.filter(elector=taken.public_id).count() == 2


def test_say_choice_in_words(step: Step) -> None:
    (said,) = sentences_of(step)
    assert "l’une de ces preuves" in said
    assert "Présence sur une liste" in said
    assert lets_guests_in(step)
    assert elector_of(step, Guest(_id(3))) is not None


def test_write_choice_at_desk(step: Step, cast: Any) -> None:
    electorate = electorate_of(step)
    step.is_permanent, step.opens_at = False, clock.now() + timedelta(days=3)
    step.save()
    sent = {"rungs": ["roll", "declaration", "residence"], "either": "on", "place": "", "phone": ""}
    form = RungsForm(electorate, {}, sent)
    assert form.is_valid(), form.errors
    wanted = form.wanted()
    assert wanted["one_of"] == {"kinds": ["roll", "declaration"]}
    assert "roll" not in wanted
    refusal = set_rungs(electorate=electorate, rungs=wanted, place="", phone="", actor=cast.odile)
    assert refusal is None
    held = rungs_of(electorate)
    assert held == wanted
    shown = RungsForm(electorate, held)
    assert shown["rungs"].value() == ["roll", "declaration", "residence"]
    assert shown["either"].value() is True


def test_refuse_choice_of_one(step: Step) -> None:
    sent = {"rungs": ["roll", "phone"], "either": "on", "place": "", "phone": ""}
    form = RungsForm(electorate_of(step), {}, sent)
    assert not form.is_valid()
    assert "au moins deux" in str(form.errors["rungs"])


def _id(number: int) -> Any:
    return uuid.UUID(int=number)
