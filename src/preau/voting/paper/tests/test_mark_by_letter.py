"""A letter or a number serves one voice, online and at the table, in either order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from preau.electorate.codes import Letter, Recipient, make_codes
from preau.electorate.keys import key_of
from preau.electorate.models import Proof
from preau.electorate.proving import prove
from preau.electorate.queries import electorate_of
from preau.processes.models import Requirement
from preau.voting.actions import cast_ballot
from preau.voting.models import Ballot, RollEntry
from preau.voting.paper.roll import Identity, mark_on_paper

from .test_mark_roll import change_there

NUMBER = "06 12 34 56 78"


def _ask(vote: Any, kind: str) -> None:
    Requirement.objects.filter(step=vote.step).delete()
    Requirement.objects.create(step=vote.step, order=1, kind=kind)


@pytest.fixture
def letter(vote: Any, cast: Any) -> Letter:
    _ask(vote, "code")
    to = [Recipient(zone_id=vote.gare.zone_id)]
    return make_codes(
        electorate=electorate_of(vote.step), label="Gare", recipients=to, actor=cast.odile
    )[0]


def _mark(place: Any, last: str, contest: Any = None, **told: str) -> Any:
    who = Identity("Ana", last, date(1980, 6, 2), **told)
    return mark_on_paper(contest=contest or place.vote.gare, identity=who, actor=place.clerks[0])


def _vote_by_letter(vote: Any, letter: Letter, visitor: Client) -> Any:
    option = vote.options(vote.gare)[0]
    visitor.post(vote.gare.url("act"), {"act": "add", "option": option.pk})
    chain = visitor.post(vote.gare.url("review"), follow=True).request
    url = f"{chain['PATH_INFO']}?{chain['QUERY_STRING']}"
    return visitor.post(url, {"code": letter.code}, follow=True)


def test_replace_what_a_letter_voted_online(place: Any, vote: Any, letter: Letter) -> None:
    visitor = Client()
    assert "dans l’urne" in _vote_by_letter(vote, letter, visitor).content.decode()
    assert _mark(place, "Orme", code=letter.code.lower()) is True
    assert not Ballot.objects.exists()
    assert RollEntry.objects.get().channel == "paper"
    change_there(place, visitor)
    assert not Ballot.objects.exists(), "the browser that voted first does not vote again"
    _vote_by_letter(vote, letter, Client())
    assert not Ballot.objects.exists(), "nor does another with the same letter"


def test_spend_a_letter_at_the_table(place: Any, vote: Any, letter: Letter) -> None:
    assert _mark(place, "Orme", code=letter.code) is False
    online = _vote_by_letter(vote, letter, Client())
    assert "dans un bureau de vote" in online.content.decode()
    assert _mark(place, "Pin", code=letter.code).code == "voted_in_person"
    assert not Ballot.objects.exists()
    assert RollEntry.objects.count() == 1


def test_say_what_is_wrong_with_a_letter(
    place: Any, vote: Any, letter: Letter, client: Client
) -> None:
    assert _mark(place, "Orme", code="AAAA-BBBB-CCCC").code == "unknown_letter"
    assert _mark(place, "Orme", vote.centre, code=letter.code).code == "letter_of_another_zone"
    client.force_login(place.clerks[0])
    page = f"/bureau/demarches/{vote.process.slug}/papier/table/"
    shown = client.get(page).content.decode()
    assert "Code de sa lettre" in shown
    assert "Numéro de mobile" not in shown
    typed = {"contest": vote.gare.pk, "last_name": "Orme", "first_name": "Ana", "code": "AAAA"} | {
        f"birth_date_{part}": value for part, value in (("day", 2), ("month", 6), ("year", 1980))
    }
    answer = client.post(page, typed).content.decode()
    assert "Ce code n’est celui d’aucune lettre" in answer
    assert 'value="AAAA"' in answer
    assert not RollEntry.objects.exists()


def test_one_vote_per_number(place: Any, vote: Any, cast: Any) -> None:
    """Two accounts, then the table: the number keeps the first voice, and paper replaces it."""
    _ask(vote, "phone")
    key = key_of(electorate_of(vote.step), "phone", "+33612345678")
    prove(step=vote.step, person=cast.nadia, kind="phone", key=key, is_secret=True)
    first = vote.options(vote.gare)[0].pk
    cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[first])
    second = prove(step=vote.step, person=vote.resident(1), kind="phone", key=key, is_secret=True)
    assert getattr(second, "code", "") == "already_used"
    assert _mark(place, "Orme", phone="12").code == "not_a_mobile"
    assert _mark(place, "Orme", phone=NUMBER) is True
    assert not Ballot.objects.exists()
    again: Any = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[first])
    assert again.code == "voted_in_person"
    assert _mark(place, "Pin", phone="+33 6 12 34 56 78").code == "voted_in_person"
    assert Proof.objects.filter(kind="phone").count() == 1
