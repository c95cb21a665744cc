"""Ideas come together in one of them or in a new one, and part again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.lots.models import Lot
from preau.merges.joining import NewText, merge
from preau.merges.models import Merge
from preau.merges.undoing import undo_merges
from preau.messaging.models import Email
from preau.processes.models import Process
from preau.proposals.models import Proposal, Status, Support
from preau.proposals.supports import support
from preau.reviews.models import Decision, Verdict
from preau.reviews.tests.world import World, at

GATHER = "/bureau/demarches/bp/doublons/regrouper/"


def again(proposal: Proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


def process_of(world: World) -> Process:
    return Process.objects.with_steps().get(pk=world.process.pk)


def people(proposal: Proposal) -> dict[str, bool]:
    rows = Support.objects.filter(proposal=proposal)
    return dict(rows.values_list("user__first_name", "is_coauthor"))


@pytest.fixture
def three(world: World, cast: Any) -> list[Proposal]:
    """Nadia's and Paul's ideas, followed by Lucas; and one of Irène's."""
    ideas = [
        world.propose("Une cour oasis", cast.nadia),
        world.propose("Des arbres dans la cour", cast.paul),
        world.propose("Ombrager la cour", cast.irene),
    ]
    for idea in ideas[:2]:
        support(proposal=idea, person=cast.lucas)
    return ideas


def test_join_one_of_them(world: World, cast: Any, three: list[Proposal]) -> None:
    nadia, paul, irene = three
    target = merge(
        process=process_of(world),
        proposals=three,
        carrier=nadia,
        actor=cast.odile,
        words="Même cour.",
    )
    assert target == nadia
    for joined in (paul, irene):
        kept = again(joined)
        assert (kept.status, kept.merged_into) == (Status.MERGED, nadia)
        assert kept.title == joined.title
        decision = Decision.objects.get(proposal=joined)
        assert (decision.verdict, decision.words) == (Verdict.MERGED, "Même cour.")
    assert people(nadia) == {"Lucas": False, "Paul": True, "Irène": True}
    mails = dict(Email.objects.values_list("to", "subject"))
    assert set(mails) == {"nadia@example.org", "paul@example.org", "irene@example.org"}
    assert "rejoignent la vôtre" in mails["nadia@example.org"]
    assert "continue avec le n°" in mails["paul@example.org"]
    assert "Paul M." in nadia.events.get(kind="gathered").sentence


def test_part_again(world: World, cast: Any, three: list[Proposal]) -> None:
    nadia, paul, irene = three
    merge(process=process_of(world), proposals=three, carrier=nadia, actor=cast.odile)
    merges = list(Merge.objects.filter(proposal=paul))
    assert undo_merges(process=process_of(world), merges=merges, actor=cast.odile) == 1
    assert undo_merges(process=process_of(world), merges=merges, actor=cast.odile) == 0
    assert (again(paul).status, again(paul).merged_into) == (Status.REVIEW, None)
    assert people(nadia) == {"Lucas": False, "Irène": True}
    assert again(irene).merged_into == nadia
    subject = Email.objects.filter(to="paul@example.org").latest("pk").subject
    assert "continue de son côté" in subject
    assert Entry.objects.filter(verb="parted").count() == 1


def test_come_back_with_what_was_decided(world: World, cast: Any, three: list[Proposal]) -> None:
    from preau.reviews.actions import decide

    nadia, paul, _irene = three
    review = process_of(world).ordered_steps[1]
    decide(proposal=paul, step=review, verdict=Verdict.RETAINED, cost_cents=100, actor=cast.odile)
    merge(process=process_of(world), proposals=[nadia, paul], carrier=nadia, actor=cast.odile)
    assert again(paul).status == Status.MERGED
    undo_merges(process=process_of(world), merges=list(Merge.objects.all()), actor=cast.odile)
    assert again(paul).status == Status.RETAINED


def test_bring_along_who_came_with_two(world: World, cast: Any) -> None:
    """Somebody who wrote two ideas stays while one of them is still there; a follower too."""
    target = world.propose("Une cour oasis", cast.nadia)
    twice = [world.propose(f"Des arbres {n}", cast.paul) for n in (1, 2)]
    support(proposal=target, person=cast.paul)
    merge(process=process_of(world), proposals=[target, *twice], carrier=target, actor=cast.odile)
    assert people(target) == {"Paul": True}
    assert Email.objects.filter(to="paul@example.org").count() == 1
    for idea, is_author in zip(twice, (True, False), strict=True):
        undone = list(Merge.objects.filter(proposal=idea))
        undo_merges(process=process_of(world), merges=undone, actor=cast.odile)
        assert people(target) == {"Paul": is_author}


def test_write_a_new_one(world: World, cast: Any, three: list[Proposal]) -> None:
    new = NewText("Une cour fraîche pour tous", "Des arbres, de l’ombre, un sol clair.")
    target = merge(process=process_of(world), proposals=three, new=new, actor=cast.odile)
    assert target.number == 4
    assert target.author is None
    assert target.author_name == "Nadia B., Paul M., Irène C."
    assert again(target).status == Status.REVIEW
    assert {one.number for one in target.merged.all()} == {1, 2, 3}
    assert people(target) == {"Lucas": False, "Nadia": True, "Paul": True, "Irène": True}
    undo_merges(process=process_of(world), merges=list(Merge.objects.all()), actor=cast.odile)
    assert again(target).status == Status.DROPPED
    assert {again(one).status for one in three} == {Status.REVIEW}
    assert people(target) == {}


