"""Several services are asked at once; each answers, signs, hands over; nothing is overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import Membership, Role, User
from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.messaging.models import Email
from preau.processes.desk import tasks_for
from preau.proposals.models import Status
from preau.reviews.actions import decide
from preau.reviews.links import opinion_link
from preau.reviews.models import Opinion, ReviewSettings, Round, Verdict
from preau.reviews.opinions import (
    ask_opinions,
    reopen_opinion,
    save_opinion,
    transfer_opinion,
    withdraw_opinion,
)
from preau.reviews.progress import standing_opinions, state_line
from preau.reviews.synthesis import synthesise

ANSWER = {"stance": "favourable", "words": "Oui, au printemps."}


def fresh(person: Any) -> User:
    return User.objects.get(pk=person.pk)


def ask(world: Any, cast: Any, *names: str, **more: Any) -> tuple[Any, list[Opinion]]:
    idea = world.propose("Un verger", author=cast.nadia)
    services = [cast.service(name) for name in names]
    asked = ask_opinions(
        proposal=idea, step=world.review, services=services, actor=cast.odile, **more
    )
    return idea, asked


def test_ask_several_services_at_once(world: Any, cast: Any) -> None:
    irene = cast.irene
    idea, asked = ask(world, cast, "Espaces verts", "Voirie", due_on=date(2027, 4, 2))
    assert [one.service.name for one in asked] == ["Espaces verts", "Voirie"]
    idea.refresh_from_db()
    assert idea.status == Status.REVIEW
    mail = Email.objects.get(kind="opinion")
    assert (mail.to, "2 avril" in mail.text.replace("\u00a0", " ")) == (irene.email, True)
    task = tasks_for(fresh(irene), clock.now())[0]
    assert (task.number, task.verb, task.asked_by) == (1, "Donner un avis", "Odile Lemoine")
    again = ask_opinions(
        proposal=idea, step=world.review, services=[cast.service("Voirie")], actor=cast.odile
    )
    assert again == []


def test_tell_where_it_stands(world: Any, cast: Any) -> None:
    irene = cast.irene
    idea, asked = ask(world, cast, "Espaces verts", "Voirie", "Écoles", due_on=date(2027, 4, 2))
    save_opinion(opinion=asked[0], answers=ANSWER, seen=0, actor=irene, sign=True)
    said = state_line(standing_opinions(idea, world.review), world.review)
    expected = "1 avis sur 3 reçu, dernier attendu le 2 avril, décision attendue le 30 avril."
    assert said.replace("\u00a0", " ") == expected


def test_use_the_days_of_the_round(world: Any, cast: Any) -> None:
    Round.objects.create(
        step=world.review, number=2, kind="study", title="Étude", held_by="services", days=10
    )
    _idea, asked = ask(world, cast, "Voirie")
    assert asked[0].due_on == date(2027, 3, 22)


def test_answer_for_own_service_only(world: Any, cast: Any) -> None:
    _idea, (opinion,) = ask(world, cast, "Voirie")
    with pytest.raises(Refused, match="Voirie"):
        save_opinion(opinion=opinion, answers=ANSWER, seen=0, actor=cast.irene)
    with pytest.raises(Refused):
        ask_opinions(
            proposal=opinion.proposal,
            step=world.review,
            services=[cast.service()],
            actor=cast.irene,
        )


def test_overwrite_nothing_unseen(world: Any, cast: Any) -> None:
    _idea, (opinion,) = ask(world, cast, "Espaces verts")
    other = cast._agent("Zoé", "Roy", "agent", service=cast.service())
    first = save_opinion(opinion=opinion, answers=ANSWER, seen=0, actor=cast.irene)
    assert first.version == 1
    with pytest.raises(Refused, match="Irène Caron a écrit"):
        save_opinion(opinion=opinion, answers={"words": "Non."}, seen=0, actor=other)
    opinion.refresh_from_db()
    assert opinion.words == ANSWER["words"]
    mine = save_opinion(opinion=opinion, answers={"words": "Non."}, seen=1, actor=other)
    assert (mine.version, mine.edited_by_name) == (2, "Zoé Roy")


def test_sign_whole_opinions_only(world: Any, cast: Any) -> None:
    _idea, (opinion,) = ask(world, cast, "Espaces verts")
    irene = cast.irene
    cases = (
        ({}, "Choisissez un avis"),
        ({"stance": "unfavourable"}, "Dites pourquoi"),
        ({**ANSWER, "cost_low_cents": 200, "cost_high_cents": 100}, "plus petit"),
    )
    for answers, said in cases:
        with pytest.raises(Refused, match=said):
            save_opinion(opinion=opinion, answers=answers, seen=0, actor=irene, sign=True)
    done = save_opinion(opinion=opinion, answers=ANSWER, seen=0, actor=irene, sign=True)
    assert (done.signed_by_name, done.signed_at) == ("Irène Caron", clock.now())
    with pytest.raises(Refused, match="ne change plus"):
        save_opinion(opinion=opinion, answers={}, seen=done.version, actor=irene)


def test_reopen_with_a_trace(world: Any, cast: Any) -> None:
    _idea, (opinion,) = ask(world, cast, "Espaces verts")
    save_opinion(opinion=opinion, answers=ANSWER, seen=0, actor=cast.irene, sign=True)
    with pytest.raises(Refused, match="pourquoi"):
        reopen_opinion(opinion=opinion, why=" ", actor=cast.irene)
    reopen_opinion(opinion=opinion, why="Le devis a changé.", actor=cast.irene)
    opinion.refresh_from_db()
    assert (opinion.signed_at, opinion.words) == (None, ANSWER["words"])
    entry = Entry.objects.get(verb="reopened_opinion")
    assert entry.data["signed"] == "Favorable. Oui, au printemps."


def test_hand_over_to_another_service(world: Any, cast: Any) -> None:
    zoe = cast._agent("Zoé", "Roy", "agent", service=cast.service("Voirie"))
    idea, (opinion,) = ask(world, cast, "Espaces verts", due_on=date(2027, 3, 12))
    heir = transfer_opinion(
        opinion=opinion, service=cast.service("Voirie"), why="C’est une rue.", actor=cast.irene
    )
    opinion.refresh_from_db()
    assert (opinion.transferred_to, opinion.closed_why) == (heir, "C’est une rue.")
    assert heir.due_on == date(2027, 3, 15)
    assert Email.objects.filter(to=zoe.email, kind="opinion").exists()
    assert [one.service.name for one in standing_opinions(idea, world.review)] == ["Voirie"]
    withdraw_opinion(opinion=heir, why="Plus besoin.", actor=cast.odile)
    assert standing_opinions(idea, world.review) == []


def test_sign_a_joint_opinion(world: Any, cast: Any) -> None:
    zoe = cast._agent("Zoé", "Roy", "agent", service=cast.service("Voirie"))
    _idea, (first, second) = ask(world, cast, "Espaces verts", "Voirie", is_joint=True)
    with pytest.raises(Refused, match="pas encore signé par Espaces verts"):
        save_opinion(opinion=second, answers={}, seen=0, actor=zoe, sign=True)
    save_opinion(opinion=first, answers=ANSWER, seen=0, actor=cast.irene, sign=True)
    done = save_opinion(opinion=second, answers={}, seen=0, actor=fresh(zoe), sign=True)
    assert done.answer.words == ANSWER["words"]
    reopen_opinion(opinion=first, why="Erreur.", actor=cast.odile)
    second.refresh_from_db()
    assert second.signed_at is None


def test_decide_on_a_synthesis(world: Any, cast: Any) -> None:
    ReviewSettings.objects.create(step=world.review, requires_synthesis=True)
    world.review.refresh_from_db()
    idea, (opinion,) = ask(world, cast, "Espaces verts")
    asked = {"proposal": idea, "step": world.review, "cost_cents": 100, "actor": cast.karim}
    with pytest.raises(Refused, match="synthèse"):
        decide(verdict=Verdict.RETAINED, **asked)
    save_opinion(opinion=opinion, answers=ANSWER, seen=0, actor=cast.irene, sign=True)
    assert "Écrire la synthèse" in [
        str(one.verb) for one in tasks_for(fresh(cast.odile), clock.now())
    ]
    facts = {"outcome": "go", "words": "Simple.", "cost_cents": 100}
    synthesise(proposal=idea, step=world.review, seen=None, actor=cast.odile, **facts)
    with pytest.raises(Refused, match="entre-temps"):
        synthesise(proposal=idea, step=world.review, seen=None, actor=cast.odile, **facts)
    assert decide(verdict=Verdict.RETAINED, **asked).verdict == "retained"


def test_work_from_the_sheet(world: Any, cast: Any, client: Client) -> None:
    client.force_login(cast.odile)
    idea = world.propose("Un verger")
    sheet = f"/bureau/demarches/bp/propositions/{idea.number}/"
    data = {"services": [cast.service().pk], "due_on": "2027-04-02"}
    client.post(f"{sheet}avis/", data)
    opinion = Opinion.objects.get()
    client.force_login(cast.irene)
    page = client.get(sheet).content.decode()
    assert "L’avis de votre service, Espaces verts" in page
    url = f"/bureau/avis/{opinion.pk}/"
    typed = {"version": 0, "words": "Presque", "cost_low_cents": "12 000"}
    kept = client.post(url, typed, headers={"X-Requested-With": "autosave"})
    assert (kept.status_code, kept.headers["X-Version"]) == (204, "1")
    page = client.post(url, typed | {"version": 1, "do": "sign"}).content.decode()
    assert "Choisissez un avis." in page
    assert "Presque" in page
    done = client.post(url, typed | {"version": 1, "do": "sign", "stance": "favourable"})
    assert done.headers["Location"] == "/bureau/"
    opinion.refresh_from_db()
    assert (opinion.cost_low_cents, opinion.signed_by) == (1_200_000, cast.irene)


def test_show_both_texts(world: Any, cast: Any, client: Client) -> None:
    _idea, (opinion,) = ask(world, cast, "Espaces verts")
    other = cast._agent("Zoé", "Roy", "agent", service=cast.service())
    save_opinion(opinion=opinion, answers=ANSWER, seen=0, actor=other)
    client.force_login(cast.irene)
    url, typed = f"/bureau/avis/{opinion.pk}/", {"version": 0, "words": "Mes mots"}
    late = client.post(url, typed, headers={"X-Requested-With": "autosave"})
    assert ("X-Refused" in late.headers, "Zoé Roy" in late.content.decode()) == (True, True)
    page = client.post(url, typed | {"do": "save"}).content.decode()
    assert "Mes mots" in page
    assert "Ce que Zoé Roy a écrit" in page
    assert ANSWER["words"] in page
    opinion.refresh_from_db()
    assert opinion.words == ANSWER["words"]


def test_answer_from_the_link_of_a_mail(world: Any, cast: Any, client: Client) -> None:
    _idea, (opinion,) = ask(world, cast, "Espaces verts")
    path = opinion_link(opinion, cast.irene).split("testserver", 1)[-1]
    path = path[path.index("/avis/") :]
    page = client.get(path)
    assert "Vous signez comme Irène Caron" in page.content.decode()
    typed = {"version": 0, "stance": "favourable", "words": "Oui.", "do": "sign"}
    assert "est signé par Irène Caron" in client.post(path, typed).content.decode()
    opinion.refresh_from_db()
    assert opinion.signed_by == cast.irene
    assert "ne change plus" in client.post(path, typed).content.decode()
    assert client.get(path[:-3] + "x/").status_code == 410
    assert client.get("/bureau/").status_code == 302


def test_answer_without_an_account(world: Any, cast: Any, client: Client) -> None:
    service = cast.service("Eau")
    service.email = "eau@example.org"
    service.save()
    _idea, (opinion,) = ask(world, cast, "Eau")
    assert Email.objects.get(kind="opinion").to == "eau@example.org"
    link = opinion_link(opinion, None)
    path = link[link.index("/avis/") :]
    typed = {"version": 0, "stance": "not_concerned", "do": "sign"}
    page = client.post(path, typed).content.decode()
    assert "Écrivez votre nom" in page
    client.post(path, typed | {"name": "Ali Ben"})
    opinion.refresh_from_db()
    assert (opinion.signed_by, opinion.signed_by_name) == (None, "Ali Ben")


def test_leave_the_link_of_who_left(world: Any, cast: Any, client: Client) -> None:
    _idea, (opinion,) = ask(world, cast, "Espaces verts")
    link = opinion_link(opinion, cast.irene)
    Membership.objects.filter(user=cast.irene).delete()
    Membership.objects.filter(role=Role.AGENT).delete()
    page = client.get(link[link.index("/avis/") :]).content.decode()
    assert "Seuls les agents du service" in page


def test_open_the_sheet_in_few_statements(
    world: Any, cast: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    names = [f"Service {n}" for n in range(12)]
    idea, asked = ask(world, cast, *names)
    client.force_login(cast.odile)
    with django_assert_max_num_queries(61):
        client.get(f"/bureau/demarches/bp/propositions/{idea.number}/")
    with django_assert_max_num_queries(25):
        client.get("/bureau/services/")
    assert len(asked) == 12
