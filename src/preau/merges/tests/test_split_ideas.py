"""An idea that holds several goes on as several, and becomes whole again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.merges.joining import NewText, merge
from preau.merges.splitting import split, undo_split
from preau.messaging.models import Email
from preau.processes.models import Process
from preau.proposals.models import Proposal, Status, Support
from preau.proposals.supports import support
from preau.reviews.models import Verdict
from preau.reviews.queries import current_decision
from preau.reviews.tests.world import World, at

HALVES = [NewText("Des bancs", "Dix bancs."), NewText("Des arbres", "Vingt arbres.")]


@pytest.fixture
def idea(world: World, cast: Any) -> Proposal:
    """Nadia's, followed by Lucas, with its process as the desk reads it."""
    proposal = world.propose("Des bancs et des arbres", cast.nadia)
    support(proposal=proposal, person=cast.lucas)
    proposal.process = Process.objects.with_steps().get(pk=world.process.pk)
    return proposal


def test_go_on_as_two(idea: Proposal, cast: Any, client: Client) -> None:
    made = split(proposal=idea, parts=HALVES, actor=cast.odile, words="Deux services.")
    assert idea.status == Status.SPLIT
    assert [one.number for one in made] == [2, 3]
    for one in made:
        assert (one.author, one.split_from) == (cast.nadia, idea)
        assert Proposal.objects.get(pk=one.pk).status == Status.REVIEW
        followers = Support.objects.filter(proposal=one)
        assert list(followers.values_list("user__first_name", flat=True)) == ["Lucas"]
    mail = Email.objects.get(to="nadia@example.org")
    assert "continue en plusieurs" in mail.subject
    page = client.get("/demarches/bp/projets/1/", follow=True).content.decode()
    assert "Elle continue ici" in page
    assert "Des arbres" in page
    part = client.get("/demarches/bp/projets/2/", follow=True).content.decode()
    assert "Cette idée vient d’une autre" in part


def test_be_whole_again(idea: Proposal, cast: Any) -> None:
    made = split(proposal=idea, parts=HALVES, actor=cast.odile)
    assert undo_split(proposal=idea, actor=cast.odile)
    assert not undo_split(proposal=idea, actor=cast.odile)
    assert Proposal.objects.get(pk=idea.pk).status == Status.SUBMITTED
    statuses = Proposal.objects.filter(pk__in=[one.pk for one in made])
    assert set(statuses.values_list("status", flat=True)) == {Status.DROPPED}
    assert "continue entière" in Email.objects.filter(to="nadia@example.org").latest("pk").subject


def test_take_back_its_answer(idea: Proposal, cast: Any) -> None:
    """An answer given to the whole does not stand for its parts."""
    from preau.reviews.actions import decide

    review = idea.process.ordered_steps[1]
    decide(proposal=idea, step=review, verdict=Verdict.RETAINED, cost_cents=100, actor=cast.odile)
    split(proposal=idea, parts=HALVES, actor=cast.odile)
    decision = current_decision(idea, review)
    assert decision is not None
    assert decision.verdict == Verdict.REOPENED


def test_refuse(world: World, idea: Proposal, cast: Any) -> None:
    def code(actor: Any) -> str:
        with pytest.raises(Refused) as refused:
            split(proposal=idea, parts=HALVES, actor=actor)
        return refused.value.refusal.code

    assert code(cast.irene) == "not_a_decider"
    with clock.stopped(at(5, 11)):
        assert code(cast.odile) == "vote_opened"
    other = world.propose("Encore des bancs", cast.paul)
    merge(process=idea.process, proposals=[idea, other], carrier=idea, actor=cast.odile)
    assert code(cast.odile) == "holds_others"


def test_stay_split_once_a_part_moved(world: World, idea: Proposal, cast: Any) -> None:
    from preau.reviews.actions import decide

    first, _second = split(proposal=idea, parts=HALVES, actor=cast.odile)
    first.process = idea.process
    review = idea.process.ordered_steps[1]
    asked = {"verdict": Verdict.REFUSED, "motive": world.motive, "actor": cast.odile}
    decide(proposal=first, step=review, **asked)
    with pytest.raises(Refused) as refused:
        undo_split(proposal=idea, actor=cast.odile)
    assert refused.value.refusal.code == "part_moved"


def test_split_through_the_pages(idea: Proposal, odile: Client) -> None:
    path = "/bureau/demarches/bp/propositions/1/scinder/"
    assert "1 personne sera prévenue" in odile.get(path).content.decode()
    asked = {"title_1": "Des bancs", "idea_1": "Dix bancs.", "title_2": "", "idea_2": "Vingt."}
    wrong = odile.post(path, asked)
    assert wrong.status_code == 200
    assert "Donnez un titre à cette idée" in wrong.content.decode()
    same = odile.post(path, {**asked, "title_2": "Des arbres", "idea_2": "Dix bancs."})
    assert "Deux idées ont le même texte" in same.content.decode()
    done = odile.post(path, {**asked, "title_2": "Des arbres"}, follow=True)
    assert "L’idée continue sous les" in done.content.decode()
    assert "Annuler la scission" in done.content.decode()
    assert odile.get(path).status_code == 403
    back = odile.post(f"{path}annuler/", follow=True)
    assert "de nouveau entière" in back.content.decode()
