"""What introduces a process, and its règlement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.processes.actions import describe_process, write_rulebook
from preau.processes.desk_access import agent_of, for_agents, load_desk_process
from preau.processes.policies import may_write_rulebook
from preau.ui.forms import PlainForm

_NAMES = ("title", "summary", "presentation", "contact_name", "contact_email")
#: Most articles that the page takes.
MOST_ARTICLES = 80


class DescriptionForm(PlainForm):
    title = forms.CharField(
        label=gettext_lazy("Titre"),
        max_length=120,
        help_text=gettext_lazy("L’adresse de la démarche ne change pas avec lui."),
    )
    summary = forms.CharField(label=gettext_lazy("Promesse en une phrase"), max_length=240)
    presentation = forms.CharField(
        label=gettext_lazy("Présentation"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Qui répond aux questions"), required=False, max_length=120
    )
    contact_email = forms.EmailField(label=gettext_lazy("Son adresse e-mail"), required=False)


@for_agents
def settings(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    demand(may_run_process(request.user, found.pk))
    known = {name: getattr(found, name) for name in _NAMES}
    form = DescriptionForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        changed = describe_process(process=found, **form.cleaned_data, actor=agent_of(request))
        messages.success(request, _("C’est enregistré.") if changed else _("Rien n’a changé."))
        return redirect("desk:settings", found.slug)
    status = 422 if form.errors else 200
    context = {"process": found, "form": form}
    return render(request, "desk/settings.html", context, status=status)


@dataclass
class Line:
    """An article while it is typed."""

    number: int
    title: str
    text: str
    fault: str = ""


@for_agents
def rulebook(request: HttpRequest, process: str) -> HttpResponse:
    """All the articles on one page: each can be moved or emptied, one more is always waiting."""
    found = load_desk_process(request, process)
    demand(may_run_process(request.user, found.pk))
    refusal = may_write_rulebook(request.user, found, clock.now())
    if request.method != "POST":
        articles = found.rulebook.get("articles", [])
        lines = [Line(n, one["title"], one["text"]) for n, one in enumerate(articles, start=1)]
        return _articles(request, found, lines, refusal)
    demand(refusal)
    lines = _typed(request)
    asked, _sep, place = request.POST.get("do", "save").partition("-")
    if asked in ("up", "drop") and place.isdecimal() and 0 < int(place) <= len(lines):
        at = int(place) - 1
        moved = lines.pop(at)
        if asked == "up":
            lines.insert(max(0, at - 1), moved)
        return _articles(request, found, _numbered(lines), None, is_unsaved=True)
    kept = _numbered([one for one in lines if one.title or one.text])
    for one in kept:
        if not (one.title and one.text):
            one.fault = _("Donnez un titre et un texte à cet article, ou videz-le.")
    if any(one.fault for one in kept):
        return _articles(request, found, kept, None, status=422)
    articles = [{"title": one.title, "text": one.text} for one in kept]
    changed = write_rulebook(process=found, articles=articles, actor=agent_of(request))
    messages.success(request, _("Règlement enregistré.") if changed else _("Rien n’a changé."))
    return redirect("desk:rulebook", found.slug)


def _typed(request: HttpRequest) -> list[Line]:
    titles, texts = request.POST.getlist("title"), request.POST.getlist("text")
    pairs = list(zip(titles, texts, strict=False))[:MOST_ARTICLES]
    return _numbered([Line(0, a.strip()[:160], b.strip()[:8000]) for a, b in pairs])


def _numbered(lines: list[Line]) -> list[Line]:
    for number, one in enumerate(lines, start=1):
        one.number = number
    return lines


def _articles(
    request: HttpRequest, found: Any, lines: list[Line], refusal: Any, **more: Any
) -> HttpResponse:
    status = more.pop("status", 200)
    waiting = [] if lines and not (lines[-1].title or lines[-1].text) else [Line(0, "", "")]
    context = {
        "process": found,
        "lines": _numbered([*lines, *waiting]),
        "refusal": refusal,
        "has_faults": status == 422,
        **more,
    }
    return render(request, "desk/rulebook.html", context, status=status)
