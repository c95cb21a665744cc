"""Ways to the pairs and the groups: the menu of a process, the sheet of an idea."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.processes.models import Process
from preau.proposals.models import Proposal, Status
from preau.proposals.panels import Panel
from preau.proposals.policies import KIND

from ..policies import may_merge, refusal_to_move
from ..queries import pairs_of, parts_of


def menu_line(process: Process) -> tuple[Any, str] | None:
    """The line of the menu, for a process that collects ideas."""
    if process.step_of_kind(KIND) is None:
        return None
    return _("Doublons"), reverse("merges_desk:pairs", args=[process.slug])


def load_box(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    """What can be brought together with this idea, as long as it can."""
    if may_merge(request.user, proposal.process, clock.now()):
        return None
    context = {"process": proposal.process, "proposal": proposal}
    if proposal.status == Status.SPLIT:
        return {**context, "parts": parts_of(proposal)}
    if refusal_to_move(proposal):
        return None
    return {**context, "pairs": pairs_of(proposal)}


BOX = Panel(order=80, load=load_box, template="merges/desk/box.html")
