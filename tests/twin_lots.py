"""Lots and prepared answers of a twin city."""

from __future__ import annotations

from typing import Any


def lots(twin: Any) -> tuple[int, int]:
    """A lot ready to start, and one that ran and can still be undone."""
    from preau.lots.actions import prepare_lot, start_lot
    from preau.lots.models import Lot
    from preau.lots.steps import advance
    from preau.processes.models import Process
    from preau.proposals.desk.acts import bulk_acts

    said = {"status": ["checking"], "reason": ["Un tri de printemps."]}
    process, number = Process.objects.get(slug="deuxieme"), twin.things["waiting"]
    made = []
    for place in range(2):
        lot = prepare_lot(
            process=process,
            act=bulk_acts.get("status"),
            numbers=[number + place],
            asked=said,
            actor=twin.owner,
        )
        advance(Lot.objects.get(pk=lot.pk))
        made.append(lot)
    start_lot(lot=made[1], actor=twin.owner)
    advance(Lot.objects.get(pk=made[1].pk))
    return made[0].pk, made[1].pk


def prepared(twin: Any) -> int:
    """The number of an idea whose answer is written and not published."""
    from preau.processes.models import Process
    from preau.proposals.models import Proposal
    from preau.publication.actions import prepare_answer

    process = Process.objects.with_steps().get(slug="deuxieme")
    proposal = Proposal.objects.get(process=process, number=twin.things["waiting"])
    proposal.process = process
    asked = {"verdict": "refused", "motive": process.motives.first(), "words": "Le terrain manque."}
    step = process.ordered_steps[1]
    prepare_answer(proposal=proposal, step=step, actor=twin.decider, asked=asked)
    return proposal.number


def ballot_text(twin: Any) -> tuple[int, str]:
    """The number of a retained project, and the key of its author's page about the ballot."""
    from preau.budgeting.ballot_texts import link_of, propose_text
    from preau.processes.models import Process
    from preau.proposals.models import Proposal, Status

    process = Process.objects.with_steps().get(slug="deuxieme")
    retained = Proposal.objects.filter(process=process, status=Status.RETAINED)
    proposal = retained.order_by("number")[0]
    proposal.process = process
    said = {"title": "Un titre de bulletin", "summary": "Deux phrases simples."}
    text = propose_text(proposal=proposal, actor=twin.owner, **said)
    return proposal.number, link_of(text).rstrip("/").rsplit("/", 1)[1]
