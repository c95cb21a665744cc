"""The processes of an agent, and the overview of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.processes.desk import tasks_for
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, processes_of
from preau.processes.models import Process, Step, StepState
from preau.processes.queries import step_of_the_moment
from preau.proposals.desk.policies import may_read_proposals
from preau.proposals.desk.selection import WAITING_STATUSES
from preau.proposals.models import Proposal, Status

from .publishing import missing_checks


@dataclass(frozen=True)
class StepLine:
    """A step as the overview shows it."""

    step: Step
    state: StepState
    summary: Any
    desk_url: str
    settings_url: str
    public_url: str


@for_agents
def process_list(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    rows = [
        (process, step_of_the_moment(process, at))
        for process in processes_of(agent_of(request)).with_steps()
    ]
    may_start = may_run_process(request.user, None) is None
    return render(request, "desk/process_list.html", {"rows": rows, "may_start": may_start})


@for_agents
def overview(request: HttpRequest, process: str) -> HttpResponse:
    found, at = load_desk_process(request, process), clock.now()
    person = agent_of(request)
    tasks = tasks_for(person, at)
    steps = [
        StepLine(
            step,
            step.state_at(at),
            step.behaviour.summary(step),
            step.behaviour.desk_url(step),
            step.behaviour.settings_url(step),
            step.behaviour.public_url(step),
        )
        for step in found.ordered_steps
    ]
    return render(
        request,
        "desk/process.html",
        {
            "process": found,
            "steps": steps,
            "figures": figures_of(found) if found.step_of_kind("collection") else None,
            "all_tasks": tasks,
            "tasks": [task for task in tasks if task.process.pk == found.pk][:8],
            "checks": missing_checks(found),
            "is_draft": found.state == Process.State.DRAFT,
            "may_run": may_run_process(person, found.pk) is None,
            "may_read": may_read_proposals(person, found) is None,
        },
    )


def figures_of(process: Process) -> dict[str, int]:
    """How many ideas were deposited, wait for an answer, were retained, were answered no."""
    return Proposal.objects.of(process).aggregate(
        all=Count("pk"),
        waiting=Count("pk", filter=Q(status__in=WAITING_STATUSES)),
        retained=Count("pk", filter=Q(status=Status.RETAINED)),
        refused=Count(
            "pk", filter=Q(status__in=(Status.REFUSED, Status.MERGED, Status.SPLIT, Status.HANDED))
        ),
        elected=Count("pk", filter=Q(status=Status.ELECTED)),
    )
