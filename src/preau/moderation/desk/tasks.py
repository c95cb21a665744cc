"""What moderation adds to the inbox: one line per process, due as its oldest case."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import User
from preau.processes.desk import DeskTask
from preau.processes.models import Process
from preau.ui.words import number

from ..models import Case
from ..queries import moderated_by


def moderation_tasks(person: User, at: datetime) -> list[DeskTask]:
    """One statement whatever waits; nothing for who does not moderate."""
    mine = moderated_by(person)
    if not mine:
        return []
    waiting = Case.objects.waiting().filter(process_id__in=list(mine))
    found: dict[int, list[Case]] = {}
    for one in waiting.only(
        "process_id",
        "opened_at",
        "appealed_at",
        "appeal_settled_at",
        "settled_by_id",
        "passed_to_id",
    ).order_by("opened_at")[:500]:
        if one.is_for(person.pk) and not (one.is_appealed and one.settled_by_id == person.pk):
            found.setdefault(one.process_id, []).append(one)
    return [_task(cases, mine[pk]) for pk, cases in found.items()]


def _task(cases: list[Case], process: Process) -> DeskTask:
    n = len(cases)
    title = ngettext("%(n)s contribution à modérer", "%(n)s contributions à modérer", n)
    return DeskTask(
        title=title % {"n": number(n)},
        verb=_("Lire et décider"),
        url=f"{reverse('moderation:queue')}?demarche={process.slug}",
        process=process,
        due_at=min(one.due_at for one in cases),
        count=n,
    )
