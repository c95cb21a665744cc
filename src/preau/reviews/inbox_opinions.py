"""What the study of ideas expects of a person: opinions, syntheses, second readings, mentions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import Role, User
from preau.accounts.policies import has_role
from preau.processes.desk import DeskTask, end_of
from preau.processes.desk_access import active_processes
from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.services.queries import services_worked_by

from .models import Mention, Opinion, SecondReading, Synthesis
from .policies import PILOTS, refusal_by_calendar
from .progress import on_hold
from .queries import WAITING, review_step

#: Most lines of one kind; nobody reads further down in one day.
MOST_LINES = 60
#: Kind of a line → what is expected, and where on the sheet.
ANSWER, CONCLUDE, READ_AGAIN, READ = "answer", "conclude", "read_again", "read"
PLACES = {CONCLUDE: "#synthesis-title", READ_AGAIN: "#reading-title", READ: "#fil"}


def opinion_tasks(person: User, at: datetime) -> list[DeskTask]:
    """All of it for one person, in one statement whatever the number of ideas and of processes."""
    processes = {one.pk: one for one in active_processes(person)}
    if not processes:
        return []
    steps = _open(processes.values(), at)
    rows = _to_answer(person, steps)
    others = [_to_read(person, processes)]
    run = [pk for pk in processes if has_role(person, *PILOTS, process_id=pk)]
    if run:
        others.append(_to_conclude(run, steps))
    sits = [one.process_id for one in person.roles if one.role == Role.COMMITTEE]
    if sits:
        others.append(_to_read_again([pk for pk in processes if None in sits or pk in sits]))
    return [_task(processes, *row) for row in rows.union(*others, all=True)]


def _open(processes: Iterable[Process], at: datetime) -> list[int]:
    """Ids of the review steps in which something can still be written."""
    steps = [step for one in processes if (step := review_step(one)) is not None]
    return [step.pk for step in steps if refusal_by_calendar(step, at) is None]


def _row(
    rows: QuerySet[Any], kind: str, idea: str, due: Any, asked_by: Any, order: str
) -> QuerySet[Any, Any]:
    """The columns of a line; ``idea`` is the way from a row to its proposal."""
    columns = rows.annotate(
        kind=Value(kind), due=due, asker=asked_by, process_key=F(f"{idea}process_id")
    ).values_list("kind", "process_key", f"{idea}number", f"{idea}title", "due", "asker", "pk")
    shortest: QuerySet[Any, Any] = columns.order_by(order)[:MOST_LINES]
    return shortest


def _to_answer(person: User, steps: list[int]) -> QuerySet[Any, Any]:
    """Opinions awaited from the services of this person, unless the author is being asked."""
    awaited = Opinion.objects.awaited().filter(
        ~on_hold(),
        Q(joint_of__isnull=True) | Q(joint_of__signed_at__isnull=False),
        service__in=services_worked_by(person).values("pk"),
        step__in=steps,
        proposal__is_hidden=False,
        proposal__status__in=WAITING,
    )
    return _row(awaited, ANSWER, "proposal__", F("due_on"), F("asked_by_name"), "due_on")


def _to_conclude(run: list[int], steps: list[int]) -> QuerySet[Any, Any]:
    """Ideas whose opinions are all in and that nobody concluded, for who runs the process."""
    asked = Opinion.objects.standing().filter(proposal=OuterRef("pk"), step__in=steps)
    ready = Proposal.objects.visible().filter(
        Exists(asked),
        ~Exists(asked.filter(signed_at__isnull=True)),
        ~Exists(Synthesis.objects.filter(proposal=OuterRef("pk"))),
        process__in=run,
        status__in=WAITING,
    )
    return _row(ready, CONCLUDE, "", F("due_on"), Value(""), "number")


def _to_read_again(processes: list[int]) -> QuerySet[Any, Any]:
    """Decisions that wait for the follow-up committee."""
    waiting = SecondReading.objects.filter(at=None, proposal__process__in=processes)
    return _row(waiting, READ_AGAIN, "proposal__", F("due_on"), F("asked_by_name"), "due_on")


def _to_read(person: User, processes: Iterable[int]) -> QuerySet[Any, Any]:
    """Notes that name this person and that they have not seen."""
    unread = Mention.objects.filter(
        user=person, read_at=None, note__proposal__process__in=list(processes)
    )
    never = Value(None, output_field=DateField())
    return _row(unread, READ, "note__proposal__", never, F("note__author_name"), "pk")


def _task(
    processes: dict[int, Process],
    kind: str,
    process_id: int,
    number: int,
    title: str,
    due_on: date | None,
    asked_by: str,
    pk: int,
) -> DeskTask:
    verbs = {
        ANSWER: _("Donner un avis"),
        CONCLUDE: _("Écrire la synthèse"),
        READ_AGAIN: _("Relire la décision"),
        READ: _("Lire une note qui vous cite"),
    }
    process = processes[process_id]
    sheet = reverse("proposals_desk:sheet", args=[process.slug, number])
    return DeskTask(
        title=title,
        verb=verbs[kind],
        url=sheet + PLACES.get(kind, f"#avis-{pk}"),
        process=process,
        due_at=end_of(due_on) if due_on else None,
        asked_by=asked_by,
        number=number,
    )
