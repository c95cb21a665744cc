"""The frame around every desk page: menu, switcher, who I am."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import User
from preau.kernel import clock
from preau.ledger.models import Entry
from preau.processes.desk import DeskBanner, desk_banners, desk_pages, desk_sections
from preau.processes.desk_access import active_processes, agent_of
from preau.processes.models import Process

from ..journal_words import sentence_of, who_did, why_of
from ..waiting import waiting_for

register = template.Library()


@dataclass(frozen=True)
class MenuLine:
    label: str
    url: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True)
class Frame:
    menu: list[MenuLine]
    processes: list[Process]
    process: Process | None
    roles: str
    words: str
    public_url: str
    banners: list[DeskBanner]


@register.simple_tag(takes_context=True)
def desk_frame(context: dict[str, Any]) -> Frame:
    """All that ``desk/base.html`` shows around a page; the page's process comes from its context."""
    request: HttpRequest = context["request"]
    person = agent_of(request)
    match = request.resolver_match
    held = context.get("process")
    process = held if isinstance(held, Process) else None
    processes = active_processes(person)[:30]
    # A page outside the addresses of the menu says under which line it stands.
    path = context.get("menu_url") or request.path
    return Frame(
        menu=_menu(
            path, process, waiting_for(person, clock.now(), context.get("all_tasks")), person
        ),
        processes=processes,
        process=process,
        roles=", ".join(dict.fromkeys(str(held.get_role_display()) for held in person.roles)),
        words=request.GET.get("q", "") if match and match.view_name == "desk:search" else "",
        public_url=reverse("public:process", args=[process.slug])
        if process
        else reverse("public:home"),
        banners=[one for source in desk_banners for one in source(person)],
    )


def _steps(process: Process) -> list[tuple[str, str, int]]:
    """A line for each step with a page of its own in the back office."""
    table = reverse("proposals_desk:table", args=[process.slug])
    labels = [str(step.behaviour.desk_label) for step in process.ordered_steps]
    urls = [
        (label if label and labels.count(label) == 1 else step.title, step.behaviour.desk_url(step))
        for label, step in zip(labels, process.ordered_steps, strict=True)
    ]
    return [(title, url, 0) for title, url in urls if url and not url.startswith(table)]


def _pages(process: Process) -> list[tuple[str, str, int]]:
    """A line for each page that an app adds to a process."""
    found = [page for source in desk_pages if (page := source(process)) is not None]
    return [(str(label), url, 0) for label, url in found]


def _menu(path: str, process: Process | None, waiting: int, person: User) -> list[MenuLine]:
    lines = [
        (_("À traiter"), reverse("desk:inbox"), waiting),
        (_("Démarches"), reverse("desk:processes"), 0),
    ]
    lines += [
        (str(found[0]), found[1], 0)
        for source in desk_sections
        if (found := source(person)) is not None
    ]
    if process is not None:
        lines += [
            (_("Vue d’ensemble"), reverse("desk:process", args=[process.slug]), 0),
            (_("Propositions"), reverse("proposals_desk:table", args=[process.slug]), 0),
            *_steps(process),
            *_pages(process),
            (_("Calendrier"), reverse("desk:calendar", args=[process.slug]), 0),
            (_("Journal"), reverse("desk:journal", args=[process.slug]), 0),
        ]
    inbox = lines[0][1]
    under = [url for _l, url, _c in lines if url != inbox and path.startswith(url)]
    here = path if path == inbox else max(under, key=len, default="")
    return [MenuLine(label, url, url == here, count) for label, url, count in lines]


@register.simple_tag
def due_words(due_at: datetime) -> str:
    """« En retard de 2 jours », « Aujourd’hui », « Dans 3 jours »."""
    days = _days_until(due_at)
    if due_at < clock.now():
        if days == 0:
            return _("En retard")
        return ngettext("En retard de %(n)s jour", "En retard de %(n)s jours", -days) % {"n": -days}
    if days == 0:
        return _("Aujourd’hui")
    return ngettext("Dans %(n)s jour", "Dans %(n)s jours", days) % {"n": days}


@register.simple_tag
def due_tone(due_at: datetime) -> str:
    """Class of the tag: late, soon (three days), or nothing special."""
    if due_at < clock.now():
        return "tag--late"
    return "tag--soon" if _days_until(due_at) <= 3 else ""


def _days_until(moment: datetime) -> int:
    return (timezone.localdate(moment) - timezone.localdate(clock.now())).days


@register.simple_tag
def entry_words(entry: Entry) -> str:
    """A line of the journal: who, what, why."""
    sentence = f"{who_did(entry)} {sentence_of(entry)}"
    why = why_of(entry)
    return f"{sentence}. {why}" if why else sentence
