"""The list of those who may vote: read line by line, kept as hashes, found again by name."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client

from preau.electorate.models import Electorate, Proof, RollLine
from preau.electorate.people import elector_named, enter_by_name, lines_named, person_keys
from preau.electorate.queries import electorate_of
from preau.electorate.rolls import import_roll, read_roll
from preau.electorate.tables import day_of
from preau.kernel.sheets import separator_of, text_of
from preau.processes.models import Process, Requirement, Step

URL = "/demarches/bp/etapes/vote/identite/?suite=/demarches/bp/"
ROLL = """Nom;Nom d’usage;Prénoms;Date de naissance;Quartier
BENSAÏD;;Nadia Louise;02/06/1989;Gare
LE GOFF;Martin;Jean-Pierre, Marie;1975-03-03;
;;Sans nom;01/01/1980;
DUPONT;;Zoé;31/02/1990;
Bensaid;;nadia;2-6-1989;Gare
PETIT;;Léa;04051990;Ailleurs
"""


@pytest.fixture
def electorate(site: Any) -> Electorate:
    process = Process.objects.create(title="Budget", slug="bp", blueprint="bp", state="published")
    step = Step.objects.create(process=process, order=1, kind="vote", title="Vote", slug="vote")
    return electorate_of(step)


def test_say_each_line_and_write_nothing(electorate: Electorate, cast: Any) -> None:
    cast.zone()
    report = read_roll(electorate, ROLL)
    assert (len(report.people), report.same, len(report.faults)) == (2, 0, 4)
    assert [one.number for one in report.faults] == [4, 5, 6, 7]
    said = " ".join(one.why for one in report.faults)
    for words in ("manque", "31/02/1990", "que la ligne 2", "Ailleurs"):
        assert words in said
    assert report.by_zone == {"Gare": 1, "Sans quartier": 1}
    assert not RollLine.objects.exists()


def test_import_twice_is_once(electorate: Electorate, cast: Any) -> None:
    cast.zone()
    import_roll(electorate=electorate, text=ROLL, actor=cast.odile)
    again = import_roll(electorate=electorate, text=ROLL, actor=cast.odile)
    assert (again.same, len(again.people), RollLine.objects.count()) == (2, 0, 2)
    held = str(list(RollLine.objects.values()))
    assert "BENSA" not in held.upper()
    assert "1989" not in held


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("Bensaïd", "Nadia"),
        ("BENSAID ", "nadia louise"),
    ],
)
def test_find_by_name_however_typed(
    electorate: Electorate, cast: Any, last: str, first: str
) -> None:
    cast.zone()
    import_roll(electorate=electorate, text=ROLL, actor=cast.odile)
    keys = person_keys(electorate, last, first, date(1989, 6, 2))
    assert len(lines_named(electorate, keys)) == 1
    other_day = person_keys(electorate, last, first, date(1989, 6, 3))
    assert lines_named(electorate, other_day) == []


@pytest.mark.parametrize("name", ["Le Goff", "LEGOFF", "Martin"])
@pytest.mark.parametrize("first", ["Jean-Pierre", "Jean Pierre", "JEAN-PIERRE MARIE"])
def test_find_by_birth_or_usage_name(
    electorate: Electorate, cast: Any, name: str, first: str
) -> None:
    cast.zone()
    import_roll(electorate=electorate, text=ROLL, actor=cast.odile)
    keys = person_keys(electorate, name, first, date(1975, 3, 3))
    assert len(lines_named(electorate, keys)) == 1


def test_vote_chain_by_roll_once(electorate: Electorate, cast: Any) -> None:
    zone = cast.zone()
    import_roll(electorate=electorate, text=ROLL, actor=cast.odile)
    Requirement.objects.create(step=electorate.step, order=1, kind="roll")
    Requirement.objects.create(step=electorate.step, order=2, kind="age", rule={"least": 16})
    nadia = {"last": "Bensaid", "first": "Nadia"}
    born = {"birth_date_day": "2", "birth_date_month": "6", "birth_date_year": "1989"}
    visitor = Client()
    assert "Êtes-vous sur la liste" in visitor.get(URL).content.decode()
    wrong = visitor.post(URL, nadia | born | {"last": "Bensa"})
    assert wrong.status_code == 403
    assert "pas sur la liste" in wrong.content.decode()
    assert visitor.post(URL, nadia | born).status_code == 302
    assert visitor.get(URL)["Location"] == "/demarches/bp/"  # the age is known from the list
    assert Proof.objects.get().zone == zone
    thief = Client().post(URL, nadia | born)
    assert thief.status_code == 403
    assert "a déjà servi" in thief.content.decode()


def test_declare_once_across_channels(electorate: Electorate, cast: Any) -> None:
    """Who was entered by name for paper cannot declare the same name online, however spelt."""
    Requirement.objects.create(step=electorate.step, order=1, kind="declaration")
    paul = {"last": "MARTIN", "first": "Paul Émile", "born": date(1975, 3, 3)}
    at_table = uuid.uuid4()
    enter_by_name(electorate.step, elector=at_table, **paul)
    assert elector_named(electorate.step, **paul | {"last": "Martin"}) == at_table
    born = {"birth_date_day": "3", "birth_date_month": "3", "birth_date_year": "1975"}
    typed = {"last": "martin", "first": "Paul", "sworn": "on"} | born
    assert Client().post(URL, typed | {"first": "Pauline"}).status_code == 302
    assert Client().post(URL, typed).status_code == 403
    assert "Cochez" in Client().post(URL, typed | {"sworn": ""}).content.decode()


def test_read_files_as_spreadsheets_write_them() -> None:
    assert text_of("Prénom".encode("cp1252")) == "Prénom"
    assert text_of("Prénom".encode("utf-8-sig")) == "Prénom"
    assert text_of("Prénom".encode("utf-16")) == "Prénom"
    assert [separator_of(one) for one in ("a;b,c;d", "a,b", "a\tb\tc", "a|b")] == list(";,\t|")
    assert day_of("2/6/1989") == day_of("1989-06-02") == day_of("02061989") == date(1989, 6, 2)
    assert [day_of(one) for one in ("", "31/02/1990", "2/6/89", "juin")] == [None] * 4


def test_hold_sixty_thousand_lines(
    electorate: Electorate, cast: Any, django_assert_max_num_queries: Any
) -> None:
    lines = [f"Nom{n % 9973};Prenom{n};{n % 28 + 1:02}/06/{1930 + n % 80}" for n in range(20_000)]
    text = "Nom;Prénom;Date de naissance\n" + "\n".join(lines)
    with django_assert_max_num_queries(4):
        report = read_roll(electorate, text)
    assert len(report.people) == 20_000
