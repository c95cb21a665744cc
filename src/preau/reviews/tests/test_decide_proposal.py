"""Deciding: status, public words, mail, trace; never edited, never overwritten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.proposals.models import Placement, Status, Support
from preau.reviews.actions import assess, decide
from preau.reviews.answers import public_answer
from preau.reviews.models import Decision, ReviewSettings, Verdict
from preau.reviews.queries import current_decision

from .world import World


def test_refuse_with_all_that_a_no_needs(world: World, cast: Any, deliver_mail: Any) -> None:
    proposal = world.propose("Un banc", cast.nadia)
    decision = decide(
        proposal=proposal,
        step=world.review,
        verdict=Verdict.REFUSED,
        motive=world.motive,
        actor=cast.karim,
    )
    proposal.refresh_from_db()
    assert proposal.status == Status.REFUSED
    assert Placement.objects.get(step=world.review).status == Status.REFUSED
    assert decision.rule == "Article 7 du règlement\u00a0: Terrain communal."
    entry = Entry.objects.get(verb="changed_status")
    assert (entry.actor_name, entry.data["motive"]) == ("Karim Diallo", "terrain")
    (mail,) = deliver_mail()
    for words in (
        "La Ville ne retient pas cette idée.",
        "La parcelle appartient au Département.",
        "Article 7 du règlement",
        "Ce qui reste possible",
        "bp@example.org",
    ):
        assert words in mail.body


def test_keep_words_of_the_day(world: World, cast: Any) -> None:
    proposal = world.propose("Un banc")
    decide(
        proposal=proposal,
        step=world.review,
        verdict=Verdict.REFUSED,
        motive=world.motive,
        actor=cast.karim,
    )
    world.motive.sentence = "Autre phrase."
    world.motive.save()
    held = current_decision(proposal, world.review)
    assert held is not None
    assert held.reason == "La parcelle appartient au Département."
    with pytest.raises(TypeError):
        held.save()


def test_retain_with_a_studied_cost(world: World, cast: Any) -> None:
    proposal = world.propose("Un banc", declared_cost_cents=900_00)
    with pytest.raises(Refused) as caught:
        decide(proposal=proposal, step=world.review, verdict=Verdict.RETAINED, actor=cast.karim)
    assert caught.value.refusal.code == "lacks_cost"
    decide(
        proposal=proposal,
        step=world.review,
        verdict=Verdict.RETAINED,
        cost_cents=1_200_00,
        zone=cast.zone(),
        actor=cast.karim,
    )
    proposal.refresh_from_db()
    assert (proposal.status, proposal.cost_cents) == (Status.RETAINED, 1_200_00)
    assert proposal.zone == cast.zone()
    assert proposal.versions.get().changes["cost_cents"] == ["", "120000"]


def test_refuse_to_retain_above_ceiling(world: World, cast: Any) -> None:
    ReviewSettings.objects.create(step=world.review, most_cost_cents=1000_00)
    proposal = world.propose("Une piscine")
    with pytest.raises(Refused) as caught:
        decide(
            proposal=proposal,
            step=world.review,
            verdict=Verdict.RETAINED,
            cost_cents=1000_01,
            actor=cast.karim,
        )
    assert caught.value.refusal.code == "too_dear"
    assert Decision.objects.count() == 0


def test_merge_and_carry_people(world: World, cast: Any, deliver_mail: Any) -> None:
    kept, merged = world.propose("Un banc", cast.paul), world.propose("Des bancs", cast.nadia)
    Support.objects.create(proposal=merged, user=cast.lucas, at=clock.now())
    decide(
        proposal=merged,
        step=world.review,
        verdict=Verdict.MERGED,
        merged_into=kept,
        actor=cast.karim,
    )
    merged.refresh_from_db()
    assert (merged.status, merged.merged_into) == (Status.MERGED, kept)
    people = {one.user: one.is_coauthor for one in kept.supports.all()}
    assert people == {cast.nadia: True, cast.lucas: False}
    assert [mail.to for mail in deliver_mail()] == [["nadia@example.org"]]
    with clock.stopped(clock.now() + timedelta(hours=1)):
        decide(
            proposal=merged,
            step=world.review,
            verdict=Verdict.REOPENED,
            words="Le lieu n’est pas le même.",
            actor=cast.karim,
        )
    merged.refresh_from_db()
    assert (merged.status, merged.merged_into) == (Status.REVIEW, None)
    assert kept.supports.count() == 0


@pytest.mark.parametrize("target", ["itself", "elsewhere", "merged"])
def test_refuse_impossible_merge(world: World, cast: Any, target: str) -> None:
    from .world import make_world

    proposal, other = world.propose("Un banc"), world.propose("Des bancs")
    into = {"itself": proposal, "elsewhere": make_world("autre").propose("Ici"), "merged": other}
    if target == "merged":
        decide(
            proposal=other,
            step=world.review,
            verdict=Verdict.MERGED,
            merged_into=world.propose("Le banc"),
            actor=cast.karim,
        )
        other.refresh_from_db()
    with pytest.raises(Refused):
        decide(
            proposal=proposal,
            step=world.review,
            verdict=Verdict.MERGED,
            merged_into=into[target],
            actor=cast.karim,
        )


def test_go_back_by_a_new_decision(world: World, cast: Any) -> None:
    proposal = world.propose("Un banc")
    first = decide(
        proposal=proposal,
        step=world.review,
        verdict=Verdict.REFUSED,
        motive=world.motive,
        actor=cast.karim,
    )
    second = decide(
        proposal=proposal,
        step=world.review,
        verdict=Verdict.RETAINED,
        words="Le Département cède la parcelle.",
        cost_cents=500_00,
        actor=cast.odile,
        seen=first.pk,
    )
    assert second.supersedes == first
    assert list(proposal.decisions.values_list("verdict", flat=True)) == ["refused", "retained"]
    assert Decision.objects.current().get() == second


def test_overwrite_nothing_unseen(world: World, cast: Any) -> None:
    proposal = world.propose("Un banc")
    decide(
        proposal=proposal,
        step=world.review,
        verdict=Verdict.REFUSED,
        motive=world.motive,
        actor=cast.karim,
        seen=None,
    )
    with pytest.raises(Refused) as caught:
        decide(
            proposal=proposal,
            step=world.review,
            verdict=Verdict.RETAINED,
            cost_cents=500_00,
            actor=cast.odile,
            seen=None,
        )
    assert caught.value.refusal.code == "decided_meanwhile"
    proposal.refresh_from_db()
    assert proposal.status == Status.REFUSED


@pytest.mark.parametrize("who", ["nadia", "irene", "paul"])
def test_refuse_who_does_not_decide(world: World, cast: Any, who: str) -> None:
    with pytest.raises(Refused) as caught:
        decide(
            proposal=world.propose("Un banc"),
            step=world.review,
            verdict=Verdict.REFUSED,
            motive=world.motive,
            actor=getattr(cast, who),
        )
    assert caught.value.refusal.code == "not_a_decider"


def test_refuse_before_review_and_after_vote(world: World, cast: Any) -> None:
    proposal = world.propose("Un banc")
    for moment, code in (
        (world.deposit.opens_at, "not_open"),
        (world.vote.opens_at, "vote_opened"),
    ):
        with clock.stopped(moment), pytest.raises(Refused) as caught:
            decide(
                proposal=proposal,
                step=world.review,
                verdict=Verdict.REFUSED,
                motive=world.motive,
                actor=cast.karim,
            )
        assert caught.value.refusal.code == code


def test_assess_by_a_service(world: World, cast: Any) -> None:
    proposal, criterion = world.propose("Un banc"), world.review.criteria.get()
    answers = {criterion: "no"}
    assert assess(proposal=proposal, step=world.review, answers=answers, actor=cast.irene)
    assert not assess(proposal=proposal, step=world.review, answers=answers, actor=cast.odile)
    held = proposal.assessments.get()
    assert (held.answer, held.by_name) == ("no", "Irène Caron")
    assess(proposal=proposal, step=world.review, answers={criterion: ""}, actor=cast.irene)
    assert not proposal.assessments.exists()
    with pytest.raises(Refused):
        assess(proposal=proposal, step=world.review, answers=answers, actor=cast.nadia)


def test_sum_up_answers(world: World, cast: Any) -> None:
    assert world.review.behaviour.summary(world.review) == ""
    for number in range(3):
        decide(
            proposal=world.propose(f"Idée {number}"),
            step=world.review,
            verdict=Verdict.REFUSED if number else Verdict.RETAINED,
            motive=world.motive,
            cost_cents=100_00,
            actor=cast.karim,
        )
    summary = world.review.behaviour.summary(world.review)
    assert summary == "1 projet retenu, 2 réponses motivées"


def test_check_a_no(world: World, cast: Any) -> None:
    from preau.reviews.actions import draft_decision
    from preau.reviews.answers import lacks_of

    proposal = world.propose("Un banc")
    bare = draft_decision(
        proposal=proposal, step=world.review, verdict=Verdict.REFUSED, actor=cast.karim
    )
    codes = [lack.code for lack in lacks_of(public_answer(bare, world.process))]
    assert codes == ["reason", "rule", "remedy"]
    full = draft_decision(
        proposal=proposal,
        step=world.review,
        verdict=Verdict.REFUSED,
        motive=world.motive,
        actor=cast.karim,
    )
    assert lacks_of(public_answer(full, world.process)) == []
