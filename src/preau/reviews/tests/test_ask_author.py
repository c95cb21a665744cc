"""The author is asked, the clock stops, the text changes word by word, the clock runs again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.messaging.models import Email
from preau.processes.desk import tasks_for
from preau.proposals.models import Status, Version
from preau.reviews.links import precision_link
from preau.reviews.models import Precision
from preau.reviews.opinions import ask_opinions
from preau.reviews.precisions import ask_author, drop_precision, remind_authors

DUE = date(2027, 3, 30)


def asked(world: Any, cast: Any) -> tuple[Any, Any, Precision]:
    idea = world.propose("Un verger", author=cast.nadia)
    (opinion,) = ask_opinions(
        proposal=idea,
        step=world.review,
        services=[cast.service()],
        actor=cast.odile,
        due_on=date(2027, 4, 2),
    )
    idea.refresh_from_db()
    question = ask_author(
        proposal=idea, step=world.review, question="Où ?", due_on=DUE, actor=cast.irene
    )
    return idea, opinion, question


def path_of(question: Precision) -> str:
    link = precision_link(question)
    return link[link.index("/precisions/") :]


def verbs(person: Any) -> list[str]:
    return [str(one.verb) for one in tasks_for(User.objects.get(pk=person.pk), clock.now())]


def test_stop_the_clock_and_start_it_again(world: Any, cast: Any, client: Client) -> None:
    assert cast.irene
    idea, opinion, question = asked(world, cast)
    assert idea.status == Status.PRECISION
    assert "Donner un avis" not in verbs(cast.irene)
    page = client.get(path_of(question)).content.decode()
    assert "Où ?" in page
    typed = {"answer": "Près de l’école.", "title": "Un verger", "finding": "", "audience": ""}
    typed["idea"] = "Un verger, pour toute l’école."
    with clock.stopped(clock.now() + timedelta(days=6)):
        done = client.post(path_of(question), typed).content.decode()
        assert "Votre réponse est arrivée" in done
        assert "déjà arrivée" in client.post(path_of(question), typed).content.decode()
    idea.refresh_from_db()
    opinion.refresh_from_db()
    assert (idea.status, opinion.due_on) == (Status.REVIEW, date(2027, 4, 8))
    assert Version.objects.get().changes["idea"][1] == typed["idea"]
    assert Email.objects.filter(kind="precision_answered", to="irene@example.org").exists()
    assert "Donner un avis" in verbs(cast.irene)


def test_compare_on_the_sheet(world: Any, cast: Any, client: Client) -> None:
    idea, _opinion, question = asked(world, cast)
    typed = {"title": "Un verger", "idea": "Un verger, pour toute l’école."}
    client.post(path_of(question), typed)
    client.force_login(cast.irene)
    page = client.get(f"/bureau/demarches/bp/propositions/{idea.number}/").content.decode()
    assert "Réponse reçue" in page
    assert "<ins>" in page


def test_change_nothing_is_no_answer(world: Any, cast: Any, client: Client) -> None:
    idea, _opinion, question = asked(world, cast)
    typed = {"title": idea.title, "idea": idea.idea, "answer": "  "}
    page = client.post(path_of(question), typed).content.decode()
    assert "Écrivez une réponse, ou changez le texte" in page
    question.refresh_from_db()
    assert question.is_open


def test_find_it_in_own_space(world: Any, cast: Any, client: Client) -> None:
    _idea, _opinion, question = asked(world, cast)
    client.force_login(cast.nadia)
    page = client.get("/mon-espace/").content.decode()
    assert "On vous demande des précisions" in page
    assert path_of(question)[:20] in page


def test_ask_once_at_a_time(world: Any, cast: Any, client: Client) -> None:
    idea, _opinion, _question = asked(world, cast)
    with pytest.raises(Refused, match="déjà demandées"):
        ask_author(proposal=idea, step=world.review, question="Et ?", due_on=DUE, actor=cast.odile)
    client.force_login(cast.odile)
    url = f"/bureau/demarches/bp/propositions/{idea.number}/precisions/"
    assert "Dites pourquoi." in client.post(url, {"do": "drop"}).content.decode()
    client.post(url, {"do": "drop", "why": "Nous savons."})
    idea.refresh_from_db()
    assert idea.status == Status.REVIEW
    assert "n’attend plus" in client.get(path_of(_question)).content.decode()


def test_write_to_an_author_only(world: Any, cast: Any) -> None:
    idea = world.propose("Sans auteur")
    with pytest.raises(Refused, match="pas d’auteur"):
        ask_author(proposal=idea, step=world.review, question="?", due_on=DUE, actor=cast.odile)


def test_remind_once(world: Any, cast: Any) -> None:
    _idea, _opinion, question = asked(world, cast)
    assert remind_authors() == 0
    with clock.stopped(clock.now() + timedelta(days=16)):
        assert (remind_authors(), remind_authors()) == (1, 0)
    assert Email.objects.filter(kind="precision", subject__startswith="Rappel").count() == 1
    drop_precision(asked=question, why="Assez attendu.", actor=cast.odile)


def test_open_no_forged_link(world: Any, cast: Any, client: Client) -> None:
    _idea, _opinion, question = asked(world, cast)
    assert client.get(path_of(question)[:-2] + "x/").status_code == 410
