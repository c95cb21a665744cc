"""What is ready to be published, and what each answer still lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from preau.processes.models import Process, Step
from preau.proposals.models import Proposal
from preau.reviews.actions import draft_decision
from preau.reviews.answers import Lack, PublicAnswer, lacks_of, public_answer
from preau.reviews.models import Decision, Verdict
from preau.reviews.queries import WAITING, settings_of

from .actions import asked_of
from .models import Prepared


@dataclass(frozen=True)
class Ready:
    """A prepared answer as everyone will read it, with what it lacks."""

    prepared: Prepared
    answer: PublicAnswer
    lacks: list[Lack]

    @property
    def is_no(self) -> bool:
        return self.prepared.verdict == Verdict.REFUSED


def prepared_of(process: Process) -> QuerySet[Prepared]:
    """The prepared answers of a process, by number."""
    found = Prepared.objects.filter(proposal__process=process)
    return found.select_related("motive", "merged_into", "proposal", "prepared_by").defer(
        "proposal__finding",
        "proposal__idea",
        "proposal__audience",
        "proposal__search",
        "proposal__search_key",
    )


def ready(answers: Iterable[Prepared], step: Step) -> list[Ready]:
    """Each answer as it will read, checked; the same few statements whatever their number."""
    settings = settings_of(step)
    prepared = list(answers)
    in_force = Decision.objects.current().filter(
        step=step, proposal__in=[one.proposal_id for one in prepared]
    )
    latest = dict(in_force.values_list("proposal_id", "pk"))
    found = []
    for one in prepared:
        one.proposal.process = step.process
        draft = draft_decision(
            proposal=one.proposal, step=step, actor=one.prepared_by, **asked_of(one)
        )
        answer = public_answer(draft, step.process)
        lacks = lacks_of(answer, requires_cost=settings.requires_cost)
        if latest.get(one.proposal_id) != one.seen_id:
            lacks.insert(0, Lack("seen", _("Une autre décision a été prise depuis."), True))
        found.append(Ready(one, answer, lacks))
    return found


def waiting_without(process: Process) -> int:
    """How many ideas wait for an answer and have none prepared."""
    waiting = Proposal.objects.visible().of(process).filter(status__in=WAITING)
    return waiting.filter(prepared__isnull=True).count()
