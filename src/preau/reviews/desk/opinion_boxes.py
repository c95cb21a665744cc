"""Opinions on the sheet: where they stand, mine to write, those of others, asking for more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from preau.accounts.models import Service
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of
from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.proposals.panels import Panel
from preau.services.queries import Router, services_of

from ..models import Opinion
from ..policies import may_answer, may_hand_over, may_pilot, may_reopen
from ..progress import standing_opinions, state_line
from ..queries import review_step
from .opinion_forms import AskForm, OpinionForm


@dataclass(frozen=True)
class Line:
    """One request, and what the reader may do with it."""

    opinion: Opinion
    url: str
    form: OpinionForm | None
    is_mine: bool
    may_reopen: bool
    may_hand_over: bool
    #: What somebody else wrote while this was typed.
    theirs: Opinion | None = None

    @property
    def is_late(self) -> bool:
        return self.opinion.due_on < timezone.localdate(clock.now())

    @property
    def tone(self) -> str:
        """Colour of the tag; its words say the same."""
        tones = {"favourable": "done", "reserved": "soon", "unfavourable": "late"}
        return tones.get(self.opinion.answer.stance, "")


def load_opinions(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    """The box as it opens; None without a review, or with nothing to show or to do."""
    step = review_step(proposal.process)
    if step is None:
        return None
    box = opinions_box(request, proposal, step)
    return box if box["lines"] or box["ask_form"] else None


def opinions_box(
    request: HttpRequest,
    proposal: Proposal,
    step: Step,
    *,
    forms: Mapping[int, OpinionForm] | None = None,
    theirs: Mapping[int, Opinion] | None = None,
    ask_form: AskForm | None = None,
    refusal: Refusal | None = None,
    refused_on: Opinion | None = None,
) -> dict[str, Any]:
    """Context of the box; what is given replaces what it opens with."""
    person, at = agent_of(request), clock.now()
    opinions = standing_opinions(proposal, step)
    mine = services_of(person)
    lines = []
    for one in opinions:
        one.step, one.proposal = step, proposal
        can = may_answer(person, one, at) is None
        lines.append(
            Line(
                opinion=one,
                url=with_query(request, reverse("reviews_desk:opinion", args=[one.pk])),
                form=((forms or {}).get(one.pk) or OpinionForm(one)) if can else None,
                is_mine=one.service_id in mine,
                may_reopen=may_reopen(person, one, at) is None,
                may_hand_over=may_hand_over(person, one, at) is None,
                theirs=(theirs or {}).get(one.pk),
            )
        )
    pilots = may_pilot(person, step, at) is None
    if ask_form is None and pilots:
        ask_form = AskForm(step, opinions, _suggested(proposal, opinions))
    address = reverse("reviews_desk:ask", args=[proposal.process.slug, proposal.number])
    return {
        "proposal": proposal,
        "step": step,
        "state": state_line(opinions, step),
        "lines": sorted(lines, key=lambda line: line.form is None),
        "closed": _closed(proposal, step),
        "services": Service.objects.exclude(pk__in=[one.service_id for one in opinions]),
        "ask_form": ask_form if pilots else None,
        "ask_url": with_query(request, address),
        "pilots": pilots,
        "refusal": refusal,
        "refused_on": refused_on,
    }


def with_query(request: HttpRequest, url: str) -> str:
    return f"{url}?{request.GET.urlencode()}" if request.GET else url


def _closed(proposal: Proposal, step: Step) -> list[Opinion]:
    found = Opinion.objects.filter(proposal=proposal, step=step, closed_at__isnull=False)
    return list(found.select_related("service", "transferred_to__service"))


def _suggested(proposal: Proposal, opinions: list[Opinion]) -> list[int]:
    """Ticked at first: the service in charge and those that the rules consult."""
    if opinions:
        return []
    route = Router.load().route(proposal)
    found = [proposal.service_id] if proposal.service_id else []
    if route is not None:
        found += [route.service.pk] if not found else []
        found += [one.pk for one in route.consulted]
    return found


OPINIONS_BOX = Panel(order=6, load=load_opinions, template="reviews/desk/opinions.html")