def test_take_along_a_former_group(world: World, cast: Any, three: list[Proposal]) -> None:
    nadia, paul, irene = three
    merge(process=process_of(world), proposals=[paul, irene], carrier=paul, actor=cast.odile)
    merge(process=process_of(world), proposals=[nadia, paul], carrier=nadia, actor=cast.odile)
    assert again(irene).merged_into == again(paul).merged_into == nadia
    assert people(nadia) == {"Lucas": False, "Paul": True, "Irène": True}
    undone = list(Merge.objects.filter(target=nadia))
    undo_merges(process=process_of(world), merges=undone, actor=cast.odile)
    assert (again(paul).merged_into, again(irene).merged_into) == (None, paul)
    assert people(nadia) == {"Lucas": False}


def test_join_before_the_review(world: World, cast: Any, three: list[Proposal]) -> None:
    """While ideas come in there is no decision yet: the status says it, and goes back."""
    nadia, paul, _irene = three
    world.review.opens_at = at(4, 1)
    world.review.save()
    merge(process=process_of(world), proposals=[nadia, paul], carrier=nadia, actor=cast.odile)
    assert not Decision.objects.exists()
    assert again(paul).status == Status.MERGED
    assert people(nadia) == {"Lucas": False, "Paul": True}
    undo_merges(process=process_of(world), merges=list(Merge.objects.all()), actor=cast.odile)
    assert again(paul).status == Status.SUBMITTED
    assert people(nadia) == {"Lucas": False}


def test_refuse(world: World, cast: Any, three: list[Proposal]) -> None:
    nadia, paul, irene = three
    here = process_of(world)

    def code(actor: Any, *ideas: Proposal) -> str:
        with pytest.raises(Refused) as refused:
            merge(process=here, proposals=ideas, carrier=ideas[0], actor=actor)
        return refused.value.refusal.code

    assert code(cast.irene, nadia, paul) == "not_a_decider"
    assert code(cast.odile, nadia, nadia) == "how_many"
    merge(process=here, proposals=[nadia, paul], carrier=nadia, actor=cast.odile)
    assert code(cast.odile, irene, paul) == "merged"
    Proposal.objects.filter(pk=irene.pk).update(status=Status.REFUSED)
    assert code(cast.odile, nadia, irene) == "settled"
    with clock.stopped(at(5, 11)):
        assert code(cast.odile, nadia, paul) == "vote_opened"
        with pytest.raises(Refused):
            undo_merges(process=here, merges=list(Merge.objects.all()), actor=cast.odile)
    assert Merge.objects.filter(undone_at=None).count() == 1


def test_gather_through_the_pages(world: World, odile: Client, three: list[Proposal]) -> None:
    page = odile.get(f"{GATHER}?n=1&n=2 3")
    assert "3 personnes seront prévenues" in page.content.decode()
    nothing = odile.post(f"{GATHER}?n=1&n=2", {"words": "Gardés."})
    assert nothing.status_code == 200
    assert "Gardés." in nothing.content.decode()
    empty = odile.post(f"{GATHER}?n=1&n=2", {"carrier": "new", "title": "", "idea": "Un texte."})
    assert "Donnez un titre" in empty.content.decode()
    done = odile.post(f"{GATHER}?n=1&n=2&n=3", {"carrier": "1"}, follow=True)
    assert "3 idées continuent avec le n°" in done.content.decode()
    again_ = odile.get(f"{GATHER}?n=1&n=2")
    assert "elle-même regroupée" in again_.content.decode()
    assert (
        "Idées regroupées ici"
        in odile.get("/demarches/bp/projets/1/", follow=True).content.decode()
    )
    undone = odile.post("/bureau/demarches/bp/doublons/defaire/1/", {"part": "2"}, follow=True)
    assert "1 idée continue de son côté" in undone.content.decode()
    odile.post("/bureau/demarches/bp/doublons/defaire/1/")
    assert not Proposal.objects.filter(merged_into__isnull=False).exists()
    assert "99" in odile.get(f"{GATHER}?n=1&n=99").content.decode()


def test_gather_what_is_ticked(world: World, odile: Client, three: list[Proposal]) -> None:
    """From the table: the ideas ticked come to the page that brings them together, and no lot."""
    lots, table = "/bureau/demarches/bp/propositions/lot/", "/bureau/demarches/bp/propositions/"
    assert "Regrouper</option>" in odile.get(table).content.decode()
    sent = odile.post(lots, {"act": "gather", "scope": "page", "pick": ["1", "3"]}, follow=True)
    assert sent.redirect_chain == [(f"{GATHER}?n=1+3", 302)]
    assert "Regrouper ces 2 idées" in sent.content.decode()
    assert not Lot.objects.exists()
    for number in range(20):
        world.propose(f"Un banc {number}")
    many = odile.post(lots, {"act": "gather", "scope": "filter"}, follow=True).content.decode()
    assert "Un regroupement réunit de 2 à 20 idées." in many
    assert "Regrouper ces" not in many
    assert "Cochez au moins" in odile.post(lots, {"act": "gather"}).content.decode()
