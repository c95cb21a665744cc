"""The deposit from the first page to the receipt, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import User
from preau.kernel import clock
from preau.messaging.models import Email
from preau.processes.models import Requirement, Step
from preau.proposals.models import Draft, Proposal, Support

Put = Callable[..., Proposal]
START = "/demarches/bp/proposer/"

ANSWERS: dict[str, dict[str, str]] = {
    "titre": {"title": "  Des bancs   à l’ombre ", "theme": "nature"},
    "lieu": {"where": "place", "zone": "gare", "place": "Rue des Tilleuls"},
    "idee": {
        "finding": "On attend le bus debout.",
        "idea": "Poser trois bancs sous les arbres, avec un dossier.",
        "audience": "Les personnes âgées.",
    },
    "photo": {"alt": ""},
    "cout": {"cost": "12 000 €"},
    "auteur": {"author_kind": "alone", "author_name": "Nadia B."},
}


@pytest.fixture
def town(step: Step, themes: Any, cast: Any) -> Step:
    cast.zone()
    return step


def text_of(response: Any) -> str:
    return str(response.content.decode())


def start(client: Client) -> int:
    response = client.post(START)
    assert response.status_code == 302
    draft = Draft.objects.latest("pk")
    assert response["Location"] == f"{START}{draft.pk}/titre/"
    return int(draft.pk)


def fill(client: Client, draft: int, **changed: dict[str, str]) -> None:
    """Answer every page in order; each leads to the next."""
    pages = list(ANSWERS)
    for place, page in enumerate(pages):
        response = client.post(f"{START}{draft}/{page}/", changed.get(page, ANSWERS[page]))
        after = pages[place + 1] if place + 1 < len(pages) else "relire"
        assert response.status_code == 302, (
            page,
            response.context and response.context["form"].errors,
        )
        assert response["Location"] == f"{START}{draft}/{after}/"


def test_deposit_from_start_to_receipt(client: Client, town: Step, cast: Any) -> None:
    nadia = cast.nadia
    assert "Commencer" in text_of(client.get(START))
    draft = start(client)
    for page in ANSWERS:
        assert client.get(f"{START}{draft}/{page}/").status_code == 200
    fill(client, draft)
    review = text_of(client.get(f"{START}{draft}/relire/"))
    assert "Des bancs" in review
    assert "Gare, Rue des Tilleuls" in review
    assert "12\u00a0000\u00a0€" in review
    client.force_login(nadia)
    response = client.post(f"{START}{draft}/relire/", follow=True)
    page = text_of(response)
    assert response.redirect_chain[-1][0] == f"{START}{draft}/recu/"
    assert "n°\u00a01" in page
    assert "mercredi 31\u00a0mars" in page.lower()
    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.author, proposal.author_name) == (
        "Des bancs à l’ombre",
        nadia,
        "Nadia B.",
    )
    assert proposal.zone is not None
    assert (proposal.zone.name, proposal.place) == ("Gare", "Rue des Tilleuls")
    assert (proposal.declared_cost_cents, proposal.cost_cents) == (12_000_00, None)
    assert proposal.theme is not None
    assert proposal.theme.code == "nature"
    assert Email.objects.get().kind == "deposit_receipt"


def test_ask_identity_after_the_gesture(client: Client, town: Step, cast: Any) -> None:
    Requirement.objects.all().delete()
    nadia = cast.nadia
    draft = start(client)
    fill(client, draft)
    response = client.post(f"{START}{draft}/relire/")
    assert response["Location"].startswith("/connexion/?suite=")
    assert Proposal.objects.count() == 0
    client.force_login(nadia)
    client.get(f"{START}{draft}/deposer/")
    assert Proposal.objects.get().author == nadia


@pytest.mark.parametrize(("kind", "asked"), [("alone", False), ("group", True)])
def test_ask_a_name_once(client: Client, town: Step, cast: Any, kind: str, asked: bool) -> None:
    """The name shown beside an idea is not asked again; a group's is not its author's."""
    Requirement.objects.create(step=town, order=9, kind="name")
    paul = cast.paul
    paul.public_name = ""
    paul.save()
    client.force_login(paul)
    draft = start(client)
    fill(client, draft, auteur={"author_kind": kind, "author_name": "Paul, du Plateau"})
    page = client.post(f"{START}{draft}/relire/", follow=True)
    assert ("Sous quel nom" in text_of(page)) is asked
    paul.refresh_from_db()
    assert paul.public_name == ("" if asked else "Paul, du Plateau")


def test_deposit_nothing_unasked(client: Client, town: Step, cast: Any) -> None:
    draft = start(client)
    fill(client, draft)
    client.force_login(cast.nadia)
    response = client.get(f"{START}{draft}/deposer/")
    assert response["Location"] == f"{START}{draft}/relire/"
    assert Proposal.objects.count() == 0


def test_deposit_once(client: Client, town: Step, cast: Any) -> None:
    client.force_login(cast.nadia)
    draft = start(client)
    fill(client, draft)
    for _again in range(2):
        response = client.post(f"{START}{draft}/relire/", follow=True)
        assert response.redirect_chain[-1][0] == f"{START}{draft}/recu/"
    assert client.get(f"{START}{draft}/deposer/")["Location"] == f"{START}{draft}/recu/"
    assert client.get(f"{START}{draft}/titre/")["Location"] == f"{START}{draft}/recu/"
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "posted", "message"),
    [
        ("titre", {"title": ""}, "Donnez un titre à votre idée"),
        ("titre", {"title": "a" * 121}, "Raccourcissez le titre"),
        ("lieu", {}, "Dites si l’idée a un lieu précis"),
        ("lieu", {"where": "place", "place": "Ici"}, "Choisissez le quartier"),
        ("lieu", {"where": "place", "zone": "gare"}, "Écrivez le lieu"),
        ("idee", {"finding": "Constat gardé"}, "Décrivez ce que vous proposez"),
        ("idee", {"idea": "Texte court gardé"}, "Ajoutez quelques mots"),
        ("idee", {"idea": "mot " * 510}, "Raccourcissez les trois textes de 39 signes"),
        ("cout", {"cost": "beaucoup"}, "Écrivez le coût en chiffres"),
        ("auteur", {"author_kind": "alone"}, "Écrivez le nom à afficher"),
        ("auteur", {"author_name": "Lucas"}, "Dites qui dépose"),
        ("auteur", {"author_kind": "minor", "author_name": "Lucas"}, "Écrivez le nom d’un adulte"),
        (
            "auteur",
            {"author_kind": "minor", "author_name": "L.", "guardian_email": "non"},
            "Écrivez une adresse comme prenom@exemple.fr",
        ),
    ],
)
def test_keep_what_is_wrong(
    client: Client, town: Step, page: str, posted: dict[str, str], message: str
) -> None:
    draft = start(client)
    response = client.post(f"{START}{draft}/{page}/", posted)
    text = text_of(response)
    assert response.status_code == 200
    assert "<title>Erreur" in text.replace("\n", "")
    assert text.count(message) >= 2, "in the summary and beside the field"
    for value in posted.values():
        assert value[:40] in text
    kept = Draft.objects.get(pk=draft).data
    assert {name: kept[name] for name in posted} == posted


def test_refuse_a_point_outside(client: Client, town: Step) -> None:
    draft = start(client)
    posted = {"where": "place", "place": "Au loin", "longitude": "3.1", "latitude": "45.2"}
    text = text_of(client.post(f"{START}{draft}/lieu/", posted))
    assert "Ce lieu est hors de la commune" in text
    assert Draft.objects.get(pk=draft).data["place"] == "Au loin"
    fill_but_place = {page: answers for page, answers in ANSWERS.items() if page != "lieu"}
    for page, answers in fill_but_place.items():
        client.post(f"{START}{draft}/{page}/", answers)
    text = text_of(client.post(f"{START}{draft}/relire/"))
    assert "Choisissez un lieu dans la commune" in text


def test_deduce_zone_from_point(client: Client, town: Step, cast: Any) -> None:
    client.force_login(cast.nadia)
    draft = start(client)
    fill(
        client,
        draft,
        lieu={"where": "place", "place": "", "longitude": "1.43", "latitude": "47.01"},
    )
    client.post(f"{START}{draft}/relire/", follow=True)
    proposal = Proposal.objects.get()
    assert proposal.zone == cast.zone()
    assert (proposal.longitude, proposal.latitude) == (1.43, 47.01)


def test_deposit_for_the_whole_town(client: Client, town: Step, cast: Any) -> None:
    client.force_login(cast.nadia)
    draft = start(client)
    fill(client, draft, lieu={"where": "town", "place": "reste", "zone": "gare"})
    client.post(f"{START}{draft}/relire/", follow=True)
    proposal = Proposal.objects.get()
    assert (proposal.zone, proposal.place, proposal.longitude) == (None, "", None)


def test_tell_the_adult_of_a_minor(client: Client, town: Step, cast: Any) -> None:
    client.force_login(cast.lucas)
    draft = start(client)
    fill(
        client,
        draft,
        auteur={
            "author_kind": "minor",
            "author_name": "Lucas",
            "guardian_name": "Anne Petit",
            "guardian_email": "Anne@example.org",
        },
    )
    client.post(f"{START}{draft}/relire/", follow=True)
    proposal = Proposal.objects.get()
    assert proposal.guardian == "Anne Petit <Anne@example.org>"
    assert Email.objects.get(kind="deposit_guardian").to == "anne@example.org"
    assert "Anne" not in text_of(client.get(proposal.get_absolute_url()))


def test_respect_the_ceiling(client: Client, town: Step) -> None:
    rules = town.collection
    rules.most_cost_cents = 250_000_00
    rules.save()
    draft = start(client)
    text = text_of(client.post(f"{START}{draft}/cout/", {"cost": "300000"}))
    assert "Le règlement limite un projet à 250\u00a0000\u00a0€" in text


def test_leave_out_pages_not_asked(client: Client, town: Step) -> None:
    rules = town.collection
    rules.asks_cost = rules.asks_picture = False
    rules.save()
    draft = start(client)
    assert client.get(f"{START}{draft}/photo/").status_code == 404
    response = client.post(f"{START}{draft}/idee/", ANSWERS["idee"])
    assert response["Location"] == f"{START}{draft}/auteur/"
    assert "3 sur 4" in text_of(client.get(f"{START}{draft}/idee/"))


def test_come_back_to_the_review(client: Client, town: Step) -> None:
    draft = start(client)
    fill(client, draft)
    posted = {**ANSWERS["titre"], "title": "Six bancs", "relire": "1"}
    response = client.post(f"{START}{draft}/titre/", posted)
    assert response["Location"] == f"{START}{draft}/relire/"


def test_keep_the_text_when_closed(client: Client, town: Step) -> None:
    draft = start(client)
    fill(client, draft)
    assert town.closes_at is not None
    with clock.stopped(town.closes_at):
        for address in ("idee", "relire"):
            response = client.get(f"{START}{draft}/{address}/")
            assert response.status_code == 403
            assert "Poser trois bancs sous les arbres" in text_of(response)
        assert client.get(START).status_code == 403
        assert client.post(START).status_code == 403


def test_accept_a_gesture_made_in_time(client: Client, town: Step, cast: Any) -> None:
    Requirement.objects.all().delete()
    draft = start(client)
    fill(client, draft)
    assert town.closes_at is not None
    with clock.stopped(town.closes_at - timedelta(minutes=2)):
        client.post(f"{START}{draft}/relire/")
    client.force_login(cast.nadia)
    with clock.stopped(town.closes_at + timedelta(minutes=20)):
        response = client.get(f"{START}{draft}/deposer/")
        assert response["Location"] == f"{START}{draft}/recu/"


def test_refuse_an_identity_too_late(client: Client, town: Step, cast: Any) -> None:
    Requirement.objects.all().delete()
    draft = start(client)
    fill(client, draft)
    client.post(f"{START}{draft}/relire/")
    client.force_login(cast.nadia)
    assert town.closes_at is not None
    with clock.stopped(town.closes_at + timedelta(hours=2)):
        response = client.get(f"{START}{draft}/deposer/")
    assert response.status_code == 403
    assert Proposal.objects.count() == 0


def test_refuse_who_is_too_young(client: Client, town: Step, cast: Any) -> None:
    Requirement.objects.create(step=town, order=2, kind="age", rule={"least": 16})
    client.force_login(cast.lucas)
    assert "Il faut avoir 16 ans" in text_of(client.get(START))


def test_show_similar_ideas(client: Client, town: Step, deposit: Put, cast: Any) -> None:
    deposit("Des bancs à l’ombre des arbres", zone_id=cast.zone().pk)
    draft = start(client)
    response = client.post(f"{START}{draft}/titre/", ANSWERS["titre"])
    assert response["Location"] == f"{START}{draft}/proches/titre/"
    text = text_of(client.get(response["Location"]))
    assert "Une idée ressemble à la vôtre" in text
    assert f'href="{START}{draft}/lieu/"' in text
    assert Draft.objects.get(pk=draft).data["shown"]["titre"][0]["number"] == 1
    again = client.post(f"{START}{draft}/titre/", ANSWERS["titre"])
    assert again["Location"] == f"{START}{draft}/lieu/", "shown once"


def test_join_the_same_idea(client: Client, town: Step, deposit: Put, cast: Any) -> None:
    Requirement.objects.all().delete()
    kept = deposit("Des bancs à l’ombre des arbres")
    draft = start(client)
    address = f"{START}{draft}/rejoindre/{kept.number}/"
    assert client.get(address).status_code == 200
    response = client.post(address, {"words": "Avec des accoudoirs."})
    assert response["Location"].startswith("/connexion/?suite=")
    client.force_login(cast.paul)
    response = client.get(address)
    assert response["Location"].startswith(kept.get_absolute_url())
    joined = Support.objects.get()
    assert (joined.user, joined.words, joined.is_coauthor) == (
        cast.paul,
        "Avec des accoudoirs.",
        True,
    )
    assert not Draft.objects.filter(pk=draft).exists()
    assert "la rejoint" in text_of(client.get(kept.get_absolute_url()))


def test_keep_others_out(client: Client, town: Step, cast: Any) -> None:
    draft = start(client)
    stranger = Client()
    for page in ("titre", "relire", "recu", "plus-tard", "supprimer", "deposer", "proches/titre"):
        assert stranger.get(f"{START}{draft}/{page}/").status_code == 404
    stranger.force_login(cast.odile)
    assert stranger.get(f"{START}{draft}/titre/").status_code == 404
    assert stranger.post(f"/demarches/bp/brouillon/{draft}/", {"title": "x"}).status_code == 404


def test_attach_draft_to_person(client: Client, town: Step, cast: Any) -> None:
    draft = start(client)
    client.force_login(cast.nadia)
    client.post(f"{START}{draft}/titre/", ANSWERS["titre"])
    assert Draft.objects.get(pk=draft).user == User.objects.get(email="nadia@example.org")
