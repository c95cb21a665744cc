"""What other pages show of a votation: its questions, its quorum, the way to the arguments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.processes.models import Process, Step
from preau.processes.panels import ProcessPanel
from preau.ui.props import Link

from .models import Votation
from .queries import OUTCOME, questions_of, votation_of
from .results import result_of
from .rules import format_in_words, quorum_in_words
from .standing import standing_of


def load(process: Process, request: HttpRequest) -> dict[str, Any] | None:
    """The questions as they are put, with their outcome once it is proclaimed."""
    if process.step_of_kind(OUTCOME) is None:
        return None
    votation = votation_of(process)
    if votation is None:
        return None
    is_told = votation.proclaimed_at is not None
    questions = questions_of(votation)
    lines = [(one, format_in_words(one), result_of(one) if is_told else None) for one in questions]
    if not lines:
        return None
    return {
        "votation": votation,
        "process": process,
        "lines": lines,
        "quorum": quorum_in_words(votation),
        "standing": standing_of(votation, questions, clock.now()),
    }


votation_panel = ProcessPanel(order=10, load=load, template="votations/panel.html")


def to_read(step: Step) -> Link | None:
    """The page of the arguments, before the ballot."""
    if not Votation.objects.filter(process=step.process_id).exists():
        return None
    url = reverse("votations:read", args=[step.process.slug])
    return Link(_("Lire la question et les positions"), url)
