"""What a review expects of an agent, for the inbox."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import Role, User
from preau.accounts.policies import has_role
from preau.processes.desk import DeskTask, end_of
from preau.processes.desk_access import active_processes
from preau.processes.models import Step
from preau.proposals.models import Proposal, Status
from preau.services.queries import services_worked_by

from .models import Opinion, Round
from .policies import DECIDERS, refusal_by_calendar
from .queries import WAITING, fully_assessed, ready_to_decide, review_step, synthesis_required

#: Up to this many ideas of a process have a line each; beyond, one line leads to the table.
MOST_LINES = 20
_AGENT = ("agent__first_name", "agent__last_name", "agent__public_name")


def review_tasks(person: User, at: datetime) -> list[DeskTask]:
    """Ideas that wait for this person: all for who decides, the service's own for an agent.

    An agent is done with an idea once every question of the règlement has its answer.
    Costs the same few statements whatever the number of processes.
    """
    services = services_worked_by(person).values("pk")
    is_agent = any(held.role == Role.AGENT for held in person.roles)
    reviews: dict[int, tuple[Step, Q, bool]] = {}
    for process in active_processes(person):
        step = review_step(process)
        decides = has_role(person, *DECIDERS, process_id=process.pk)
        if step is None or refusal_by_calendar(step, at) or not (decides or is_agent):
            continue
        mine = Q(process=process) & (_to_decide(step) if decides else _to_study(step, services))
        reviews[process.pk] = (step, mine, decides)
    return _tasks(reviews, person) if reviews else []


def _to_decide(step: Step) -> Q:
    """Ideas ripe for an answer: nobody is asked for an opinion, or all of it is concluded."""
    asked = Opinion.objects.standing().filter(proposal=OuterRef("pk"), step=step)
    concluded = Q(pk__in=ready_to_decide(step))
    return concluded | (~Exists(asked) & ~Exists(synthesis_required(step)))


def _to_study(step: Step, services: QuerySet[Any, Any]) -> Q:
    """Ideas that the services look after; those they give an opinion on have a line of their own."""
    asked = Opinion.objects.standing().filter(
        proposal=OuterRef("pk"), step=step, service__in=services
    )
    mine = Q(service__in=services) & ~Q(pk__in=fully_assessed(step)) & ~Exists(asked)
    return mine & ~Q(status=Status.PRECISION)


def _tasks(reviews: dict[int, tuple[Step, Q, bool]], person: User) -> list[DeskTask]:
    waiting = Proposal.objects.visible().filter(status__in=WAITING)
    mine = Q()
    for _step, condition, _decides in reviews.values():
        mine |= condition
    rows = waiting.filter(mine).order_by().values_list("process_id").annotate(Count("pk"))
    counts = dict(rows)
    few = [pk for pk, count in counts.items() if count <= MOST_LINES]
    listed = waiting.filter(mine, process__in=few).select_related("service", "agent")
    listed = listed.only("process_id", "number", "title", "due_on", "service__name", *_AGENT)
    ends = _ends(reviews)
    tasks = [
        _line(*reviews[one.process_id], one, person, ends[one.process_id])
        for one in listed.order_by("number")
    ]
    for pk, count in counts.items():
        if count > MOST_LINES:
            tasks.append(_gathered(*reviews[pk], count, ends[pk]))
    return tasks


def _ends(reviews: dict[int, tuple[Step, Q, bool]]) -> dict[int, datetime | None]:
    """By process: the day of the round of who checks the règlement; for who decides, the end."""
    steps = [step.pk for step, _mine, decides in reviews.values() if not decides]
    days: dict[int, date] = {}
    if steps:
        held = Round.objects.filter(step__in=steps, kind=Round.Kind.ADMISSIBILITY)
        rows = held.filter(due_on__isnull=False).values_list("step", "due_on")
        days = {step: day for step, day in rows if day is not None}
    return {
        pk: end_of(days[step.pk]) if step.pk in days else step.closes_at
        for pk, (step, _mine, _decides) in reviews.items()
    }


def _verb(decides: bool) -> str:
    return _("Donner une réponse") if decides else _("Remplir la fiche d’analyse")


def _line(
    step: Step, mine: Q, decides: bool, one: Proposal, person: User, end: datetime | None
) -> DeskTask:
    return DeskTask(
        title=one.title,
        verb=_verb(decides),
        url=reverse("proposals_desk:sheet", args=[step.process.slug, one.number]),
        process=step.process,
        due_at=end_of(one.due_on) if one.due_on else end,
        asked_by=f"{one.service}" if one.service else "",
        number=one.number,
        handle_url=reverse("proposals_desk:handle", args=[step.process.slug, one.number]),
        taken_by=one.agent.full_name if one.agent else "",
        is_mine=one.agent_id == person.pk,
    )


def _gathered(step: Step, mine: Q, decides: bool, count: int, end: datetime | None) -> DeskTask:
    url = reverse("proposals_desk:table", args=[step.process.slug])
    return DeskTask(
        title=ngettext("%(n)s idée à étudier", "%(n)s idées à étudier", count) % {"n": count},
        verb=_verb(decides),
        url=f"{url}?statut=waiting",
        process=step.process,
        due_at=end,
        count=count,
    )
