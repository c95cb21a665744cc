"""À traiter: what waits for whom, by urgency; an empty inbox says what comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from preau.kernel import clock
from preau.processes.models import Process
from preau.proposals.desk.actions import assign_service
from preau.reviews.actions import assess
from preau.reviews.models import Criterion
from preau.reviews.tests.world import World, at


def test_list_ideas_that_wait(world: World, cast: Any, client: Client) -> None:
    world.propose("Un banc au soleil", cast.nadia)
    client.force_login(cast.odile)
    page = client.get("/bureau/").content.decode()
    assert "Un banc au soleil" in page
    assert "Donner une réponse" in page
    assert "Plus tard" in page
    assert "Dans 49 jours" in page
    assert 'class="tag tag--late"' not in page
    with clock.stopped(at(5, 3)):
        page = client.get("/bureau/").content.decode()
    assert '<span class="tag tag--late">En retard de 3 jours</span>' in page


def test_gather_many_ideas_in_one_line(world: World, cast: Any, client: Client) -> None:
    for number in range(21):
        world.propose(f"Idée {number}")
    client.force_login(cast.odile)
    page = client.get("/bureau/").content.decode()
    assert "21 idées à étudier" in page
    assert "?statut=waiting" in page


def test_show_agents_their_service_only(world: World, cast: Any, client: Client) -> None:
    mine, other = world.propose("Un banc au soleil"), world.propose("Une piste cyclable")
    mine.service = cast.service()
    mine.save(update_fields=["service"])
    client.force_login(cast.irene)
    page = client.get("/bureau/").content.decode()
    assert mine.title in page
    assert other.title not in page
    assert "Remplir la fiche d’analyse" in page


def test_filter_by_act(world: World, cast: Any, client: Client) -> None:
    world.propose("Un banc au soleil")
    client.force_login(cast.odile)
    assert "Un banc au soleil" in client.get("/bureau/?acte=donner-une-reponse").content.decode()
    assert "Un banc au soleil" in client.get("/bureau/?acte=inconnu").content.decode()


def test_say_what_comes_next(world: World, cast: Any, client: Client) -> None:
    client.force_login(cast.odile)
    page = client.get("/bureau/").content.decode()
    assert "Rien ne vous attend." in page
    assert "«\u00a0Vote\u00a0»" in page
    assert "lundi 10 mai" in page.replace("\u00a0", " ")


def test_cost_the_same_statements(
    world: World, cast: Any, client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(cast.odile)
    client.get("/bureau/demarches/")
    for _ in range(2):
        world.propose("Un banc au soleil")
        with django_assert_num_queries(14):  # one at most for each kind of thing that waits
            client.get("/bureau/")


def test_hold_a_service_to_its_day(world: World, cast: Any, client: Client) -> None:
    idea = world.propose("Un banc au soleil")
    day = timezone.localdate(clock.now()) + timedelta(days=3)
    given = {"proposal": idea, "service": cast.service(), "actor": cast.odile}
    assert assign_service(**given, due_on=day)
    assert not assign_service(**given, due_on=day)
    client.force_login(cast.irene)
    page = client.get("/bureau/").content.decode()
    assert "Dans 3 jours" in page
    assert "En retard" not in page
    with clock.stopped(clock.now() + timedelta(days=4)):
        assert "En retard de 1 jour" in client.get("/bureau/").content.decode()


def test_be_done_once_every_question_is_answered(world: World, cast: Any, client: Client) -> None:
    idea = world.propose("Un banc au soleil")
    assign_service(proposal=idea, service=cast.service(), actor=cast.odile)
    client.force_login(cast.irene)
    first, second = (
        Criterion.objects.create(step=world.review, number=number, question="Est-ce à la Ville ?")
        for number in (81, 82)
    )
    every = dict.fromkeys(world.review.criteria.all(), "yes")
    for answers, waits in (
        (every | {first: "", second: "yes"}, True),
        (every | {first: "unsure", second: "yes"}, True),
        (every | {first: "no", second: "yes"}, False),
    ):
        assess(proposal=idea, step=world.review, answers=answers, actor=cast.irene)
        assert (idea.title in client.get("/bureau/").content.decode()) is waits
    client.force_login(cast.odile)
    assert idea.title in client.get("/bureau/").content.decode()


def test_take_hand_on_and_put_off(world: World, cast: Any, client: Client) -> None:
    world.propose("Un banc au soleil")
    url = "/bureau/demarches/bp/propositions/1/suivi/"
    client.force_login(cast.odile)
    assert "Prendre" in client.get("/bureau/").content.decode()
    client.post(url, {"do": "take"})
    assert "À vous" in client.get("/bureau/").content.decode()
    client.post(url, {"do": "give", "agent": cast.irene.pk})
    page = client.get("/bureau/")
    assert [group.code for group in page.context["groups"]] == ["others"]
    assert cast.irene.full_name in page.content.decode()
    wrong = client.post(url, {"do": "put_off", "due_on": "2027-01-01", "reason": ""})
    assert set(wrong.context["late"].errors) == {"due_on", "reason"}
    client.post(url, {"do": "put_off", "due_on": "2027-03-30", "reason": "Attente du devis."})
    idea = world.process.proposals.get()
    assert (idea.agent, idea.due_on.isoformat()) == (cast.irene, "2027-03-30")
    journal = client.get("/bureau/demarches/bp/journal/").content.decode()
    assert "Attente du devis." in journal
    client.force_login(cast.irene)
    assert client.get(url).status_code == 403  # not entrusted to her service
    world.process.proposals.update(service=cast.irene.roles[0].service)
    assert client.get(url).status_code == 200


def test_say_where_to_begin(site: Any, cast: Any, client: Client) -> None:
    """Who opens a site reads what it needs; nobody else does, and done things are said so."""
    chef = cast._agent("Hélène", "Aubert", "administrator")
    client.force_login(chef)
    page = client.get("/bureau/")
    assert "Pour ouvrir votre site" in page.content.decode()
    tasks = {str(one.label): one.tone for one in page.context["first_steps"]}
    assert tasks["Préparer une première démarche"] == "todo"
    assert tasks["Compléter les pages légales"] == "todo"
    Process.objects.create(title="Un jardin", slug="jardin", blueprint="x", state="published")
    tasks = {str(one.label): one.tone for one in client.get("/bureau/").context["first_steps"]}
    assert tasks["Finir «\u00a0Un jardin\u00a0» et la publier"] == "done"
    client.force_login(cast.odile)
    assert not client.get("/bureau/").context["first_steps"]
