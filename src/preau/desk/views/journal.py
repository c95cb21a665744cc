"""The journal of a process: every act, in sentences, with a filter and a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role
from preau.accounts.policies import has_role
from preau.kernel.refusal import Refusal
from preau.kernel.sheets import csv_lines
from preau.ledger.models import Entry
from preau.processes.desk_access import for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process

from ..journal_words import label_of, sentence_of, who_did, why_of

READERS = (Role.ADMINISTRATOR, Role.OWNER, Role.DECIDER, Role.READER)
PAGE = 50


def may_read_journal(person: Person, process: Process) -> Refusal | None:
    """Names of agents and of residents stand in the journal: it is for those who answer for it."""
    if has_role(person, *READERS, process_id=process.pk):
        return None
    return Refusal("not_a_reader", _("Votre rôle n’ouvre pas le journal de cette démarche."))


@for_agents
def journal(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_read_journal(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    entries = Entry.objects.filter(process_id=found.pk).select_related("actor")
    who, verb = request.GET.get("qui", ""), request.GET.get("acte", "")
    shown = narrowed(entries, who, verb)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    lines = [(entry, who_did(entry), sentence_of(entry), why_of(entry)) for entry in page]
    verbs = entries.order_by("verb").values_list("verb").annotate(Count("pk"))
    people = entries.exclude(actor_name="").order_by("actor_name").values_list("actor_name")
    return render(
        request,
        "desk/journal.html",
        {
            "process": found,
            "page": page,
            "lines": lines,
            "verbs": [(code, label_of(code), count) for code, count in verbs],
            "people": [name for (name,) in people.distinct()[:200]],
            "who": who,
            "verb": verb,
        },
    )


def narrowed(entries: QuerySet[Entry], who: str, verb: str) -> QuerySet[Entry]:
    if who:
        entries = entries.filter(actor_name=who)
    if verb:
        entries = entries.filter(verb=verb)
    return entries


@for_agents
def journal_csv(request: HttpRequest, process: str) -> HttpResponseBase:
    found = load_desk_process(request, process)
    refusal = may_read_journal(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    entries = narrowed(
        Entry.objects.filter(process_id=found.pk).select_related("actor"),
        request.GET.get("qui", ""),
        request.GET.get("acte", ""),
    )
    lines = csv_lines([_("Date"), _("Qui"), _("Acte"), _("Raison"), _("Code")], _rows(entries))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="journal-{found.slug}.csv"'
    return response


def _rows(entries: QuerySet[Entry]) -> Iterator[list[str]]:
    for entry in entries.iterator(chunk_size=500):
        yield [
            timezone.localtime(entry.at).strftime("%d/%m/%Y %H:%M:%S"),
            who_did(entry),
            sentence_of(entry),
            why_of(entry),
            entry.verb,
        ]
