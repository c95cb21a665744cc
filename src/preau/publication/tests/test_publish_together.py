"""Answers are written one by one, rehearsed together, and published at one hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.lots.models import Line, Lot
from preau.lots.queries import tally
from preau.lots.tests.conftest import work
from preau.messaging.models import Email
from preau.proposals.models import Proposal, Status
from preau.publication.actions import prepare_answer
from preau.publication.models import Prepared
from preau.reviews.actions import decide
from preau.reviews.models import Decision
from preau.reviews.tests.world import World

ANSWERS = "/bureau/demarches/bp/reponses/"
Do = Callable[..., Lot]


def sheet(number: int) -> str:
    return f"/bureau/demarches/bp/propositions/{number}/"


def no(world: World, number: int, **more: Any) -> dict[str, Any]:
    """What the sheet posts to keep a refusal for later."""
    said = {"do": "keep", "verdict": "refused", "motive": world.motive.pk, "signed_by": "La Ville"}
    return said | {"words": "", "seen": "", "cost": "", "target": ""} | more


def test_keep_then_publish_at_an_hour(
    world: World, cast: Any, odile: Client, deliver_mail: Any
) -> None:
    for place, author in enumerate((cast.nadia, cast.paul, cast.nadia)):
        world.propose(f"Idée {place}", author)
    for number in (1, 2):
        odile.post(f"{sheet(number)}decision/", no(world, number))
    odile.post(
        f"{sheet(3)}decision/", no(world, 3) | {"verdict": "retained", "cost": "1000", "motive": ""}
    )
    assert (Prepared.objects.count(), Decision.objects.count()) == (3, 0)
    assert Proposal.objects.exclude(status=Status.SUBMITTED).count() == 0
    page = odile.get(sheet(1)).content.decode()
    assert "a préparé cette réponse" in page
    assert "Ne pas retenir" in odile.get(ANSWERS).content.decode()
    assert "3 réponses préparées" in odile.get("/bureau/").content.decode()
    lot = work(Lot.objects.get(pk=_number(odile.post(ANSWERS, {"scope": "all"})["Location"])))
    assert lot.foreseen == {"changed": 3, "refused": 0, "same": 0, "mails": 3, "people": 2}
    page = odile.get(lot.get_absolute_url()).content.decode()
    assert "<ins>Retenue pour le vote</ins>" in page
    assert (Prepared.objects.count(), Email.objects.count()) == (3, 0)
    odile.post(lot.get_absolute_url(), {"when": "later", "day": "2027-03-20", "hour": "09:00"})
    with clock.stopped(clock.now() + timedelta(days=8)):
        work(lot)
        assert Decision.objects.count() == 3
        assert Prepared.objects.count() == 0
        assert set(Proposal.objects.values_list("status", flat=True)) == {
            Status.REFUSED,
            Status.RETAINED,
        }
        assert Proposal.objects.get(number=3).cost_cents == 1000_00
        assert deliver_mail() == []
        with clock.stopped(clock.now() + timedelta(minutes=31)):
            assert len(deliver_mail()) == 3


def _number(url: str) -> int:
    return int(url.rstrip("/").rsplit("/", 1)[1])


def test_undo_brings_the_answers_back(world: World, cast: Any, odile: Client, do: Do) -> None:
    world.propose("Un banc", cast.nadia)
    lot = do(act="prepare", numbers="1", verdict="refused", motive=world.motive.pk, words="Non.")
    assert Prepared.objects.get().words == "Non."
    lot = do(act="publish", numbers="1")
    assert Proposal.objects.get().status == Status.REFUSED
    odile.post(f"{lot.get_absolute_url()}annuler/")
    lot = work(lot)
    assert tally(lot) == {Line.State.UNDONE: 1}
    assert Proposal.objects.get().status == Status.REVIEW
    assert Prepared.objects.get().words == "Non."
    assert Email.objects.count() == 0
    again = do(act="publish", numbers="1")
    assert tally(again) == {Line.State.DONE: 1}


def test_check_a_no(world: World, cast: Any, odile: Client) -> None:
    world.propose("Un banc", cast.nadia)
    bare = no(world, 1) | {"motive": "", "words": ""}
    assert "Choisissez un motif" in odile.post(f"{sheet(1)}decision/", bare).content.decode()
    assert Prepared.objects.count() == 0
    odile.post(f"{sheet(1)}decision/", bare | {"words": "Le terrain est privé."})
    page = odile.get(f"{ANSWERS}1/").content.decode()
    assert "Aucun article du règlement" in page
    assert "Rien ne dit ce qui reste possible" in page
    odile.post(f"{sheet(1)}decision/", no(world, 1))
    page = odile.get(f"{ANSWERS}1/").content.decode()
    assert "La raison, la règle, la suite possible" in page
    assert world.motive.sentence in page


def test_publish_nothing_over_a_later_decision(
    world: World, cast: Any, odile: Client, do: Do
) -> None:
    one = world.propose("Un banc", cast.nadia)
    asked = {"verdict": "refused", "motive": world.motive, "words": ""}
    prepare_answer(proposal=one, step=world.review, actor=cast.odile, asked=asked)
    decide(proposal=one, step=world.review, actor=cast.odile, tell_author=False, **asked)
    assert "Une autre décision a été prise" in odile.get(ANSWERS).content.decode()
    lot = do(act="publish", numbers="1")
    assert tally(lot) == {Line.State.REFUSED: 1}
    assert Decision.objects.count() == 1


def test_take_out_of_the_publication(world: World, cast: Any, odile: Client) -> None:
    world.propose("Un banc", cast.nadia)
    odile.post(f"{sheet(1)}decision/", no(world, 1))
    odile.post(f"{ANSWERS}1/")
    assert Prepared.objects.count() == 0
    assert odile.get(f"{ANSWERS}1/").status_code == 404
    response = odile.post(ANSWERS, {"scope": "all"}, follow=True)
    assert "Cochez au moins une idée" in response.content.decode()


def test_refuse_who_may_not(world: World, cast: Any, client: Client) -> None:
    one = world.propose("Un banc", cast.nadia)
    client.force_login(cast.irene)
    for path in (ANSWERS, f"{ANSWERS}1/"):
        assert client.get(path).status_code == 403
        assert client.post(path).status_code == 403
    asked = {"verdict": "refused", "motive": world.motive, "words": ""}
    with pytest.raises(Refused):
        prepare_answer(proposal=one, step=world.review, actor=cast.irene, asked=asked)


def test_cost_the_same_with_many(
    world: World, cast: Any, odile: Client, django_assert_max_num_queries: Any
) -> None:
    asked = {"verdict": "refused", "motive": world.motive, "words": ""}

    def more(count: int) -> None:
        for place in range(count):
            one = world.propose(f"Idée {place}", cast.nadia)
            prepare_answer(proposal=one, step=world.review, actor=cast.odile, asked=asked)

    more(2)
    odile.get(ANSWERS)
    with django_assert_max_num_queries(20) as few:
        odile.get(ANSWERS)
    spent = len(few)
    more(8)
    odile.get(ANSWERS)  # what waits is counted again after an act, once
    with django_assert_max_num_queries(spent):
        odile.get(ANSWERS)
