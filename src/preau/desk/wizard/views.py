"""Choosing what to start from; words; dates; rules; review."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.policies import may_run_process
from preau.blueprints.registry import blueprints, own_page, shelves
from preau.kernel.refusal import Refused, demand
from preau.processes.desk_access import agent_of, for_agents
from preau.processes.models import Process
from preau.processes.outline import UnreadableOutline
from preau.processes.seasons import warnings
from preau.tenancy.quotas import demand_room

from .forms import DatesForm, FirstDayForm, WordsForm
from .sources import FromOutline, Making, Source, Span, find_source

KEY = "new_process"
_MENU = {"menu_url": "/bureau/demarches/"}


@for_agents
def choose(request: HttpRequest) -> HttpResponse:
    """Applications, then the shelves: models of the city, its own processes, those of others."""
    agent = agent_of(request)
    demand(may_run_process(agent, None))
    fault = False
    if request.method == "POST":
        code = request.POST.get("source", "")
        source = find_source(code, agent)
        own = own_page(source.outline["blueprint"]) if isinstance(source, FromOutline) else ""
        if own:
            said = _("Cette démarche se refait par ses questions\u00a0: les dates suivent la loi.")
            messages.info(request, said)
            return redirect(own)
        if source is not None:
            request.session[KEY] = {"source": code}
            return redirect("desk:new_words")
        fault = True
    context = {
        "applications": [one for one in blueprints if one.start is not None or one.page],
        "shelves": [
            (code, shelf.label, kept)
            for code, shelf in shelves.items()
            if (kept := shelf.kept(agent))
        ],
        "fault": fault,
    }
    status = 422 if fault else 200
    return render(request, "desk/wizard/choose.html", context | _MENU, status=status)


def _begun(request: HttpRequest) -> tuple[Source, dict[str, Any]]:
    """The source that was chosen and what was answered since; 404 when nothing was."""
    agent = agent_of(request)
    demand(may_run_process(agent, None))
    answered = request.session.get(KEY) or {}
    source = find_source(str(answered.get("source", "")), agent)
    if source is None:
        raise Http404
    return source, answered


def _keep(request: HttpRequest, answered: dict[str, Any], **more: Any) -> None:
    request.session[KEY] = answered | more


def _places(source: Source) -> list[tuple[str, Any]]:
    """Addresses and names of the questions, in order."""
    places = [("desk:new_words", _("Titre et promesse")), ("desk:new_dates", _("Dates"))]
    if source.form is not None:
        places.append(("desk:new_rules", _("Règles")))
    return [*places, ("desk:new_review", _("Relecture"))]


def _page(
    request: HttpRequest, template: str, source: Source, route: str, **more: Any
) -> HttpResponse:
    places = _places(source)
    place = [name for name, _label in places].index(route)
    context = {
        "source": source,
        "place": place + 1,
        "places": len(places),
        "place_name": places[place][1],
        "back": reverse(places[place - 1][0]) if place else reverse("desk:new"),
        **more,
        **_MENU,
    }
    faulty = [one for one in more.values() if getattr(one, "errors", None)]
    return render(request, f"desk/wizard/{template}.html", context, status=422 if faulty else 200)


@for_agents
def words(request: HttpRequest) -> HttpResponse:
    source, answered = _begun(request)
    known = {"title": answered.get("title", ""), "summary": answered.get("summary", source.summary)}
    form = WordsForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        _keep(request, answered, **form.cleaned_data)
        return redirect("desk:new_dates")
    return _page(request, "words", source, "desk:new_words", form=form)


@for_agents
def dates(request: HttpRequest) -> HttpResponse:
    source, answered = _begun(request)
    spans = _spans(answered) or source.spans(source.first_day())
    asked = request.POST.get("do") if request.method == "POST" else ""
    first = FirstDayForm(
        request.POST if asked == "propose" else None,
        initial={"first": timezone.localdate(spans[0].opens_at) if spans[0].opens_at else None},
    )
    if asked == "propose" and first.is_valid():
        proposed = source.spans(first.cleaned_data["first"])
        _keep(request, answered, spans=_kept(proposed))
        return redirect("desk:new_dates")
    form = DatesForm(spans, request.POST if asked == "next" else None)
    if asked == "next" and form.is_valid():
        _keep(request, answered, spans=_kept(form.dated()))
        return redirect("desk:new_rules" if source.form is not None else "desk:new_review")
    return _page(
        request, "dates", source, "desk:new_dates", first=first, form=form, warned=_warned(spans)
    )


@for_agents
def rules(request: HttpRequest) -> HttpResponse:
    source, answered = _begun(request)
    if source.form is None:
        return redirect("desk:new_review")
    data = request.POST if request.method == "POST" else _typed(answered)
    form = source.form(data)
    if request.method == "POST" and form.is_valid():
        typed = {name: request.POST.getlist(name) for name in form.fields if name in request.POST}
        _keep(request, answered, rules=typed)
        return redirect("desk:new_review")
    return _page(request, "rules", source, "desk:new_rules", form=form)


@for_agents
def review(request: HttpRequest) -> HttpResponse:
    source, answered = _begun(request)
    form = source.form(_typed(answered) or QueryDict()) if source.form is not None else None
    missing = _missing(answered, form)
    if missing:
        return redirect(missing)
    fault = ""
    if request.method == "POST":
        making = Making(
            answered["title"],
            answered["summary"],
            tuple((one.opens_at, one.closes_at) for one in _spans(answered)),
            form.cleaned_data if form is not None else {},
        )
        try:
            demand_room("processes", Process.objects.count())
            process = source.make(making, agent_of(request))
        except (Refused, UnreadableOutline) as refused:
            fault = _said(refused)
        else:
            del request.session[KEY]
            messages.success(request, _("Le brouillon est créé. Personne ne le voit encore."))
            return redirect("desk:publish", process.slug)
    context = {
        "answered": answered,
        "spans": _spans(answered),
        "warned": _warned(_spans(answered)),
        "rules": [
            (one.label, said) for one in form or () if (said := _answer(one)) not in (None, "")
        ],
        "fault": fault,
    }
    return _page(request, "review", source, "desk:new_review", **context)


def _missing(answered: dict[str, Any], form: Any) -> str:
    """The first question that has no answer yet."""
    if not answered.get("title"):
        return "desk:new_words"
    if not answered.get("spans"):
        return "desk:new_dates"
    return "desk:new_rules" if form is not None and not form.is_valid() else ""


def _said(refused: Exception) -> str:
    if isinstance(refused, Refused):
        return f"{refused.refusal.reason} {refused.refusal.remedy}".strip()
    return _("Ce modèle ne se lit pas ici\u00a0: %(why)s") % {"why": refused}


def _typed(answered: dict[str, Any]) -> QueryDict | None:
    """The rules as they were typed, for their form to read again."""
    if "rules" not in answered:
        return None
    typed = QueryDict(mutable=True)
    for name, values in answered["rules"].items():
        typed.setlist(name, values)
    return typed


def _answer(bound: Any) -> Any:
    """An answer in words: the label of a choice, else what was typed."""
    value = bound.value()
    choices = {str(code): label for code, label in getattr(bound.field, "choices", [])}
    if isinstance(value, list):
        return ", ".join(str(choices.get(str(one), one)) for one in value)
    return choices.get(str(value), value)


def _kept(spans: list[Span]) -> list[Any]:
    return [
        [str(one.title), *(m.isoformat() if m else None for m in (one.opens_at, one.closes_at))]
        for one in spans
    ]


def _spans(answered: dict[str, Any]) -> list[Span]:
    return [
        Span(title, *(datetime.fromisoformat(m) if m else None for m in moments))
        for title, *moments in answered.get("spans", [])
    ]


def _warned(spans: list[Span]) -> list[tuple[str, str]]:
    """Steps and what to know of their dates."""
    return [
        (str(one.title), words)
        for one in spans
        if one.opens_at is not None
        for words in warnings(
            timezone.localdate(one.opens_at),
            timezone.localdate(one.closes_at) if one.closes_at else None,
        )
    ]
