"""The editor: the blocks of a page beside the page itself, and one block beside the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of

from ..actions import (
    add_block,
    hide_block,
    move_block,
    order_blocks,
    remove_block,
    set_block,
    undo_change,
    write_block,
)
from ..actions.editing import place_of, stamp_of
from ..blocks import block_kinds
from ..blocks.forms import BlockForm, turn_lines
from ..checks import Held, held_of
from ..models import Draft, Page
from ..presence import be_present, others_on
from ..queries import is_shown
from ..showing import show_page
from .access import for_editors, frame, load_page
from .forms import ShowForm


@dataclass(frozen=True)
class Row:
    """A block in the list of the editor."""

    held: Held
    excerpt: str
    state: Any
    tone: str


def _rows(draft: Draft) -> list[Row]:
    return [_row(one) for one in held_of(draft.blocks)]


def _row(one: Held) -> Row:
    words = (value for _piece, value in one.content.values() if isinstance(value, str) and value)
    excerpt = next((line for line in words if line not in ("right", "left", "no", "yes")), "")
    state, tone = "", ""
    if one.block.get("hidden"):
        state, tone = _("Caché"), "late"
    elif one.block.get("opens") or one.block.get("closes"):
        state = _("Visible en ce moment") if is_shown(one.block, clock.now()) else _("Programmé")
        tone = "soon"
    return Row(one, excerpt[:80], state, tone)


@for_editors
def editor(request: HttpRequest, pk: int) -> HttpResponse:
    """The page's blocks in order, with their acts, beside the page as it would be."""
    page, draft = load_page(pk)
    if page.mount:
        return redirect("pages_desk:place", pk)
    if request.method == "POST":
        return _act(request, page)
    context = {
        "page": page,
        "draft": draft,
        "rows": _rows(draft),
        "kinds": list(block_kinds),
        "others": others_on(page, agent_of(request)),
        "undo": page.drafts.filter(number__lt=draft.number).exists(),
        "redo": page.drafts.filter(number__gt=draft.number).exists(),
        "wide": request.GET.get("largeur") == "ordinateur",
    }
    return render(request, "pages/desk/editor.html", frame(request, **context))


def _act(request: HttpRequest, page: Page) -> HttpResponse:
    actor, here = agent_of(request), redirect("pages_desk:page", page.pk)
    be_present(page, actor)
    act, _dash, key = request.POST.get("do", "").partition("-")
    if request.POST.get("add"):
        if request.POST["add"] not in block_kinds:
            raise Http404
        made = add_block(page=page, kind=request.POST["add"], actor=actor)
        return redirect("pages_desk:block", page.pk, made)
    if act in ("undo", "redo"):
        refusal = undo_change(page=page, step=-1 if act == "undo" else 1, actor=actor)
        if refusal is not None:
            messages.warning(request, str(refusal))
    elif act == "order":
        order_blocks(page=page, keys=request.POST.getlist("key")[:100], actor=actor)
    elif act in ("up", "down"):
        blocks = page.draft.blocks if page.draft else []
        to = place_of(blocks, key) + (-1 if act == "up" else 1)
        move_block(page=page, key=key, to=to, actor=actor)
    elif act in ("hide", "show"):
        hide_block(page=page, key=key, hidden=act == "hide", actor=actor)
    elif act == "remove":
        remove_block(page=page, key=key, actor=actor)
        messages.success(request, _("Le bloc est retiré. « Annuler » le fait revenir."))
    return here


@for_editors
def block(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One block: its fields, when it is shown, the page beside it."""
    page, draft = load_page(pk)
    held = held_of([draft.blocks[place_of(draft.blocks, key)]])[0]
    form = BlockForm(type(held.content), held.content)
    shown = _show_form(held)
    conflict = ""
    if request.method == "POST":
        if request.POST.get("do") == "show":
            shown = ShowForm(request.POST, prefix="show")
            done = _schedule(request, page, key, shown)
        else:
            form = BlockForm(type(held.content), held.content, request.POST)
            done, conflict = _write(request, page, held, form)
        if done is not None:
            return done
    context = {
        "page": page,
        "held": held,
        "form": form,
        "parts": form.parts(),
        "shown": shown,
        "stamp": stamp_of(held.block),
        "conflict": conflict,
        "others": others_on(page, agent_of(request)),
        "wide": request.GET.get("largeur") == "ordinateur",
    }
    return render(request, "pages/desk/block.html", frame(request, **context))


def _show_form(held: Held) -> ShowForm:
    moments = {name: parse_datetime(held.block.get(name) or "") for name in ("opens", "closes")}
    return ShowForm(initial={"hidden": held.block.get("hidden"), **moments}, prefix="show")


def _schedule(request: HttpRequest, page: Page, key: str, form: ShowForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    set_block(page=page, key=key, actor=agent_of(request), **form.cleaned_data)
    messages.success(request, _("Le brouillon sait quand montrer ce bloc."))
    return redirect("pages_desk:block", page.pk, key)


def _write(
    request: HttpRequest, page: Page, held: Held, form: BlockForm
) -> tuple[HttpResponse | None, str]:
    if not form.is_valid():
        return None, ""
    act, key = request.POST.get("do", ""), held.block["id"]
    data = turn_lines(form.written(), act, type(held.content))
    stamp = "" if act == "anyway" else request.POST.get("version", "")
    try:
        write_block(page=page, key=key, data=data, stamp=stamp, actor=agent_of(request))
    except Refused as refused:
        if refused.refusal.code != "changed_meanwhile":
            raise
        return None, f"{refused.refusal.reason} {refused.refusal.remedy}"
    if ":" in act:
        where = reverse("pages_desk:block", args=[page.pk, key])
        return redirect(f"{where}#{act.partition(':')[0]}"), ""
    messages.success(request, _("Le bloc est dans le brouillon."))
    return redirect("pages_desk:page", page.pk), ""


@for_editors
def autosave(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The block as it is typed; what cannot be read is said, and nothing is replaced."""
    page, draft = load_page(pk)
    if request.method != "POST":
        return redirect("pages_desk:block", pk, key)
    be_present(page, agent_of(request))
    held = held_of([draft.blocks[place_of(draft.blocks, key)]])[0]
    form = BlockForm(type(held.content), held.content, request.POST)
    if not form.is_valid():
        said = next(error for errors in form.errors.values() for error in errors)
        return _refuse(said)
    try:
        stamp = write_block(
            page=page,
            key=key,
            data=form.written(),
            stamp=request.POST.get("version", ""),
            actor=agent_of(request),
        )
    except Refused as refused:
        return _refuse(f"{refused.refusal.reason} {refused.refusal.remedy}")
    return HttpResponse(status=204, headers={"X-Version": stamp})


def _refuse(said: Any) -> HttpResponse:
    answer = HttpResponse(str(said), content_type="text/plain; charset=utf-8")
    answer["X-Refused"] = "1"
    return answer


@for_editors
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as everyone would read it."""
    page, draft = load_page(pk)
    return show_page(
        request,
        draft.title,
        draft.blocks,
        draft.summary,
        is_home=page.is_home,
        is_preview=True,
    )


@for_editors
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """A sign of life from an open editor; answers who else is there."""
    page, _draft = load_page(pk)
    if request.method != "POST":
        return redirect("pages_desk:page", pk)
    be_present(page, agent_of(request))
    return JsonResponse({"words": here_words(others_on(page, agent_of(request)))})


def here_words(names: list[str]) -> str:
    """« Karim D. a aussi cette page ouverte »."""
    if not names:
        return ""
    return _("%(names)s a aussi cette page ouverte.") % {"names": ", ".join(names)}
