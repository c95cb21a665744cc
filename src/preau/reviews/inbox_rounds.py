"""Rounds that end soon, or should have: who runs the process is told what is left in them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import User
from preau.accounts.policies import has_role
from preau.processes.desk import DeskTask, end_of
from preau.processes.desk_access import active_processes
from preau.processes.models import Process
from preau.proposals.models import Proposal

from .models import Assessment, Opinion, Round, SecondReading
from .policies import PILOTS, refusal_by_calendar
from .progress import on_hold
from .queries import WAITING, fully_assessed, review_step

#: A round is spoken of when its day is at most this far.
SOON = timedelta(days=3)


def round_tasks(person: User, at: datetime) -> list[DeskTask]:
    """Rounds near their day, or past it, in which something is left.

    One statement, and one for each such round, whatever the number of ideas.
    """
    run: dict[int, Process] = {}
    for process in active_processes(person):
        step = review_step(process)
        pilots = has_role(person, *PILOTS, process_id=process.pk)
        if step is not None and pilots and refusal_by_calendar(step, at) is None:
            run[step.pk] = process
    if not run:
        return []
    limit = timezone.localdate(at) + SOON
    near = Round.objects.filter(step__in=run, due_on__lte=limit).order_by("due_on", "number")
    found = [_task(one, run[one.step_id]) for one in near]
    return [task for task in found if task is not None]


def left_in(held: Round, process: Process) -> int:
    """How many ideas, requests or readings the round still waits for."""
    if held.kind == Round.Kind.STUDY:
        awaited = Opinion.objects.awaited().filter(~on_hold(), step=held.step_id)
        return awaited.filter(proposal__status__in=WAITING, proposal__is_hidden=False).count()
    if held.kind == Round.Kind.SECOND_READING:
        return SecondReading.objects.filter(at=None, decision__step=held.step_id).count()
    asked = Opinion.objects.standing().filter(proposal=OuterRef("pk"), step=held.step_id)
    excluded = Assessment.objects.filter(
        proposal=OuterRef("pk"), criterion__step=held.step_id, answer=Assessment.Answer.NO
    )
    ideas = Proposal.objects.visible().filter(process=process, status__in=WAITING)
    step = held.step
    return (
        ideas.filter(~Exists(asked), ~Exists(excluded)).exclude(pk__in=fully_assessed(step)).count()
    )


def _task(held: Round, process: Process) -> DeskTask | None:
    held.step = next(step for step in process.ordered_steps if step.pk == held.step_id)
    left = left_in(held, process)
    if not left or held.due_on is None:
        return None
    if held.kind == Round.Kind.STUDY:
        said = ngettext("%(n)s avis attendu", "%(n)s avis attendus", left)
        url, verb = reverse("services_desk:list"), _("Relancer les services")
    elif held.kind == Round.Kind.SECOND_READING:
        said = ngettext("%(n)s décision à relire", "%(n)s décisions à relire", left)
        url, verb = reverse("reviews_desk:rounds", args=[process.slug]), _("Relancer le comité")
    else:
        said = ngettext("%(n)s idée à examiner", "%(n)s idées à examiner", left)
        url = f"{reverse('proposals_desk:table', args=[process.slug])}?statut=waiting"
        verb = _("Finir la recevabilité")
    return DeskTask(
        title=f"{held.title}, {said % {'n': left}}",
        verb=verb,
        url=url,
        process=process,
        due_at=end_of(held.due_on),
    )
