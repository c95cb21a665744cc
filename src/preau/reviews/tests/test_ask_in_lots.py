"""Opinions and precisions asked about many ideas at once, seen before, undone while mails wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import User
from preau.kernel import clock
from preau.lots.models import Line, Lot
from preau.lots.tests.conftest import do, odile, prepare, work  # noqa: F401 - fixtures
from preau.messaging.models import Email
from preau.processes.desk import tasks_for
from preau.proposals.models import Proposal, Status
from preau.public.personal_data import forget
from preau.reviews.deadlines import morning
from preau.reviews.models import Opinion, Precision, Round
from preau.reviews.opinions import ask_opinions, save_opinion
from preau.reviews.precisions import answer_precision, ask_author
from preau.services.models import Rule

Do = Callable[..., Lot]


@pytest.fixture
def ideas(world: Any, cast: Any) -> list[Proposal]:
    return [world.propose(f"Un banc {n}", cast.nadia) for n in range(3)]


def test_ask_services_about_many(
    world: Any,
    cast: Any,
    ideas: list[Proposal],
    odile: Client,  # noqa: F811
    do: Do,  # noqa: F811
    prepare: Do,  # noqa: F811
) -> None:
    assert cast.irene
    green, roads = cast.service(), cast.service("Voirie")
    said = {"act": "ask_opinions", "numbers": "1,2,3", "services": [green.pk, roads.pk]}
    said |= {"due_on": "2027-04-02", "question": "Le sol ?"}
    lot = prepare(**said)
    assert lot.foreseen == {"changed": 3, "refused": 0, "same": 0, "mails": 1, "people": 1}
    assert Opinion.objects.count() == Email.objects.count() == 0
    page = odile.get(lot.get_absolute_url()).content.decode()
    assert "Espaces verts, Voirie" in page
    lot = do(**said)
    assert Opinion.objects.awaited().count() == 6
    assert Email.objects.get(kind="opinion").to == cast.irene.email
    again = prepare(**said)
    assert again.foreseen["same"] == 3
    # One is answered since: it stays, the others are taken back.
    one = Opinion.objects.get(proposal=ideas[0], service=green)
    save_opinion(opinion=one, answers={"stance": "favourable"}, seen=0, actor=cast.irene, sign=True)
    odile.post(f"{lot.get_absolute_url()}annuler/")
    lot = work(lot)
    states = list(lot.lines.order_by("number").values_list("state", flat=True))
    assert states == [Line.State.KEPT, Line.State.UNDONE, Line.State.UNDONE]
    assert Opinion.objects.standing().count() == 2
    ideas[1].refresh_from_db()
    assert ideas[1].status == Status.SUBMITTED


def test_ask_those_that_rules_choose(world: Any, cast: Any, ideas: list[Proposal], do: Do) -> None:  # noqa: F811
    Rule.objects.create(order=0, keywords="banc 1", service=cast.service("Voirie"))
    lot = do(act="ask_opinions", numbers="1,2,3", by_rules="on", due_on="2027-04-02", question="")
    states = dict(lot.lines.values_list("number", "state"))
    assert states == {1: Line.State.REFUSED, 2: Line.State.DONE, 3: Line.State.REFUSED}
    assert Opinion.objects.get().service.name == "Voirie"


def test_question_many_authors(
    world: Any,
    cast: Any,
    ideas: list[Proposal],
    odile: Client,  # noqa: F811
    do: Do,  # noqa: F811
) -> None:
    orphan = world.propose("Sans auteur")
    said = {"act": "ask_authors", "numbers": f"1,2,{orphan.number}"}
    lot = do(**said, question="Où, exactement ?", due_on="2027-03-30")
    states = list(lot.lines.order_by("number").values_list("state", flat=True))
    assert states == [Line.State.DONE, Line.State.DONE, Line.State.REFUSED]
    assert Email.objects.filter(kind="precision").count() == 2
    odile.post(f"{lot.get_absolute_url()}annuler/")
    work(lot)
    assert Precision.objects.filter(dropped_at=None).count() == 0
    assert not Email.objects.filter(kind="precision").exists()
    assert set(Proposal.objects.values_list("status", flat=True)) == {Status.SUBMITTED}


def test_say_what_a_round_still_waits_for(world: Any, cast: Any, ideas: list[Proposal]) -> None:
    Round.objects.create(
        step=world.review,
        number=1,
        kind=Round.Kind.ADMISSIBILITY,
        title="Recevabilité",
        held_by=Round.Holder.SERVICES,
        due_on=date(2027, 3, 14),
    )
    Round.objects.create(
        step=world.review,
        number=2,
        kind=Round.Kind.STUDY,
        title="Étude",
        held_by=Round.Holder.SERVICES,
        due_on=date(2027, 4, 20),
    )
    ask_opinions(
        proposal=ideas[0],
        step=world.review,
        services=[cast.service("Voirie")],
        actor=cast.odile,
        tell=False,
    )
    titles = [task.title for task in tasks_for(User.objects.get(pk=cast.odile.pk), clock.now())]
    assert "Recevabilité, 2 idées à examiner" in titles
    assert not any(one.startswith("Étude") for one in titles)
    with clock.stopped(datetime(2027, 3, 16, 7, 5, tzinfo=UTC)):
        morning()
    mail = Email.objects.get(kind="daily", to=cast.odile.email)
    assert "Recevabilité, 2 idées à examiner" in mail.text
    with clock.stopped(datetime(2027, 4, 21, 7, 5, tzinfo=UTC)):
        late = tasks_for(User.objects.get(pk=cast.odile.pk), clock.now())
    assert "Étude, 1 avis attendu" in [task.title for task in late]


def test_blank_answers_of_who_leaves(world: Any, cast: Any, ideas: list[Proposal]) -> None:
    nadia, due = cast.nadia, date(2027, 4, 2)
    asked = [
        ask_author(proposal=one, step=world.review, question="Où ?", due_on=due, actor=cast.odile)
        for one in ideas[:2]
    ]
    answer_precision(asked=asked[0], answer="Devant chez moi, au 4.", texts={}, author=nadia)
    forget(person=User.objects.get(pk=nadia.pk))
    first, second = Precision.objects.order_by("pk")
    assert (first.answer, first.answered_at is not None) == ("", True)
    assert (second.is_open, second.dropped_why) == (False, "L’auteur a effacé son compte.")
    ideas[1].refresh_from_db()
    assert ideas[1].status == Status.SUBMITTED
