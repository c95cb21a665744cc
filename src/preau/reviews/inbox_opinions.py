"""What the study of ideas expects of a person: opinions, syntheses, second readings, mentions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import Role, User
from preau.accounts.policies import has_role
from preau.processes.desk import DeskTask, end_of
from preau.processes.desk_access import active_processes
from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.services.queries import services_worked_by

from .models import Mention, Opinion, SecondReading
from .policies import PILOTS, refusal_by_calendar
from .progress import on_hold
from .queries import WAITING, review_step

#: Most lines of one kind; nobody reads further down in one day.
MOST_LINES = 60


def opinion_tasks(person: User, at: datetime) -> list[DeskTask]:
    """All of it for one person, in a handful of statements whatever the number of ideas."""
    processes = {one.pk: one for one in active_processes(person)}
    if not processes:
        return []
    found = _to_answer(person, processes, at)
    found += _to_synthesise(person, processes, at)
    found += _to_read_again(person, processes)
    return found + _to_read(person, processes)


def _sheet(process: Process, number: int, place: str = "") -> str:
    return reverse("proposals_desk:sheet", args=[process.slug, number]) + place


def _open(processes: Iterable[Process], at: datetime) -> list[int]:
    """Ids of the review steps in which something can still be written."""
    steps = [step for one in processes if (step := review_step(one)) is not None]
    return [step.pk for step in steps if refusal_by_calendar(step, at) is None]


def _to_answer(person: User, processes: dict[int, Process], at: datetime) -> list[DeskTask]:
    awaited = Opinion.objects.awaited().filter(
        ~on_hold(),
        Q(joint_of__isnull=True) | Q(joint_of__signed_at__isnull=False),
        service__in=services_worked_by(person).values("pk"),
        step__in=_open(processes.values(), at),
        proposal__is_hidden=False,
        proposal__status__in=WAITING,
    )
    rows = awaited.select_related("proposal").only(
        "due_on", "asked_by_name", "proposal__title", "proposal__number", "proposal__process_id"
    )
    return [
        DeskTask(
            title=one.proposal.title,
            verb=_("Donner un avis"),
            url=_sheet(processes[one.proposal.process_id], one.proposal.number, f"#avis-{one.pk}"),
            process=processes[one.proposal.process_id],
            due_at=end_of(one.due_on),
            asked_by=one.asked_by_name,
            number=one.proposal.number,
        )
        for one in rows.order_by("due_on", "pk")[:MOST_LINES]
    ]


def _to_synthesise(person: User, processes: dict[int, Process], at: datetime) -> list[DeskTask]:
    """Ideas whose opinions are all in and that nobody concluded, for who runs the process."""
    run = {pk: one for pk, one in processes.items() if has_role(person, *PILOTS, process_id=pk)}
    if not run:
        return []
    standing = Q(opinions__closed_at__isnull=True)
    ideas = Proposal.objects.filter(
        process__in=run,
        status__in=WAITING,
        is_hidden=False,
        opinions__step__in=_open(run.values(), at),
    )
    ready = (
        ideas.filter(syntheses__isnull=True)
        .annotate(
            asked=Count("opinions", filter=standing, distinct=True),
            given=Count(
                "opinions",
                filter=standing & Q(opinions__signed_at__isnull=False),
                distinct=True,
            ),
        )
        .filter(asked__gt=0, given=F("asked"))
        .values_list("process_id", "number", "title", "due_on")
    )
    return [
        DeskTask(
            title=title,
            verb=_("Écrire la synthèse"),
            url=_sheet(run[process], number, "#synthesis-title"),
            process=run[process],
            due_at=end_of(due_on) if due_on else None,
            number=number,
        )
        for process, number, title, due_on in ready.order_by("number")[:MOST_LINES]
    ]


def _to_read_again(person: User, processes: dict[int, Process]) -> list[DeskTask]:
    sits = [one.process_id for one in person.roles if one.role == Role.COMMITTEE]
    if not sits:
        return []
    here = [pk for pk in processes if None in sits or pk in sits]
    rows = SecondReading.objects.filter(at=None, proposal__process__in=here)
    return [
        _task(processes, one.proposal, _("Relire la décision"), "#reading-title", one)
        for one in rows.select_related("proposal")[:MOST_LINES]
    ]


def _task(
    processes: dict[int, Process], proposal: Proposal, verb: str, place: str, asked: Any
) -> DeskTask:
    process = processes[proposal.process_id]
    return DeskTask(
        title=proposal.title,
        verb=verb,
        url=_sheet(process, proposal.number, place),
        process=process,
        due_at=end_of(asked.due_on),
        asked_by=asked.asked_by_name,
        number=proposal.number,
    )


def _to_read(person: User, processes: dict[int, Process]) -> list[DeskTask]:
    unread = Mention.objects.filter(
        user=person, read_at=None, note__proposal__process__in=processes
    ).select_related("note__proposal")
    return [
        DeskTask(
            title=one.note.proposal.title,
            verb=_("Lire une note qui vous cite"),
            url=_sheet(processes[one.note.proposal.process_id], one.note.proposal.number, "#fil"),
            process=processes[one.note.proposal.process_id],
            asked_by=one.note.author_name,
            number=one.note.proposal.number,
        )
        for one in unread.order_by("pk")[:MOST_LINES]
    ]
