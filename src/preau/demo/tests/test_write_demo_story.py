"""A story written at once leaves the very rows that the product's actions leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from preau.blueprints.participatory_budget import Calendar, MotiveDraft, Rules, create
from preau.demo.seeding.story import Story, entry_of
from preau.kernel import clock
from preau.ledger.models import Entry
from preau.processes.models import Process
from preau.proposals.actions import Deposit, correct_proposal, set_status, submit_proposal
from preau.proposals.desk.actions import assign_service
from preau.proposals.models import Event, Placement, Proposal, Status, Support, Version
from preau.proposals.supports import support
from preau.reviews.actions import decide, draft_decision
from preau.reviews.models import Decision

DAY = timedelta(days=1)
SIGNED = "Espaces verts, La Ville"
#: What tells two rows apart without telling what they say.
OWN = {"id", "proposal", "subject_id", "subject_label", "slug", "search"}


@pytest.fixture
def process(cast: Any, noon: datetime) -> Process:
    spans = [(noon + n * DAY, noon + (n + 1) * DAY) for n in (-2, 0, 2, 4)]
    return create(
        title="Budget",
        slug="budget",
        actor=cast.odile,
        calendar=Calendar(spans[0], spans[1], spans[2], spans[3][0], spans[3]),
        envelopes={None: 10_000_000},
        rules=Rules(motives=(MotiveDraft("technique", "Impossible", "Le sol cède.", "11"),)),
    )


def deposit(process: Process, author: Any, title: str) -> Proposal:
    words = Deposit(title=title, idea="Des arbres, une fontaine, des bancs.")
    return submit_proposal(step=process.ordered_steps[0], author=author, deposit=words)


def rows_of(proposal: Proposal) -> dict[str, list[dict[str, Any]]]:
    """Everything written about a proposal, without what names it."""
    entries = Entry.objects.filter(subject_kind="proposals.proposal", subject_id=proposal.pk)
    proposals = Proposal.objects.filter(pk=proposal.pk)
    about = {"proposal": proposal}
    found = {
        "proposals": proposals,
        "entries": entries.order_by("pk"),
        "events": Event.objects.filter(**about).order_by("pk"),
        "placements": Placement.objects.filter(**about).order_by("step"),
        "versions": Version.objects.filter(**about).order_by("pk"),
        "decisions": Decision.objects.filter(**about).order_by("pk"),
    }
    return {name: [_plain(row) for row in rows.values()] for name, rows in found.items()}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    kept = {key: one for key, one in row.items() if key.removesuffix("_id") not in OWN}
    for key in ("number", "subject_id", "pk"):
        kept.pop(key, None)
    if "data" in kept:
        kept["data"] = {key: one for key, one in kept["data"].items() if key != "decision"}
    return kept


VERDICTS: list[dict[str, Any]] = [
    {"verdict": "retained", "cost_cents": 5_000_000, "words": "Le coût est étudié."},
    {"verdict": "refused", "words": "L’argile retient l’eau."},
    {"verdict": "merged"},
]


@pytest.mark.parametrize("facts", VERDICTS, ids=lambda one: str(one["verdict"]))
def test_a_decided_idea_has_the_same_rows(
    process: Process, cast: Any, facts: dict[str, Any]
) -> None:
    review, odile, service = process.ordered_steps[1], cast.odile, cast.service()
    first, second = (deposit(process, cast.nadia, "Une place à l’ombre") for _ in range(2))
    more: dict[str, Any] = {"step": review, "actor": odile, "signed_by": SIGNED, **facts}
    if facts["verdict"] == "refused":
        more["motive"] = process.motives.get()
    if facts["verdict"] == "merged":
        more["merged_into"] = deposit(process, cast.paul, "Ombrager la place")
    renamed = {"changes": {"title": "Ombrager la place"}, "why": "Avec son auteur."}
    study = {"actor": odile, "sentence": "Le service étudie l’idée.", "step": review}

    with clock.stopped(process.ordered_steps[1].opens_at or clock.now()):
        assign_service(proposal=first, service=service, actor=odile)
        set_status(proposal=first, status=Status.REVIEW, actor_label="Espaces verts", **study)
        correct_proposal(proposal=first, actor=odile, actor_label=SIGNED, **renamed)
        decide(proposal=first, tell_author=False, **more)

        story = Story()
        story.assign(second, service, odile)
        story.set_status(second, Status.REVIEW, label="Espaces verts", **study)
        story.write()
        story.correct(second, actor=odile, label=SIGNED, **renamed)
        story.decide(draft_decision(proposal=second, **more), odile)
        story.write()

    assert rows_of(second) == rows_of(first)
    decided = Entry.objects.get(subject_id=second.pk, data__has_key="decision")
    assert decided.data["decision"] == Decision.objects.get(proposal=second).pk
    assert decided.subject_label == f"{Proposal.objects.get(pk=second.pk)}"


def test_the_author_of_a_merged_idea_comes_along(process: Process, cast: Any) -> None:
    target = deposit(process, cast.paul, "Ombrager la place")
    merged = deposit(process, cast.nadia, "Une place à l’ombre")
    draft = draft_decision(
        proposal=merged,
        step=process.ordered_steps[1],
        verdict="merged",
        actor=cast.odile,
        merged_into=target,
    )
    story = Story()
    story.decide(draft, cast.odile)
    story.write()
    joined = Support.objects.get(proposal=target)
    assert (joined.user, joined.is_coauthor, joined.at) == (cast.nadia, True, draft.at)


def test_a_follower_leaves_the_same_trace(process: Process, cast: Any) -> None:
    proposal = deposit(process, cast.nadia, "Une place à l’ombre")
    support(proposal=proposal, person=cast.lucas)
    entry_of(proposal, cast.lucas, "supported", {}).save()
    asked, written = Entry.objects.filter(verb="supported").order_by("pk").values()
    assert asked.pop("id") != written.pop("id")
    assert asked == written
