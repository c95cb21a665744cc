"""A tablet of a polling place: one voice a person, each ballot once, nothing after it is revoked."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from preau.kernel import clock
from preau.voting.actions import cast_ballot, close_contest
from preau.voting.models import Ballot, PaperRule, ReceiptLine, RollEntry, StandCast
from preau.voting.paper.actions import end_paper
from preau.voting.receipts import new_receipt
from preau.voting.stand.desk import sheet_facts
from preau.voting.stand.devices import enrol, revoke

from .conftest import PIN

NADIA = {"last": "Bensaïd", "first": "Nadia", "born": "1989-06-02", "email": ""}


def record(vote: Any, contest: Any, places: list[int], *, who: Any = NADIA, at: Any = None) -> Any:
    options = vote.options(contest)
    ballot = {
        "contest": contest.slug,
        "key": str(uuid.uuid4()),
        "choices": [options[place].pk for place in places],
        "receipt": new_receipt().code,
    }
    said = at or clock.now()
    return {"who": who, "at": said.isoformat(), "waiting": 0, "ballots": [ballot]}


def send(tablet: Any, said: Any, to: str = "urne") -> Any:
    return tablet.client.post(
        f"/bureau-de-vote/{to}/", json.dumps(said), content_type="application/json"
    )


def answers(response: Any) -> dict[str, str]:
    assert response.status_code == 200, response.content
    found: dict[str, str] = response.json()["answers"]
    return found


def test_cast_and_count(tablet: Any, place: Any, vote: Any) -> None:
    said = record(vote, vote.gare, [1, 0])
    assert answers(send(tablet, said)) == {"gare": "cast"}
    ballot = Ballot.objects.get()
    assert (ballot.channel, ballot.receipt) == ("stand", said["ballots"][0]["receipt"])
    assert RollEntry.objects.get().channel == "stand"
    vote.end()
    end_paper(election=vote.election, actor=place.cast.odile)
    assert close_contest(contest=vote.gare).outcome["ballots"]["valid"] == 1
    assert ReceiptLine.objects.get().state == "counted"


def test_take_each_ballot_once(tablet: Any, vote: Any) -> None:
    """The tablet never heard the answer and sends again, and again."""
    said = record(vote, vote.gare, [0])
    for _try in range(4):
        assert answers(send(tablet, said)) == {"gare": "cast"}
    assert Ballot.objects.count() == StandCast.objects.count() == RollEntry.objects.count() == 1


def test_refuse_second_voice(tablet: Any, vote: Any) -> None:
    send(tablet, record(vote, vote.gare, [0]))
    assert answers(send(tablet, record(vote, vote.gare, [1]))) == {"gare": "refused"}
    assert Ballot.objects.count() == 1
    assert StandCast.objects.get(state="refused").reason == "voted_in_person"


def test_replace_online_ballot(tablet: Any, vote: Any, cast: Any) -> None:
    options = vote.options(vote.gare)
    receipt = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[options[2].pk])
    assert answers(send(tablet, record(vote, vote.gare, [0]))) == {"gare": "cast"}
    assert Ballot.objects.get().choices == [options[0].pk]
    assert ReceiptLine.objects.get().code == receipt.code
    refused = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[options[2].pk])
    assert refused.code == "voted_in_person"


def test_let_online_win_when_the_rule_says_so(tablet: Any, vote: Any, cast: Any) -> None:
    PaperRule.objects.update(precedence="web")
    cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    asked = {"who": NADIA, "pin": PIN, "contests": ["gare"]}
    assert "déjà voté en ligne" in send(tablet, asked, "table").json()["error"]
    assert answers(send(tablet, record(vote, vote.gare, [0]))) == {"gare": "refused"}
    assert Ballot.objects.get().channel == "web"


def test_check_before_unlocking(tablet: Any, vote: Any) -> None:
    asked = {"who": NADIA, "pin": PIN, "contests": ["gare", "toute-la-ville"]}
    assert send(tablet, asked, "table").json() == {"ok": True}
    assert send(tablet, asked | {"pin": "0000"}, "table").status_code == 422
    young = NADIA | {"born": "2015-01-20"}
    assert "16 ans" in send(tablet, asked | {"who": young}, "table").json()["error"].replace(
        "\u00a0", " "
    )
    send(tablet, record(vote, vote.gare, [0]))
    assert "déjà voté en personne" in send(tablet, asked, "table").json()["error"]
    assert Ballot.objects.count() == 1


def test_take_late_what_was_cast_in_time(tablet: Any, vote: Any) -> None:
    """The connection comes back after the closing: in the hours of the rule, marked."""
    in_time = record(vote, vote.gare, [0], at=clock.now() - timedelta(hours=1))
    vote.end()
    after = record(vote, vote.gare, [1], who=NADIA | {"first": "Zoé"})
    assert answers(send(tablet, in_time)) == {"gare": "cast"}
    assert StandCast.objects.get(state="cast").is_late
    assert answers(send(tablet, after)) == {"gare": "refused"}
    assert Ballot.objects.count() == 1


def test_send_nothing_once_revoked(tablet: Any, place: Any, vote: Any) -> None:
    revoke(device=tablet.device, actor=place.clerks[0])
    assert send(tablet, record(vote, vote.gare, [0])).status_code == 403
    page = tablet.client.get("/bureau-de-vote/").content.decode()
    assert "Enregistrer cette tablette" in page
    assert Ballot.objects.count() == 0


def test_wait_for_what_a_tablet_holds(tablet: Any, place: Any, vote: Any) -> None:
    send(tablet, record(vote, vote.gare, [0]) | {"waiting": 2})
    vote.end()
    assert end_paper(election=vote.election, actor=place.cast.odile).code == "waiting_stands"
    tablet.device.refresh_from_db()
    revoke(device=tablet.device, actor=place.clerks[0])
    assert end_paper(election=vote.election, actor=place.cast.odile).ended_at


def test_spend_a_code_once(tablet: Any) -> None:
    assert enrol(code=tablet.code).code == "unknown_code"
    assert enrol(code="").code == "unknown_code"
    page = Client().post("/bureau-de-vote/", {"code": "ABCD"}).content.decode()
    assert "Ce code n’ouvre aucune tablette" in page
    assert 'value="ABCD"' in page


@pytest.mark.parametrize(
    "change",
    [
        {"who": None},
        {"who": NADIA | {"born": "1989-13-02"}},
        {"at": "hier"},
        {"ballots": [{"contest": "gare"}]},
        {"ballots": [{"contest": "gare", "key": "x", "choices": [], "receipt": "a-b-c-ABCD"}]},
        {"ballots": ["gare"]},
    ],
)
def test_say_what_cannot_be_read(tablet: Any, vote: Any, change: Any) -> None:
    response = send(tablet, record(vote, vote.gare, [0]) | change)
    assert response.status_code in (400, 422)
    assert response.json()["error"]
    assert Ballot.objects.count() == 0


@pytest.mark.parametrize("places", [[0, 0], [0, 1, 2, 3]])
def test_refuse_ballot_against_the_rule(tablet: Any, vote: Any, places: list[int]) -> None:
    assert send(tablet, record(vote, vote.gare, places)).status_code == 422
    said = record(vote, vote.gare, [0])
    said["ballots"][0]["choices"] = [vote.options(vote.town)[0].pk]
    assert send(tablet, said).status_code == 422


def refused(rule: str, text: str, *values: Any) -> None:
    with (
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(text, values)
    assert caught.value.__cause__.diag.constraint_name == rule


def test_refuse_in_database(tablet: Any, vote: Any) -> None:
    send(tablet, record(vote, vote.gare, [0]))
    refused("stand_cast_is_kept", "UPDATE voting_standcast SET state = 'refused'")
    refused("stand_cast_is_kept", "DELETE FROM voting_standcast")
    refused("ballot_by_its_door", "UPDATE voting_ballot SET receipt = 'x', channel = 'web'")
    refused("ballot_by_its_door", "UPDATE voting_ballot SET receipt = 'x'")
    refused("stand_is_kept", "UPDATE voting_standdevice SET token_hash = 'x'")
    call = (
        "SELECT voting_cast_stand(%s, %s, %s, ARRAY['k'], ARRAY[]::text[], '[]', 'r', '2027-01-01')"
    )
    key = StandCast.objects.get().key
    refused("one_cast_per_key", call, tablet.device.pk, key, vote.gare.pk)
    refused("stand_is_enrolled", call, 0, uuid.uuid4(), vote.gare.pk)


def test_say_the_day_on_the_sheet(tablet: Any, place: Any, vote: Any, client: Client) -> None:
    send(tablet, record(vote, vote.gare, [0]))
    send(tablet, record(vote, vote.gare, [1]) | {"waiting": 2})
    tablet.device.refresh_from_db()
    facts = dict(map(tuple, sheet_facts(tablet.device, StandCast.objects.first().day)["facts"]))
    assert facts["Bulletins dans l’urne"] == "1"
    assert facts["– Cette personne a déjà voté en personne."] == "1"
    assert facts["Encore sur la tablette"] == "2"
    client.force_login(place.clerks[0])
    here = f"/bureau/demarches/{vote.process.slug}/papier/tablettes/"
    assert client.get(f"{here}{tablet.device.pk}/feuille.pdf").content.startswith(b"%PDF")
    assert "Tablette 1" in client.get(here).content.decode()


def test_add_and_revoke_from_desk(place: Any, vote: Any, client: Client) -> None:
    client.force_login(place.clerks[0])
    here = f"/bureau/demarches/{vote.process.slug}/papier/tablettes/"
    wrong = client.post(here, {"station": place.station.pk, "name": "Hall", "pin": "12"})
    assert "4 à 8 chiffres" in wrong.content.decode()
    made = client.post(here, {"station": place.station.pk, "name": "Hall", "pin": "1234"})
    assert "Il n’est montré qu’une fois" in made.content.decode()
    assert "http://testserver/bureau-de-vote/" in made.content.decode()
    again = client.post(here, {"station": place.station.pk, "name": "Hall", "pin": "1234"})
    assert "porte déjà ce nom" in again.content.decode()
    device = vote.election.stands.get()
    assert client.post(f"{here}{device.pk}/revocation/").status_code == 302
    assert "révoquée" in client.get(here).content.decode()


def test_say_what_is_not_on_the_tablet(draft_vote: Any) -> None:
    """A ballot that it cannot draw is named, with where to vote; the worker keeps this page alone."""
    from preau.voting.paper.tests.conftest import Place

    from .conftest import Tablet

    vote = draft_vote.reformat("points", points_total=6, points_each=4).open()
    tablet = Tablet(Place(vote, vote.cast))
    page = tablet.client.get("/bureau-de-vote/").content.decode()
    assert "Pas sur cette tablette" in page
    assert f'value="{vote.gare.slug}"' not in page
    assert "La forme de ce bulletin demande l’isoloir du site" in page
    worker = tablet.client.get("/bureau-de-vote/hors-ligne.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in worker
