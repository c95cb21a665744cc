"""Work on many ideas at once: a lot that ran, one rehearsed, answers kept for one publication."""

from __future__ import annotations

from datetime import timedelta

from preau.kernel import clock
from preau.lots.actions import prepare_lot, start_lot
from preau.lots.models import Lot
from preau.lots.steps import advance
from preau.processes.models import Process, Step
from preau.proposals.desk.acts import bulk_acts
from preau.proposals.models import Proposal, Status
from preau.publication.actions import prepare_answer
from preau.reviews.models import Synthesis, Verdict
from preau.reviews.queries import settings_of

from .town import Town

#: Ideas of the lot that ran, and of the one that waits to be started.
SIZE = 4


def work_together(town: Town, process: Process, review: Step) -> None:
    """As the pilot left it this morning; nothing of it is public."""
    waiting = Proposal.objects.filter(process=process, status=Status.REVIEW).order_by("number")
    waiting = waiting.filter(due_on__gte=town.on(0))  # what is late stays late
    numbers = list(waiting.values_list("number", flat=True)[: 2 * SIZE])
    if len(numbers) == 2 * SIZE:
        _make_lots(town, process, numbers)
    _keep_answers(town, process, review)


def _make_lots(town: Town, process: Process, numbers: list[int]) -> None:
    day = town.on(town.working_day(12)).isoformat()
    done = _lot(
        town, process, "due", numbers[:SIZE], {"due_on": [day], "reason": ["Pont du printemps."]}
    )
    start_lot(lot=done, actor=town.owner)
    advance(Lot.objects.get(pk=done.pk))
    service = sorted(town.services.values(), key=lambda one: one.name)[0]
    asked = {"services": [str(service.pk)], "due_on": [day], "question": ["Des réseaux dessous ?"]}
    _lot(town, process, "ask_opinions", numbers[SIZE:], asked)


def _lot(
    town: Town, process: Process, act: str, numbers: list[int], asked: dict[str, list[str]]
) -> Lot:
    with clock.stopped(clock.now() - timedelta(hours=2)):
        lot = prepare_lot(
            process=process,
            act=bulk_acts.get(act),
            numbers=numbers,
            asked=asked,
            actor=town.owner,
        )
        advance(Lot.objects.get(pk=lot.pk))
    return lot


def _keep_answers(town: Town, process: Process, review: Step) -> None:
    """Some of what is concluded has its answer; the first ideas are left to the visitors."""
    concluded = Synthesis.objects.filter(step=review, cost_cents__isnull=False)
    ceiling = settings_of(review).most_cost_cents
    if ceiling is not None:
        concluded = concluded.filter(cost_cents__lte=ceiling)
    for one in concluded.select_related("proposal").order_by("proposal__number")[SIZE : 2 * SIZE]:
        proposal = one.proposal
        proposal.process = process
        asked = {"verdict": Verdict.RETAINED, "words": "", "cost_cents": one.cost_cents}
        prepare_answer(proposal=proposal, step=review, actor=town.owner, asked=asked)
