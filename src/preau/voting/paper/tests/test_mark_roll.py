"""One person, one vote, whatever the channel: by the precedence of the règlement."""

from __future__ import annotations

from datetime import date
from typing import Any

from preau.voting.actions import cast_ballot
from preau.voting.models import Ballot, PaperRule, ReceiptLine, RollEntry
from preau.voting.paper.roll import Identity, mark_on_paper, may_vote_online
from preau.voting.queries import election_of

NADIA = Identity("Nadia", "BENSAID", date(1989, 6, 2))


def cast_online(vote: Any, person: Any) -> Any:
    options = vote.options(vote.gare)
    return cast_ballot(contest=vote.gare, voter=person, choices=[options[0].pk])


def mark(place: Any, identity: Identity = NADIA, contest: Any = None) -> Any:
    return mark_on_paper(
        contest=contest or place.vote.gare, identity=identity, actor=place.clerks[0]
    )


def test_block_online_after_paper(place: Any, vote: Any, cast: Any) -> None:
    """Accents, case and order of the names do not make another person."""
    assert mark(place) is False
    vote.gare.election = election_of(vote.step)
    assert may_vote_online(vote.gare, cast.nadia).code == "voted_in_person"
    assert cast_online(vote, cast.nadia).code == "voted_in_person"
    assert Ballot.objects.count() == 0
    assert RollEntry.objects.get().channel == "paper"


def test_set_online_ballot_aside_for_paper(place: Any, vote: Any, cast: Any) -> None:
    receipt = cast_online(vote, cast.nadia)
    assert mark(place) is True
    assert Ballot.objects.count() == 0
    assert RollEntry.objects.get().channel == "paper"
    assert ReceiptLine.objects.get(code=receipt.code).state == "replaced"
    assert cast_online(vote, cast.nadia).code == "voted_in_person"


def test_find_who_voted_by_their_address(place: Any, vote: Any, cast: Any) -> None:
    """An account without a name is found by the address given at the table."""
    person = vote.resident(1)
    cast_online(vote, person)
    at_table = Identity("Ève", "Morin", date(1990, 1, 1), email="GARE1@example.org ")
    assert mark(place, at_table) is True
    assert cast_online(vote, person).code == "voted_in_person"
    assert mark(place, Identity("Ève", "MORIN", date(1990, 1, 1))).code == "voted_in_person"
    assert mark(place, at_table, vote.town) is False


def test_let_online_win_when_the_rule_says_so(place: Any, vote: Any, cast: Any) -> None:
    PaperRule.objects.update(precedence="web")
    cast_online(vote, cast.nadia)
    refused = mark(place)
    assert refused.code == "voted_online"
    assert Ballot.objects.count() == 1
    assert RollEntry.objects.get().channel == "web"


def test_mark_once(place: Any, vote: Any) -> None:
    assert mark(place) is False
    assert mark(place).code == "voted_in_person"
    assert mark(place, contest=vote.centre).code == "voted_elsewhere"
    assert mark(place, contest=vote.town) is False


def test_ask_the_age_of_the_rule(place: Any) -> None:
    refused = mark(place, Identity("Lucas", "Petit", date(2015, 1, 20)))
    assert refused.code == "too_young"


def test_ask_which_of_two_namesakes(place: Any, vote: Any, cast: Any) -> None:
    """Two accounts with one name and one birth date: no ballot is set aside at random."""
    twin = vote.resident(7)
    for field in ("first_name", "last_name", "birth_date"):
        setattr(twin, field, getattr(cast.nadia, field))
    twin.save()
    cast_online(vote, cast.nadia)
    cast_online(vote, twin)
    assert mark(place).code == "several_people"
    known = Identity("Nadia", "Bensaïd", date(1989, 6, 2), email=twin.email)
    assert mark(place, known) is True
    assert Ballot.objects.count() == 1


def test_keep_no_name(place: Any) -> None:
    """The roll, the record and the batches hold nothing that names who came."""
    from django.db import connection

    mark(place, Identity("Zénobie", "Quatrefages", date(1950, 2, 3)))
    with connection.cursor() as cursor:
        for table in ("voting_rollentry", "ledger_entry"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t")
            (text,) = cursor.fetchone()
            assert "atrefages" not in text.lower()
            assert "1950" not in text


def test_refuse_stranger_to_the_table(place: Any, cast: Any) -> None:
    refused = mark_on_paper(contest=place.vote.gare, identity=NADIA, actor=cast.irene)
    assert refused.code == "not_a_clerk"


def declare(place: Any) -> Any:
    """Nadia, without an account, says who she is; the answer to her confirmed ballot."""
    from django.test import Client

    contest, visitor = place.vote.gare, Client()
    option = place.vote.options(contest)[0]
    visitor.post(contest.url("act"), {"act": "add", "option": option.pk})
    visitor.post(f"/demarches/{place.vote.process.slug}/voter/quartier/", {"quartier": "gare"})
    chain = visitor.post(contest.url("review"), follow=True).request
    born = {"birth_date_day": "2", "birth_date_month": "6", "birth_date_year": "1989"}
    named = {"last": "Bensaïd", "first": "Nadia", "sworn": "on"}
    url = f"{chain['PATH_INFO']}?{chain['QUERY_STRING']}"
    return visitor.post(url, named | born, follow=True)


def change_there(place: Any, visitor: Any) -> Any:
    """Another choice, confirmed in a browser that has proved who it is already."""
    option = place.vote.options(place.vote.gare)[1]
    visitor.post(place.vote.gare.url("act"), {"act": "add", "option": option.pk})
    return visitor.post(place.vote.gare.url("review"), follow=True)


def ask_for_declaration(vote: Any) -> None:
    from preau.processes.models import Requirement

    Requirement.objects.filter(step=vote.step).delete()
    Requirement.objects.create(step=vote.step, order=1, kind="declaration")


def test_block_declared_name_after_paper(place: Any, vote: Any) -> None:
    """Who votes without an account is known by name on both sides."""
    ask_for_declaration(vote)
    assert mark(place) is False
    answer = declare(place)
    assert answer.status_code == 403
    assert "dans un bureau de vote" in answer.content.decode()
    assert Ballot.objects.count() == 0


def test_set_declared_ballot_aside_for_paper(place: Any, vote: Any) -> None:
    ask_for_declaration(vote)
    online = declare(place)
    assert "dans l’urne" in online.content.decode()
    assert mark(place) is True
    assert Ballot.objects.count() == 0
    assert RollEntry.objects.get().channel == "paper"
    change_there(place, online.client)
    assert Ballot.objects.count() == 0, "the browser that voted first does not vote again"
    assert mark(place).code == "voted_in_person"
