"""Menus, banner and legal entries: documents of the same pieces as blocks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.processes.desk_access import agent_of

from ..actions import write_frame
from ..blocks.forms import BlockForm, turn_lines
from ..blocks.schema import Data
from ..frames import Banner, Legal, Menus, missing
from ..models import Frame, Page
from .access import for_editors, frame

PARTS: dict[str, type[Data]] = {"menus": Menus, "banner": Banner, "legal": Legal}


def _held(part: str) -> Any:
    stored = Frame.objects.first()
    return PARTS[part].read(getattr(stored, part) if stored else {})


@for_editors
def menus(request: HttpRequest) -> HttpResponse:
    """The two menus and the banner, each with its own form."""
    forms = {part: BlockForm(PARTS[part], _held(part)) for part in ("menus", "banner")}
    part = request.POST.get("part", "")
    if request.method == "POST" and part in forms:
        forms[part] = BlockForm(PARTS[part], _held(part), request.POST)
        if _write(request, part, forms[part]):
            return redirect("pages_desk:menus")
    pages = Page.objects.read_at(clock.now()).select_related("draft").order_by("path")
    context = {
        "forms": [(name, form, form.parts()) for name, form in forms.items()],
        "pages": [(one.title, one.get_absolute_url()) for one in pages[:100]],
    }
    return render(request, "pages/desk/menus.html", frame(request, **context))


@for_editors
def legal(request: HttpRequest) -> HttpResponse:
    """What the law asks, with what is missing."""
    held = _held("legal")
    form = BlockForm(Legal, held)
    if request.method == "POST":
        form = BlockForm(Legal, held, request.POST)
        if _write(request, "legal", form):
            return redirect("pages_desk:legal")
    context = {"form": form, "parts": form.parts(), "missing": missing(held)}
    return render(request, "pages/desk/legal.html", frame(request, **context))


def _write(request: HttpRequest, part: str, form: BlockForm) -> bool:
    if not form.is_valid():
        return False
    data = turn_lines(form.written(), request.POST.get("do", ""), PARTS[part])
    write_frame(part=part, content=PARTS[part].read(data), actor=agent_of(request))
    if ":" not in request.POST.get("do", ""):
        messages.success(request, _("C’est en ligne dans quelques secondes."))
    return True
