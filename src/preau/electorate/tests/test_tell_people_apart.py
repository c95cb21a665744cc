"""Several people alike on the list, names however spelt: one line, one voice, in every channel."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from preau.electorate.models import Electorate, Proof, RollLine
from preau.electorate.people import known_key, lines_named, person_keys
from preau.electorate.queries import electorate_of
from preau.electorate.rolls import import_roll, read_roll
from preau.kernel.refusal import Refusal
from preau.processes.models import Process, Requirement, Step

URL = "/demarches/bp/etapes/vote/identite/?suite=/demarches/bp/"
HEADS = "Nom;Nom d’usage;Prénoms;Date de naissance;Quartier\n"
ALIKE = f"{HEADS}Orme;;Ana;1980-06-02;Gare\nORME;;Ana Maria;02/06/1980;Centre\n"
ANA = {"last": "Orme", "first": "Ana"} | {
    f"birth_date_{part}": value for part, value in (("day", 2), ("month", 6), ("year", 1980))
}


@pytest.fixture
def electorate(site: Any) -> Electorate:
    process = Process.objects.create(title="Budget", slug="bp", blueprint="bp", state="published")
    step = Step.objects.create(process=process, order=1, kind="vote", title="Vote", slug="vote")
    Requirement.objects.create(step=step, order=1, kind="roll")
    return electorate_of(step)


@pytest.fixture
def zones(cast: Any) -> list[Any]:
    return [cast.zone(), cast.zone("Centre")]


def _lines(electorate: Electorate, last: str, first: str, zone: Any = None) -> list[RollLine]:
    keys = person_keys(electorate, last, first, date(1980, 6, 2))
    return lines_named(electorate, keys, zone.pk if zone else None)


@pytest.mark.parametrize("held", ["de La Tour", "DELATOUR", "La Tour"])
@pytest.mark.parametrize("typed", ["De la Tour", "Latour", "LA TOUR", "Delatour", "Dela Tour"])
@pytest.mark.parametrize("first", ["Jean-Pierre", "Jean Pierre"])
def test_leave_particles_and_hyphens_out(
    electorate: Electorate, cast: Any, held: str, typed: str, first: str
) -> None:
    text = f"{HEADS}{held};;{first};02/06/1980;\n"
    import_roll(electorate=electorate, text=text, actor=cast.odile)
    for said in ("Jean-Pierre", "JEAN PIERRE"):
        assert len(_lines(electorate, typed, said)) == 1
    assert _lines(electorate, "Tourneur", first) == []


def test_read_one_person_with_and_without_particle(electorate: Electorate) -> None:
    rows = "de Brie;;Léa;02/06/1980;\nBrie;;Lea;02/06/1980;\n"
    report = read_roll(electorate, HEADS + rows)
    assert (len(report.people), [one.number for one in report.faults]) == (1, [3])


def test_keep_people_alike_apart_by_zone(electorate: Electorate, zones: Any, cast: Any) -> None:
    report = import_roll(electorate=electorate, text=ALIKE, actor=cast.odile)
    assert (len(report.people), report.alike, report.faults) == (2, 2, [])
    assert len(_lines(electorate, "Orme", "Ana")) == 2
    assert [one.zone for one in _lines(electorate, "Orme", "Ana", zones[1])] == [zones[1]]
    again = import_roll(electorate=electorate, text=ALIKE, actor=cast.odile)
    assert (again.same, len(again.people)) == (2, 0)
    alone = read_roll(electorate, f"{HEADS}Orme;;Ana;1980-06-02;Gare\n")
    assert (alone.same, len(alone.people)) == (1, 0)


def test_ask_where_people_alike_live(electorate: Electorate, zones: Any) -> None:
    rows = "Orme;;Ana;1980-06-02;Gare\nOrme;;Ana;1980-06-02;\nOrme;;Ana;1980-06-02;Gare\n"
    report = read_roll(electorate, HEADS + rows)
    assert (len(report.people), [one.number for one in report.faults]) == (1, [3, 4])
    assert "donnez à chacune son quartier" in report.faults[0].why


def test_take_a_move_for_no_second_person(electorate: Electorate, zones: Any, cast: Any) -> None:
    """The zone of somebody known changes in a later file: still one voice."""
    for place in ("Gare", "Centre"):
        text = f"{HEADS}Orme;;Ana;1980-06-02;{place}\n"
        import_roll(electorate=electorate, text=text, actor=cast.odile)
    assert RollLine.objects.count() == 1
    report = import_roll(electorate=electorate, text=ALIKE, actor=cast.odile)
    assert (report.same, len(report.people)) == (1, 1)
    assert {one.zone for one in _lines(electorate, "Orme", "Ana")} == {*zones}


def test_vote_as_one_of_two_alike(electorate: Electorate, zones: Any, cast: Any) -> None:
    import_roll(electorate=electorate, text=ALIKE, actor=cast.odile)
    first, second, thief = Client(), Client(), Client()
    asked = first.post(URL, ANA)
    assert asked.status_code == 200
    page = asked.content.decode()
    assert "nées le même jour que vous" in page
    assert 'value="Orme"' in page
    assert first.post(URL, ANA | {"zone": ""}).status_code == 200
    assert first.post(URL, ANA | {"zone": "999999"}).status_code == 200
    assert not Proof.objects.exists()
    assert first.post(URL, ANA | {"zone": zones[0].pk}).status_code == 302
    assert second.post(URL, ANA | {"zone": zones[1].pk}).status_code == 302
    assert thief.post(URL, ANA | {"zone": zones[1].pk}).status_code == 403
    assert sorted(Proof.objects.values_list("zone", flat=True)) == sorted(z.pk for z in zones)


def test_refuse_a_zone_of_nobody(electorate: Electorate, zones: Any, cast: Any) -> None:
    import_roll(electorate=electorate, text=ALIKE, actor=cast.odile)
    elsewhere = cast.zone("Plaine")
    refused = Client().post(URL, ANA | {"zone": elsewhere.pk})
    assert refused.status_code == 403
    assert "pas sur la liste" in refused.content.decode()


def test_know_a_usage_name_whatever_proof_is_chosen(electorate: Electorate, cast: Any) -> None:
    """Birth name on the list, usage name declared: the same voice."""
    step = electorate.step
    Requirement.objects.filter(step=step).update(
        kind="one_of", rule={"kinds": ["roll", "declaration"]}
    )
    text = f"{HEADS}Orme;Pin;Ana;02/06/1980;\n"
    import_roll(electorate=electorate, text=text, actor=cast.odile)
    born = date(1980, 6, 2)
    keys = {
        known_key(Step.objects.get(pk=step.pk), person_keys(electorate, last, "Ana", born))
        for last in ("Orme", "Pin")
    }
    assert len(keys) == 1
    declared = Client().post(f"{URL}&preuve=declaration", ANA | {"last": "Pin", "sworn": "on"})
    assert declared.status_code == 302
    refused = Client().post(f"{URL}&preuve=roll", ANA)
    assert refused.status_code == 403
    assert "a déjà servi" in refused.content.decode()


def test_send_people_alike_to_the_list(electorate: Electorate, zones: Any, cast: Any) -> None:
    """Another proof of the name says nothing of the zone: which of the two stays unknown."""
    import_roll(electorate=electorate, text=ALIKE, actor=cast.odile)
    keys = person_keys(electorate, "Orme", "Ana", date(1980, 6, 2))
    answer = known_key(electorate.step, keys)
    assert isinstance(answer, Refusal)
    assert answer.code == "several_alike"
    assert answer.remedy
