"""The words of a project on the ballot are those its author accepted, or the idea's own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from preau.budgeting.actions import draw_ballot_list
from preau.budgeting.ballot_texts import answer_text, propose_text
from preau.budgeting.models import BallotText
from preau.budgeting.preparation import ballot_list
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.proposals.models import Status
from preau.voting.imports import open_for_import
from preau.voting.models import Election, Option

TEXTS = "/bureau/demarches/bp/budget/textes/"
SAID = {"title": "Un jardin pour tous", "summary": "Deux mille mètres carrés plantés."}


@pytest.fixture
def odile(cast: Any, client: Client) -> Client:
    client.force_login(cast.odile)
    return client


def shown(process: Any, cast: Any) -> tuple[str, str]:
    """What stands on the ballot for the first project, if the list were drawn now."""
    draw_ballot_list(process=process, actor=cast.odile)
    option = Option.objects.get(number=1)
    return option.title, option.summary


def test_agree_by_the_link_of_the_mail(
    process: Any, projects: Any, cast: Any, odile: Client, deliver_mail: Any
) -> None:
    assert "Mots de l’idée" in odile.get(TEXTS).content.decode()
    assert odile.post(f"{TEXTS}1/", {"title": "", "summary": ""}).context["form"].errors
    odile.post(f"{TEXTS}1/", SAID)
    assert shown(process, cast) == ("Un jardin", "Un jardin")
    mail = deliver_mail()[-1]
    assert mail.to == ["nadia@example.org"]
    assert SAID["summary"] in mail.body
    found = re.search(r"/mon-espace/bulletin/\S+", mail.body)
    assert found is not None
    author = Client()  # nobody is signed in: the link of the mail is enough
    page = author.get(found[0]).content.decode()
    assert SAID["title"] in page
    assert author.post(found[0], {"do": "wish", "wish": ""}).context["form"].errors
    author.post(found[0], {"do": "wish", "wish": "Gardez le mot « potager »."})
    assert "potager" in odile.get(TEXTS).content.decode()
    assert "potager" in odile.get(f"{TEXTS}1/").content.decode()
    assert shown(process, cast)[0] == "Un jardin"
    odile.post(f"{TEXTS}1/", SAID | {"summary": "Un potager partagé."})
    author.post(found[0], {"do": "agree"})
    assert shown(process, cast) == ("Un jardin pour tous", "Un potager partagé.")
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"proposed_ballot_text", "disputed_ballot_text", "agreed_ballot_text"} <= verbs
    assert author.get(f"{found[0][:-4]}abc/").status_code == 404


def test_find_it_in_ones_space(process: Any, projects: Any, cast: Any, client: Client) -> None:
    propose_text(proposal=projects[0], actor=cast.odile, **SAID)
    client.force_login(cast.nadia)
    assert "Relire et accepter" in client.get("/mon-espace/").content.decode()
    answer_text(text=BallotText.objects.get())
    assert "Relire et accepter" not in client.get("/mon-espace/").content.decode()


def test_agree_at_once_without_an_author(process: Any, projects: Any, cast: Any) -> None:
    projects[0].author = None
    projects[0].save()
    assert propose_text(proposal=projects[0], actor=cast.odile, **SAID).state == "agreed"
    assert shown(process, cast)[0] == SAID["title"]


def test_refuse_what_may_not_change(process: Any, projects: Any, cast: Any) -> None:
    text = propose_text(proposal=projects[0], actor=cast.odile, **SAID)
    with pytest.raises(Refused):
        propose_text(proposal=projects[0], actor=cast.irene, **SAID)
    projects[1].status = Status.REFUSED
    projects[1].save()
    with pytest.raises(Refused):
        propose_text(proposal=projects[1], actor=cast.odile, **SAID)
    draw_ballot_list(process=process, actor=cast.odile)
    open_for_import(election=Election.objects.get(), actor=cast.odile)
    for act in (
        lambda: answer_text(text=text),
        lambda: propose_text(proposal=projects[0], actor=cast.odile, **SAID),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.refusal.code == "vote_opened"


def test_read_the_list_in_the_same_statements(
    process: Any, projects: Any, cast: Any, django_assert_num_queries: Any
) -> None:
    for one in projects[:3]:
        propose_text(proposal=one, actor=cast.odile, **SAID)
    with django_assert_num_queries(3):
        found = ballot_list(process)
        assert [getattr(one, "ballot_text", None) for one in found.by_zone[projects[0].zone_id]]
