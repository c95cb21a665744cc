"""The decision box on the right of a proposal's sheet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of
from preau.processes.models import Step
from preau.proposals.desk.selection import Selection
from preau.proposals.models import Proposal
from preau.proposals.panels import Panel

from ..answers import Lack, PublicAnswer, public_answer, signature_of
from ..extra import said_of
from ..later import held_for, later
from ..models import Decision
from ..policies import may_assess, may_decide
from ..queries import current_decision, decisions_of, review_step, settings_of
from .extra_forms import OwnQuestions
from .forms import CriteriaForm, DecisionForm


def load_box(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    """The box as it opens; None for a process without a review."""
    step = review_step(proposal.process)
    if step is None:
        return None
    return box_of(request, proposal, step)


def box_of(
    request: HttpRequest,
    proposal: Proposal,
    step: Step,
    *,
    form: DecisionForm | None = None,
    criteria: CriteriaForm | None = None,
    own: OwnQuestions | None = None,
    refusal: Refusal | None = None,
    preview: PublicAnswer | None = None,
    lacks: list[Lack] | None = None,
    meanwhile: Decision | None = None,
    is_stopped: bool = False,
) -> dict[str, Any]:
    """Context of the box; what is given replaces what it opens with.

    ``meanwhile`` is the decision that somebody else took while this form was open;
    ``is_stopped`` says that the answer was to be sent and its lacks held it back.
    """
    person = agent_of(request)
    current = current_decision(proposal, step)
    at = clock.now()
    cannot = may_decide(person, step, at)
    criteria = criteria or CriteriaForm(proposal, step)
    own = own or OwnQuestions.about(proposal, step)
    held = held_for(proposal)
    if form is None and cannot is None:
        form = DecisionForm(proposal, step, current, signature_of(person))
        form.initial = {**form.initial, **(held.initial if held else {})}
    params = Selection.read(proposal.process, request.GET).as_params()
    url = reverse("reviews_desk:decide", args=[proposal.process.slug, proposal.number])
    return {
        "proposal": proposal,
        "step": step,
        "url": f"{url}?{params}" if params else url,
        "settings": settings_of(step),
        "current": public_answer(current, proposal.process) if current else None,
        "decisions": decisions_of(proposal),
        "held": held,
        "later": next(iter(later), None),
        "form": form if cannot is None else None,
        "cannot": cannot,
        "may_assess": may_assess(person, step, at) is None,
        "criteria": criteria,
        "own": own,
        "own_said": said_of(own.held) if own is not None and own.held is not None else [],
        "refusal": refusal,
        "suggested": criteria.suggested(),
        "motives": step.process.motives.all(),
        "preview": preview,
        "lacks": lacks or [],
        "is_blocked": any(lack.is_blocking for lack in lacks or []),
        "is_stopped": is_stopped,
        "meanwhile": public_answer(meanwhile, proposal.process) if meanwhile else None,
    }


DECISION_BOX = Panel(order=10, load=load_box, template="reviews/desk/box.html")
