"""Themes: the points under each, the answer of the project owner, the commissioner's analysis."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..commission import add_theme, analyse_theme, answer_theme
from ..models import Inquiry, Point, Theme
from ..policies import may_answer, may_study
from .access import frame, load_desk_inquiry

LONGEST = 50_000
#: Points shown on the page of a theme.
POINTS = 200


@for_agents
def themes(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Every theme with its counts; a new one is added below."""
    inquiry = load_desk_inquiry(request, process, step)
    if request.method == "POST":
        refusal = may_study(inquiry, request.user)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        title = request.POST.get("title", "").strip()[:120]
        done: object = (
            add_theme(inquiry=inquiry, title=title, actor=agent_of(request))
            if title
            else Refusal("no_title", _("Donnez un nom au thème."))
        )
        if isinstance(done, Refusal):
            messages.error(request, str(done))
        return redirect(inquiry.desk_url("themes"))
    found = inquiry.themes.annotate(
        n=Count("points"), observations=Count("points__observation", distinct=True)
    )
    context = frame(request, inquiry, "themes", themes=list(found))
    return render(request, "inquiries/desk/themes.html", context)


@for_agents
def theme(request: HttpRequest, process: str, step: str, theme: int) -> HttpResponse:
    """One theme: read its points, answer, analyse."""
    inquiry = load_desk_inquiry(request, process, step)
    one = get_object_or_404(Theme, inquiry=inquiry, pk=theme)
    one.inquiry = inquiry
    if request.method == "POST":
        return _written(request, inquiry, one)
    points = Point.objects.filter(theme=one).select_related("observation")
    context = frame(
        request,
        inquiry,
        "themes",
        theme=one,
        points=list(points.order_by("observation__number", "order")[:POINTS]),
        total=points.count(),
    )
    return render(request, "inquiries/desk/theme.html", context)


def _written(request: HttpRequest, inquiry: Inquiry, one: Theme) -> HttpResponse:
    words, actor = request.POST.get("words", "")[:LONGEST], agent_of(request)
    is_answer = request.POST.get("do") == "answer"
    refusal = (may_answer if is_answer else may_study)(inquiry, request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if is_answer:
        answer_theme(theme=one, answer=words, actor=actor)
    else:
        analyse_theme(theme=one, analysis=words, actor=actor)
    messages.success(request, _("Enregistré."))
    return redirect(inquiry.desk_url("theme", one.pk))
