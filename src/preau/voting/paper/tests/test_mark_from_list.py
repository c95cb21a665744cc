"""At the table of a vote by list: its lines say who votes, and where; nobody twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from preau.electorate.queries import electorate_of
from preau.electorate.rolls import import_roll
from preau.processes.models import Requirement
from preau.voting.models import Ballot, Contest, RollEntry
from preau.voting.paper.roll import Identity, mark_on_paper

BORN = date(1980, 6, 2)
ROLL = """Nom;Nom d’usage;Prénoms;Date de naissance;Quartier
ORME;Pin;Ana;1980-06-02;
SAULE;;Paul;1980-06-02;Gare
SAULE;;Paul;1980-06-02;Centre
"""


@pytest.fixture(autouse=True)
def roll(place: Any, vote: Any, cast: Any) -> None:
    Requirement.objects.filter(step=vote.step).delete()
    Requirement.objects.create(step=vote.step, order=1, kind="roll")
    opened, vote.step.opens_at = vote.step.opens_at, None
    vote.step.save()
    import_roll(electorate=electorate_of(vote.step), text=ROLL, actor=cast.odile)
    vote.step.opens_at = opened
    vote.step.save()


def _mark(place: Any, first: str, last: str, contest: Any = None, **more: Any) -> Any:
    identity = Identity(first, last, BORN, **more)
    found = Contest.objects.get(pk=(contest or place.vote.gare).pk)
    return mark_on_paper(contest=found, identity=identity, actor=place.clerks[0])


def _vote_online(vote: Any, last: str) -> Any:
    """Without an account, by the list; the answer to the confirmed ballot."""
    contest, visitor = vote.gare, Client()
    option = vote.options(contest)[0]
    visitor.post(contest.url("act"), {"act": "add", "option": option.pk})
    visitor.post(f"/demarches/{vote.process.slug}/voter/quartier/", {"quartier": "gare"})
    chain = visitor.post(contest.url("review"), follow=True).request
    born = {"birth_date_day": "2", "birth_date_month": "6", "birth_date_year": "1980"}
    url = f"{chain['PATH_INFO']}?{chain['QUERY_STRING']}"
    return visitor.post(url, {"last": last, "first": "Ana"} | born, follow=True)


def test_refuse_who_is_not_on_the_list(place: Any) -> None:
    assert _mark(place, "Ana", "Hêtre").code == "not_on_roll"
    assert not RollEntry.objects.exists()


def test_mark_once_under_either_name(place: Any) -> None:
    assert _mark(place, "Ana", "Orme") is False
    assert _mark(place, "Ana", "Pin").code == "voted_in_person"


def test_find_the_online_ballot_under_the_other_name(place: Any, vote: Any) -> None:
    assert "dans l’urne" in _vote_online(vote, "Orme").content.decode()
    assert _mark(place, "Ana", "Pin") is True
    assert Ballot.objects.count() == 0


def test_block_the_other_name_online(place: Any, vote: Any) -> None:
    assert _mark(place, "Ana", "Orme") is False
    answer = _vote_online(vote, "Pin")
    assert answer.status_code == 403
    assert Ballot.objects.count() == 0


def test_mark_two_people_alike_where_each_votes(place: Any, vote: Any) -> None:
    assert _mark(place, "Paul", "Saule") is False
    assert _mark(place, "Paul", "Saule").code == "voted_in_person"
    assert _mark(place, "Paul", "Saule", vote.centre) is False
    assert RollEntry.objects.count() == 2


def test_ask_the_zone_for_the_ballot_of_the_whole_town(place: Any, vote: Any) -> None:
    assert _mark(place, "Paul", "Saule", vote.town).code == "several_alike"
    for contest in (vote.gare, vote.centre):
        assert _mark(place, "Paul", "Saule", vote.town, zone_id=contest.zone_id) is False
    assert _mark(place, "Paul", "Saule", vote.town, zone_id=vote.gare.zone_id).code == (
        "voted_in_person"
    )


def test_ask_the_zone_on_the_page(place: Any, vote: Any) -> None:
    client = Client()
    client.force_login(place.clerks[0])
    url = f"/bureau/demarches/{vote.process.slug}/papier/table/"
    typed = {"contest": vote.town.pk, "last_name": "Saule", "first_name": "Paul"}
    typed |= {f"birth_date_{name}": v for name, v in (("day", 2), ("month", 6), ("year", 1980))}
    answer = client.post(url, typed)
    assert answer.status_code == 200, answer.headers
    asked = answer.content.decode()
    assert "Quartier où habite la personne" in asked
    assert 'value="Saule"' in asked
    done = client.post(url, typed | {"zone": vote.gare.zone_id}, follow=True).content.decode()
    assert "Émargé" in done
    assert "Écrivez-le en lettres" in client.post(url, typed | {"last_name": "--"}).content.decode()
