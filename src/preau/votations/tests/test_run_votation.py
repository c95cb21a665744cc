"""A votation from nothing to what the council made of it, all from the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from preau.processes.models import Process, Step
from preau.votations.models import Votation
from preau.votations.tasks import open_due
from preau.voting.models import Contest

from .conftest import YES_NO, Held

Hold = Callable[..., Held]
NEW = "/bureau/demarches/nouvelle/"
EIGHTY = "Une rue sans voiture le dimanche laisse la place aux enfants, aux bancs et aux voix."
QUESTION = {
    "words": "Faut-il fermer la rue des Lilas le dimanche ?",
    "title": "Rue des Lilas",
    "ballot_format": "yes-no",
    "share_percent": "50",
    "takes_blank": "on",
    "method": "schulze",
    "answers": "",
    "grades": "",
}


def _begin(client: Client, title: str) -> Any:
    """The wizard, with the dates that it proposes."""
    client.post(NEW, {"source": "application:votation"})
    client.post(f"{NEW}titre/", {"title": title, "summary": "Fermer ou non la rue."})
    form = client.get(f"{NEW}dates/").context["form"]
    days = {name: one.initial.isoformat() for name, one in form.fields.items() if one.initial}
    client.post(f"{NEW}dates/", {"do": "next", **days})
    client.post(f"{NEW}regles/", {"worth": "consultative", "least_age": "16"})
    return client.post(f"{NEW}relecture/")


def test_run_from_desk(client: Client, cast: Any) -> None:
    client.force_login(cast.odile)
    wrong = _begin(client, "Référendum sur la rue")
    assert wrong.status_code == 200
    assert "ne peut pas nommer cette votation" in wrong.content.decode()
    made = _begin(client, "La rue des Lilas")
    assert made.status_code == 302
    base = "/bureau/demarches/la-rue-des-lilas/votation/"
    reserved = client.post(f"{base}questions/nouvelle/", QUESTION | {"title": "Le réferendum"})
    assert reserved.status_code == 422
    assert client.post(f"{base}questions/nouvelle/", QUESTION).status_code == 302
    again = client.post(f"{base}questions/nouvelle/", QUESTION)
    assert "s’appelle déjà" in again.content.decode()

    contest = Contest.objects.get(asked__votation__process__slug="la-rue-des-lilas")
    assert contest.is_secret, "secret by default"
    assert "Votation consultative" in contest.election.worth
    unequal = {"title_1": "Pour", "words_1": EIGHTY, "title_2": "Contre", "words_2": "Non."}
    answer = client.post(f"{base}questions/1/positions/", unequal, follow=True)
    assert "raccourcissez" in answer.content.decode()
    assert EIGHTY in answer.content.decode()
    settings = {"worth": "followed", "context": "La rue est étroite.", "quorum": "percent"}
    short = client.post(f"{base}reglages/", settings | {"quorum_percent": "20"})
    assert short.status_code == 422
    settings |= {"quorum_percent": "20", "registered": "4500"}
    assert client.post(f"{base}reglages/", settings).status_code == 302
    contest = Contest.objects.get(asked__votation__process__slug="la-rue-des-lilas")
    assert not contest.is_secret
    assert contest.document.majority is not None
    assert contest.document.majority.quorum == 900
    assert "engagée à suivre" in contest.election.worth
    refused = client.post(f"{base}arreter/")
    assert refused.status_code == 403
    assert "Des positions de même longueur" in refused.content.decode()
    client.post(f"{base}questions/1/positions/", unequal | {"words_2": EIGHTY[::-1]})
    client.post("/bureau/demarches/la-rue-des-lilas/publier/")
    assert "Arrêter le scrutin" in client.get(base).content.decode()
    assert client.post(f"{base}arreter/").status_code == 302
    late = client.post(f"{base}questions/1/", QUESTION)
    assert late.status_code == 403
    assert "arrêté" in late.content.decode()
    told = Client().get("/demarches/la-rue-des-lilas/votation/").content.decode()
    assert EIGHTY in told
    assert "soit" in told


def test_proclaim_and_tell(client: Client, cast: Any, hold: Hold) -> None:
    held = hold().hold([([1], 3), ([2], 1)])
    public = Client()
    assert "n’est pas encore proclamé" in public.get(held.url("resultats/")).content.decode()
    files = [
        f"resultats/{held.gare.slug}/{name}"
        for name in ("proces-verbal.pdf", "bulletins.zip", "resultats.csv", "depouillement.json")
    ]
    assert all(public.get(held.url(name)).status_code == 404 for name in files)
    client.force_login(cast.odile)
    assert "Le oui l’emporte" in client.get(held.url("resultats/")).content.decode()
    assert client.get(held.desk("suite/")).status_code == 403
    inbox = client.get("/bureau/").content.decode()
    assert "Proclamer les résultats" in inbox
    assert "Le oui l’emporte" in client.get(held.desk("proclamation/")).content.decode()
    assert client.post(held.desk("proclamation/")).status_code == 302
    assert client.post(held.desk("proclamation/")).status_code == 403
    said = {"words": "Le conseil suit le oui.", "act": "Délibération 2027-41", "on": "2027-06-20"}
    assert client.post(held.desk("suite/"), {"words": ""}).status_code == 422
    assert client.post(held.desk("suite/"), said).status_code == 302
    page = public.get(held.url("resultats/")).content.decode()
    assert "Le conseil suit le oui." in page
    assert "Délibération 2027-41" in page
    for name in files:
        assert b"".join(public.get(held.url(name)))
    home = public.get(f"/demarches/{held.process.slug}/").content.decode()
    assert "Le oui l’emporte avec" in home


def test_draw_between_equals(client: Client, cast: Any, hold: Hold) -> None:
    from preau.votations.actions import Asked

    texts = (("Un verger", ""), ("Un jardin", ""))
    asked = Asked("Terrain", "Que faire ?", "single", texts, share_percent=0)
    held = hold(asked).hold([([1], 2), ([2], 2)])
    client.force_login(cast.odile)
    draw = held.desk(f"tirage/{held.gare.slug}/")
    assert draw in client.get(held.desk()).content.decode()
    assert client.get(held.desk("proclamation/")).status_code == 403
    assert client.post(draw, {"seed": ""}).status_code == 422
    assert client.post(draw, {"seed": "4 18 33"}).status_code == 302
    assert client.post(draw, {"seed": "autre"}).status_code == 403
    assert held.result().rows[0].rank == 1


def test_drop_and_reorder(client: Client, cast: Any, hold: Hold) -> None:
    from dataclasses import replace

    held = hold(YES_NO, replace(YES_NO, title="Le marché"), replace(YES_NO, title="Le pont"))
    client.force_login(cast.odile)
    assert client.post(held.desk("questions/2/"), {"do": "drop"}).status_code == 302
    assert [one.title for one in held.contests] == ["Rue piétonne", "Le pont"]
    assert list(held.votation.questions.values_list("number", flat=True)) == [1, 2]
    assert client.get(held.desk("questions/3/")).status_code == 404


def test_open_at_its_hour(cast: Any, hold: Hold) -> None:
    """Ready, it is settled by the clock; with unequal positions it waits."""
    from preau.votations.actions import Said, write_positions

    held = hold()
    unequal = [Said("Pour", "x" * 100), Said("Contre", "y")]
    write_positions(question=held.question, positions=unequal, actor=cast.odile)
    open_due()
    assert held.gare.state == Contest.State.DRAFT
    equal = [Said("Pour", "x" * 100), Said("Contre", "y" * 90)]
    write_positions(question=held.question, positions=equal, actor=cast.odile)
    open_due()
    assert held.gare.state == Contest.State.OPEN


def test_vote_on_several_questions(client: Client, cast: Any, hold: Hold) -> None:
    """The ballot says what it is worth; each question has its own box and its own receipt."""
    from dataclasses import replace

    held = hold(YES_NO, replace(YES_NO, title="Le marché", words="Faut-il un marché ?"))
    open_due()
    cast.nadia.zone = cast.zone()
    cast.nadia.save()
    client.force_login(cast.nadia)
    door = f"/demarches/{held.process.slug}/voter/"
    start = client.get(door).content.decode()
    assert "2</b> questions" in start.replace("\u00a0", " ") or "2 questions" in start
    assert "Votation consultative" in start
    assert held.url() in start
    boxes = [f"{door}{one.slug}/choisir/" for one in held.contests]
    assert all(one in start for one in boxes)
    box = f"{door}{held.contests[1].slug}/"
    yes = held.contests[1].options.get(number=1)
    form = client.get(f"{box}choisir/").content.decode()
    assert "Votation consultative" in form
    sent = {"vu": [option.pk for option in held.contests[1].options.all()], "choix": yes.pk}
    assert client.post(f"{box}remplir/", sent | {"then": "review"}).status_code == 302
    assert client.post(f"{box}relire/").status_code == 302
    receipt = client.post(f"{box}relire/", follow=True).content.decode()
    assert "Il vous reste un bulletin" in receipt
    assert held.contests[0].question in receipt
    assert "à répartir" not in receipt, "no money in a question"
    left = client.get(door).content.decode()
    assert [one in left for one in boxes] == [True, False]
    home = client.get(f"/demarches/{held.process.slug}/").content.decode()
    assert "Répondre à une autre question" in home


@pytest.mark.parametrize("who", ["irene", "nadia"])
def test_keep_others_out(client: Client, cast: Any, hold: Hold, who: str) -> None:
    held = hold()
    client.force_login(getattr(cast, who))
    for page in ("", "reglages/", "questions/nouvelle/", "questions/1/positions/", "proclamation/"):
        assert client.get(held.desk(page)).status_code in (403, 404)
    assert client.post(held.desk("arreter/")).status_code in (403, 404)
    assert held.gare.state == Contest.State.DRAFT


def test_read_in_few_statements(
    client: Client, hold: Hold, django_assert_max_num_queries: Any
) -> None:
    """The pages cost the same with one question or five."""
    from dataclasses import replace

    held = hold(*(replace(YES_NO, title=f"Rue {number}") for number in range(5)))
    with django_assert_max_num_queries(24):
        assert client.get(held.url()).status_code == 200
    assert Votation.objects.count() == 1
    assert Process.objects.count() == 1
    assert Step.objects.count() == 2


def test_run_again_from_its_outline(client: Client, cast: Any, hold: Hold) -> None:
    """A votation made again has its questions, positions and ballots, and none of its votes."""
    from preau.processes.outline import lay_outline, outline_of
    from preau.votations.queries import contests_of, questions_of, votation_of

    held = hold(quorum_ballots=40)
    outline = outline_of(held.process)
    again = lay_outline(
        outline, title="Encore", summary="Encore.", actor=cast.odile, first=date(2030, 5, 6)
    )
    votation = votation_of(again)
    assert votation is not None
    assert [len(one.positions.all()) for one in questions_of(votation)] == [2]
    (contest,) = contests_of(again)
    assert contest.document.majority is not None
    assert contest.document.majority.quorum == 40
    assert contest.election.worth == held.election.worth
