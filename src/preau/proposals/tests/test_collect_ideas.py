"""The deposit step in its five states; who may deposit, edit, support."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from preau.kernel import clock
from preau.ledger.models import Entry
from preau.processes.kinds import NowState
from preau.processes.models import Process, Requirement, Step
from preau.proposals.actions import set_status
from preau.proposals.models import Proposal, Status, Support, Version
from preau.proposals.policies import may_deposit, may_edit
from preau.proposals.supports import support

Put = Callable[..., Proposal]


def text_of(response: Any) -> str:
    return str(response.content.decode())


def now_of(step: Step, person: Any) -> Any:
    return step.behaviour.now(step, person, clock.now())


def test_know_the_five_states(step: Step, deposit: Put, cast: Any) -> None:
    assert step.opens_at is not None
    assert step.closes_at is not None
    assert now_of(step, AnonymousUser()).state is NowState.OPEN
    Requirement.objects.create(step=step, order=2, kind="age", rule={"least": 16})
    young = now_of(step, cast.lucas)
    assert young.state is NowState.REFUSED
    assert "16 ans" in young.text
    deposit("Un banc")
    mine = now_of(step, cast.nadia)
    assert mine.state is NowState.DONE
    assert "n°\u00a01" in mine.title
    with clock.stopped(step.opens_at - timedelta(hours=1)):
        assert now_of(step, cast.nadia).state is NowState.BETWEEN
    with clock.stopped(step.closes_at):
        over = now_of(step, cast.nadia)
        assert (over.state, over.text) == (NowState.FINISHED, "1 idée déposée")


def test_ask_little_to_know(
    step: Step, deposit: Put, cast: Any, django_assert_num_queries: Any
) -> None:
    nadia = cast.nadia
    deposit("Un banc")
    with django_assert_num_queries(0):
        now_of(step, AnonymousUser())
    with django_assert_num_queries(2):
        now_of(step, nadia)


def test_sum_up(step: Step, deposit: Put) -> None:
    assert step.behaviour.summary(step) == ""
    deposit("Un banc")
    deposit("Un arbre")
    assert step.behaviour.summary(step) == "2 idées déposées"


def test_refuse_deposit_out_of_time(step: Step, cast: Any) -> None:
    assert step.opens_at is not None
    assert step.closes_at is not None
    assert may_deposit(cast.nadia, step) is None
    for moment, code in (
        (step.opens_at - timedelta(1), "not_open_yet"),
        (step.closes_at, "closed"),
    ):
        refusal = may_deposit(cast.nadia, step, moment)
        assert refusal is not None
        assert refusal.code == code


def test_let_the_author_alone_edit(step: Step, deposit: Put, cast: Any) -> None:
    proposal = deposit("Un banc")

    def code(person: Any) -> str:
        refusal = may_edit(person, proposal)
        return "" if refusal is None else refusal.code

    assert code(cast.nadia) == ""
    assert [code(one) for one in (AnonymousUser(), cast.paul, cast.odile)] == ["not_the_author"] * 3
    assert step.closes_at is not None
    with clock.stopped(step.closes_at):
        assert code(cast.nadia) == "closed"
    set_status(proposal=proposal, status=Status.REVIEW, actor=cast.odile, sentence="À l’étude.")
    assert code(cast.nadia) == "in_review"
    set_status(proposal=proposal, status=Status.PRECISION, actor=cast.odile, sentence="Où ?")
    with clock.stopped(step.closes_at):
        assert code(cast.nadia) == ""


def test_edit_with_history(client: Client, deposit: Put, cast: Any) -> None:
    deposit("Un banc", idea="Un banc rouge au soleil, avec un dossier et deux accoudoirs.")
    address = "/demarches/bp/projets/1/modifier/"
    assert client.get(address).status_code == 403
    client.force_login(cast.nadia)
    assert "Un banc rouge" in text_of(client.get(address))
    wrong = text_of(client.post(address, {"title": "", "idea": "Un texte gardé"}))
    assert "Donnez un titre à votre idée" in wrong
    assert "Un texte gardé" in wrong
    posted = {
        "title": "Deux bancs",
        "idea": "Deux bancs verts au soleil, avec un dossier et deux accoudoirs.",
    }
    response = client.post(address, posted)
    assert response["Location"] == "/demarches/bp/projets/1-deux-bancs/"
    assert Version.objects.get().changes["title"] == ["Un banc", "Deux bancs"]
    page = text_of(client.get(response["Location"]))
    assert "Ce qui a changé depuis le dépôt" in page


def test_support_signed_in(client: Client, deposit: Put, cast: Any) -> None:
    proposal = deposit("Un banc")
    client.force_login(cast.paul)
    address = "/demarches/bp/projets/1/suivre/"
    for _again in range(2):
        assert client.post(address)["Location"] == proposal.get_absolute_url()
    assert Support.objects.get().user == cast.paul
    assert "Vous suivez cette idée" in text_of(client.get(proposal.get_absolute_url()))
    assert "Un banc" in text_of(client.get("/mon-espace/"))
    client.post(address, {"geste": "quitter"})
    assert not Support.objects.exists()
    written = Entry.objects.filter(actor=cast.paul).order_by("pk")
    assert [one.verb for one in written] == ["supported", "left"]


def test_support_before_signing_in(client: Client, deposit: Put, cast: Any) -> None:
    deposit("Un banc")
    address = "/demarches/bp/projets/1/suivre/"
    assert f'href="{address}"' in text_of(client.get("/demarches/bp/projets/1/", follow=True))
    assert f'action="{address}"' in text_of(client.get(address))
    assert not client.session.keys()
    response = client.post(address)
    assert response["Location"] == f"/connexion/?suite={address.replace('/', '%2F')}"
    client.force_login(cast.paul)
    client.get(address)
    assert Support.objects.get().user == cast.paul


def test_support_nothing_by_a_link(client: Client, deposit: Put, cast: Any) -> None:
    deposit("Un banc")
    client.force_login(cast.paul)
    client.get("/demarches/bp/projets/1/suivre/")
    assert not Support.objects.exists()


def test_join_once(deposit: Put, cast: Any) -> None:
    proposal = deposit("Un banc")
    support(proposal=proposal, person=cast.paul)
    for _again in range(2):
        support(proposal=proposal, person=cast.paul, words="Avec dossier.", is_coauthor=True)
    joined = Support.objects.get()
    assert (joined.is_coauthor, joined.words) == (True, "Avec dossier.")
    support(proposal=proposal, person=cast.paul)
    joined.refresh_from_db()
    assert (joined.is_coauthor, joined.words) == (True, "Avec dossier.")
    assert proposal.events.filter(kind="joined").count() == 1


def test_show_six_on_the_process_page(client: Client, process: Process, deposit: Put) -> None:
    assert "Quelques projets" not in text_of(client.get("/demarches/bp/"))
    for number in range(8):
        deposit(f"Idée {number}")
    page = text_of(client.get("/demarches/bp/"))
    assert page.count('<article class="card">') == 6


def test_list_mine(client: Client, deposit: Put, cast: Any) -> None:
    deposit("Un banc")
    client.force_login(cast.nadia)
    page = text_of(client.get("/mon-espace/"))
    assert "Mes idées" in page
    assert "Un banc" in page


@pytest.mark.parametrize("address", ["projets/", "projets.csv", "projets.geojson", "proposer/"])
def test_keep_drafts_of_processes_hidden(client: Client, step: Step, address: str) -> None:
    Process.objects.update(state="draft")
    assert client.get(f"/demarches/bp/{address}").status_code == 404
