"""The queue of pairs, and one pair side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel import clock
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process
from preau.ui.words import number

from ..judging import judge
from ..models import Duplicate, Scan
from ..policies import may_judge_pairs, may_merge, refusal_to_move
from ..queries import counts, group_heads, groups_of, next_pair, pairs_in
from ..scans import ask_scan

PAGE = 30
GROUPS = "groups"
TABS = {
    Duplicate.State.WAITING.value: gettext_lazy("À regarder"),
    Duplicate.State.LINKED.value: gettext_lazy("Liées"),
    Duplicate.State.APART.value: gettext_lazy("Gardées séparées"),
    GROUPS: gettext_lazy("Regroupements"),
}
_SAID = {
    Duplicate.State.APART: gettext_lazy(
        "Les n°\u00a0%(first)s et %(second)s restent séparés\u00a0: cette paire ne revient plus."
    ),
    Duplicate.State.LINKED: gettext_lazy(
        "Les n°\u00a0%(first)s et %(second)s sont liés\u00a0: chaque page montre l’autre idée."
    ),
    Duplicate.State.WAITING: gettext_lazy(
        "Les n°\u00a0%(first)s et %(second)s sont de nouveau à regarder."
    ),
}


@for_agents
def pairs(request: HttpRequest, process: str) -> HttpResponse:
    """The tabs, and a page of the one that is chosen."""
    found = load_desk_process(request, process)
    refusal = may_judge_pairs(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    chosen = request.GET.get("vue", "")
    if chosen not in TABS:
        chosen = Duplicate.State.WAITING.value
    held = counts(found)
    context = {
        "process": found,
        "tabs": [(code, label, held[code], code == chosen) for code, label in TABS.items()],
        "chosen": chosen,
        "scan": Scan.objects.filter(process=found).first(),
        "frozen": may_merge(request.user, found, clock.now()),
        **(_groups(request, found) if chosen == GROUPS else _pairs(request, found, chosen)),
    }
    return render(request, "merges/desk/pairs.html", context)


def _pairs(request: HttpRequest, process: Process, state: str) -> dict[str, Any]:
    page: Page[Duplicate] = Paginator(pairs_in(process, state), PAGE).get_page(
        request.GET.get("page")
    )
    return {"page": page}


def _groups(request: HttpRequest, process: Process) -> dict[str, Any]:
    heads = list(dict.fromkeys(group_heads(process)))
    page: Page[int] = Paginator(heads, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "groups": groups_of(process, list(page.object_list))}


@for_agents
def search(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    if request.method != "POST":
        return redirect("merges_desk:pairs", found.slug)
    ask_scan(process=found, actor=agent_of(request))
    messages.success(
        request, _("La recherche est lancée. Les nouvelles paires arriveront dans cette page.")
    )
    return redirect("merges_desk:pairs", found.slug)


@for_agents
def pair(request: HttpRequest, process: str, first: int, second: int) -> HttpResponse:
    """Two ideas side by side; posting judges them and opens the next pair."""
    found = load_desk_process(request, process)
    refusal = may_judge_pairs(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    asked = Duplicate.objects.of(found).with_ideas()
    one = get_object_or_404(asked, first__number=first, second__number=second)
    for idea in (one.first, one.second):
        idea.process = found
    if request.method == "POST":
        return _judged(request, found, one)
    after = next_pair(found, one)
    frozen = may_merge(request.user, found, clock.now())
    context = {
        "process": found,
        "pair": one,
        "ideas": (one.first, one.second),
        "next": after,
        "waiting": counts(found)["waiting"],
        "refusal": frozen or refusal_to_move(one.first) or refusal_to_move(one.second),
        "menu_url": _queue(found),
    }
    return render(request, "merges/desk/pair.html", context)


def _judged(request: HttpRequest, process: Process, one: Duplicate) -> HttpResponse:
    asked = request.POST.get("do", "")
    if asked not in Duplicate.State.values:
        return redirect("merges_desk:pair", process.slug, one.first.number, one.second.number)
    state = Duplicate.State(asked)
    if judge(pair=one, state=state, actor=agent_of(request)):
        numbers = {"first": number(one.first.number), "second": number(one.second.number)}
        messages.success(request, str(_SAID[state]) % numbers)
    after = next_pair(process, one)
    if state == Duplicate.State.WAITING:
        after = one
    if after is None:
        return redirect(_queue(process))
    return redirect("merges_desk:pair", process.slug, after.first.number, after.second.number)


def _queue(process: Process) -> str:
    return reverse("merges_desk:pairs", args=[process.slug])
