"""The sheet: criteria, preview, draft of a no, decision, next item, conflict."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.proposals.models import Status
from preau.reviews.actions import decide
from preau.reviews.models import Decision, Verdict
from preau.reviews.tests.world import World, at

HERE = "/bureau/demarches/bp/propositions"


@pytest.fixture
def karim(world: World, cast: Any, client: Client) -> Client:
    for title in ("Un banc", "Deux bancs", "Trois bancs"):
        world.propose(title, cast.nadia)
    client.force_login(cast.karim)
    return client


def said(world: World, **more: Any) -> dict[str, Any]:
    return {
        "verdict": "refused",
        "motive": world.motive.pk,
        "signed_by": "La Ville",
        "do": "decide",
        **more,
    }


def test_go_around_the_filtered_list(world: World, karim: Client) -> None:
    page = karim.get(f"{HERE}/2/?tri=-numero")
    assert (page.context["before"], page.context["after"]) == (3, 1)
    assert (page.context["place"], page.context["total"]) == (2, 3)


def test_preview_saves_nothing(world: World, karim: Client) -> None:
    page = karim.post(f"{HERE}/1/decision/", said(world, do="preview")).content.decode()
    assert "Ce que tout le monde lira" in page
    assert "La parcelle appartient au Département." in page
    assert Decision.objects.count() == 0


def test_open_next_item_after_deciding(world: World, karim: Client) -> None:
    response = karim.post(f"{HERE}/1/decision/?statut=waiting", said(world))
    assert response["Location"] == f"{HERE}/2/?statut=waiting"
    page = karim.get(response["Location"]).content.decode()
    assert "n° 1 : La Ville ne retient pas cette idée." in page.replace("\u00a0", " ")
    assert "Deux bancs" in page


def test_warn_about_the_draft_of_a_no(world: World, karim: Client) -> None:
    bare = said(world, motive="", words="Ce n’est pas possible.")
    page = karim.post(f"{HERE}/1/decision/", bare).content.decode()
    assert "Aucun article du règlement n’est cité." in page
    assert "Envoyer malgré tout" in page
    assert Decision.objects.count() == 0
    assert karim.post(f"{HERE}/1/decision/", {**bare, "anyway": "1"}).status_code == 302
    assert Decision.objects.get().words == "Ce n’est pas possible."


def test_never_send_a_no_without_reason(world: World, karim: Client) -> None:
    empty = said(world, motive="", words="", anyway="1")
    page = karim.post(f"{HERE}/1/decision/", empty).content.decode()
    assert "Choisissez un motif ou écrivez la raison." in page
    assert "Envoyer malgré tout" not in page
    assert Decision.objects.count() == 0


def test_show_both_when_decided_meanwhile(world: World, cast: Any, karim: Client) -> None:
    other = decide(
        proposal=world.process.proposals.get(number=1),
        step=world.review,
        verdict=Verdict.RETAINED,
        cost_cents=900_00,
        actor=cast.odile,
    )
    mine = said(world, seen="", words="Mes mots à moi.")
    page = karim.post(f"{HERE}/1/decision/", mine)
    text = page.content.decode()
    assert "Odile Lemoine a décidé entre-temps" in text
    assert "Mes mots à moi." in text
    assert Decision.objects.get() == other
    assert f'name="seen" value="{other.pk}"' in text
    assert karim.post(f"{HERE}/1/decision/", {**mine, "seen": other.pk}).status_code == 302
    assert Decision.objects.current().get().supersedes == other


def test_keep_criteria_without_deciding(world: World, cast: Any, client: Client) -> None:
    world.propose("Un banc")
    client.force_login(cast.irene)
    criterion = world.review.criteria.get()
    answers = {f"criterion_{criterion.pk}": "no", "do": "criteria"}
    assert client.post(f"{HERE}/1/decision/", answers).status_code == 302
    page = client.get(f"{HERE}/1/").content.decode()
    assert "Irène Caron" in page
    assert "Publier la réponse" not in page
    assert client.post(f"{HERE}/1/decision/", said(world)).status_code == 403
    client.force_login(cast.karim)
    page = client.get(f"{HERE}/1/").content.decode()
    assert "le motif serait « Terrain qui n’est pas à la Ville »" in page.replace("\u00a0", " ")


def test_merge_by_number(world: World, karim: Client) -> None:
    wrong = said(world, verdict="merged", motive="", target="99")
    assert (
        "Donnez le numéro d’une idée" in karim.post(f"{HERE}/1/decision/", wrong).content.decode()
    )
    assert karim.post(f"{HERE}/1/decision/", {**wrong, "target": "2"}).status_code == 302
    merged = world.process.proposals.get(number=1)
    assert (merged.status, merged.merged_into.number) == (Status.MERGED, 2)
    assert "Idées regroupées ici" in karim.get(f"{HERE}/2/").content.decode()


@pytest.mark.parametrize(
    ("typed", "cents"), [("85 000", 8_500_000), ("1 200,50 €", 120_050), ("1\u00a0000", 100_000)]
)
def test_read_amounts_as_typed(world: World, karim: Client, typed: str, cents: int) -> None:
    karim.post(f"{HERE}/1/decision/", said(world, verdict="retained", motive="", cost=typed))
    assert world.process.proposals.get(number=1).cost_cents == cents


@pytest.mark.parametrize("typed", ["beaucoup", "-5", "1e30", "12,345", "NaN"])
def test_refuse_odd_amounts(world: World, karim: Client, typed: str) -> None:
    page = karim.post(f"{HERE}/1/decision/", said(world, verdict="retained", cost=typed))
    assert "Donnez un montant" in page.content.decode()


def test_correct_place_with_public_trace(world: World, cast: Any, karim: Client) -> None:
    sent = {"zone": cast.zone().pk, "theme": "", "place": "Rue Haute", "why": "Vu sur place."}
    assert karim.post(f"{HERE}/1/corriger/", sent).status_code == 302
    proposal = world.process.proposals.get(number=1)
    assert (proposal.zone, proposal.place) == (cast.zone(), "Rue Haute")
    assert "Vu sur place." in proposal.events.last().sentence


def test_a_service_gives_the_cost_until_the_vote(world: World, cast: Any, karim: Client) -> None:
    irene = Client()
    irene.force_login(cast.irene)
    sent = {"cost": "12 500,50", "why": "Devis reçu."}
    assert irene.post(f"{HERE}/1/corriger/", sent).status_code == 302
    proposal = world.process.proposals.get(number=1)
    assert proposal.cost_cents == 1_250_050
    journal = karim.get("/bureau/demarches/bp/journal/").content.decode()
    assert "(coût)" in journal
    assert "cost_cents" not in journal
    assert (
        "Donnez un montant" in irene.post(f"{HERE}/1/corriger/", {"cost": "peu"}).content.decode()
    )
    assert irene.post(f"{HERE}/1/corriger/", {"cost": ""}).status_code == 302
    with clock.stopped(at(5, 12)):
        irene.post(f"{HERE}/1/corriger/", {"cost": "1"})
        assert 'name="cost"' not in irene.get(f"{HERE}/1/").content.decode()
    proposal.refresh_from_db()
    assert proposal.cost_cents == 1_250_050


def test_entrust_from_the_sheet_until_a_day(world: World, cast: Any, karim: Client) -> None:
    sent = {"service": cast.service().pk, "due_on": "2031-06-12"}
    assert karim.post(f"{HERE}/1/corriger/", sent).status_code == 302
    page = karim.get(f"{HERE}/1/").content.decode()
    assert "pour le jeudi 12\u00a0juin 2031" in page
    assert 'value="2031-06-12"' in page


def test_show_answer_on_public_page(world: World, cast: Any, client: Client) -> None:
    proposal = world.propose("Un banc")
    assert (
        "Réponse de la collectivité" not in client.get(proposal.get_absolute_url()).content.decode()
    )
    for sentence in ("Première phrase.", "Seconde phrase."):
        decide(
            proposal=proposal,
            step=world.review,
            verdict=Verdict.REFUSED,
            motive=world.motive,
            words=sentence,
            actor=cast.karim,
        )
    page = client.get(proposal.get_absolute_url()).content.decode().replace("\u00a0", " ")
    answer = page.split("Réponse de la collectivité")[1].split("</section>")[0]
    assert "La Ville ne retient pas cette idée." in answer
    assert "Ce qui reste possible : La Ville a transmis votre demande" in answer.replace(
        "</strong>", ""
    ).replace("<strong>", "")
    assert answer.index("Seconde phrase.") < answer.index("Première phrase.")
