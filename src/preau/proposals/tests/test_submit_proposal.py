"""Depositing, numbering, correcting, changing status: always with a trace."""

from __future__ import annotations

from typing import Any

import pytest

from preau.ledger.models import Entry
from preau.processes.models import Process, Step
from preau.proposals.actions import Deposit, correct_proposal, set_status, submit_proposal
from preau.proposals.models import Proposal, Status


@pytest.fixture
def step(site: Any) -> Step:
    process = Process.objects.create(title="Budget participatif", slug="bp", blueprint="bp")
    return Step.objects.create(
        process=process, order=1, kind="collection", title="Dépôt", slug="depot"
    )


def test_number_proposals_in_order(step: Step, cast: Any) -> None:
    numbers = [
        submit_proposal(
            step=step, author=cast.nadia, deposit=Deposit(title=f"Idée {i}", idea="Un banc")
        ).number
        for i in range(3)
    ]
    assert numbers == [1, 2, 3]


def test_find_words_without_accents(step: Step, cast: Any) -> None:
    submit_proposal(
        step=step,
        author=cast.nadia,
        deposit=Deposit(title="Une cour-oasis à l’école", idea="Des arbres plantés en été"),
    )
    proposal = Proposal.objects.get()
    assert proposal.search_key.startswith("une cour oasi a l ecole des arbres plantes en ete")
    assert Proposal.objects.matching("École ARBRE").count() == 1


def test_tell_author_and_story(step: Step, cast: Any, deliver_mail: Any) -> None:
    proposal = submit_proposal(
        step=step, author=cast.nadia, deposit=Deposit(title="Un banc", idea="Un banc au soleil")
    )
    set_status(
        proposal=proposal,
        status=Status.REFUSED,
        actor=cast.odile,
        step=step,
        sentence="La parcelle appartient au Département.",
        actor_label="Espaces verts",
    )
    proposal.refresh_from_db()
    assert proposal.status == Status.REFUSED
    assert [event.status for event in proposal.events.all()] == ["submitted", "refused"]
    assert Entry.objects.filter(verb="changed_status", subject_id=proposal.pk).count() == 1
    assert [mail.to for mail in deliver_mail()] == [["nadia@example.org"]]


def test_correct_with_trace(step: Step, cast: Any) -> None:
    proposal = submit_proposal(
        step=step, author=cast.nadia, deposit=Deposit(title="Un banc", idea="Un banc au soleil")
    )
    version = correct_proposal(
        proposal=proposal,
        actor=cast.irene,
        actor_label="Espaces verts",
        changes={"cost_cents": 1_200_00},
        why="Devis reçu.",
    )
    assert version is not None
    assert version.changes == {"cost_cents": ["", "120000"]}
    again = correct_proposal(
        proposal=proposal,
        actor=cast.irene,
        actor_label="Espaces verts",
        changes={"cost_cents": 1_200_00},
    )
    assert again is None
    with pytest.raises(ValueError, match="status"):
        correct_proposal(
            proposal=proposal, actor=cast.irene, actor_label="x", changes={"status": "done"}
        )
