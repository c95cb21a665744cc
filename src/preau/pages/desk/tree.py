"""The tree of pages, a new one, the address of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of

from ..actions import (
    create_page,
    delete_page,
    home_page,
    move_page,
    order_page,
    place_in_tree,
    publish_page,
    withdraw_page,
    write_heading,
)
from ..addresses import clean_slug
from ..models import Page
from ..targets import TARGETS
from .access import for_editors, frame, load_page
from .forms import HeadingForm, MountForm, NewPageForm, PlaceForm


@for_editors
def tree(request: HttpRequest) -> HttpResponse:
    """All pages, each under its parent, with what readers see of it."""
    if request.method == "POST":
        return _reorder(request)
    return render(request, "pages/desk/tree.html", frame(request, pages=_rows()))


def _reorder(request: HttpRequest) -> HttpResponse:
    act, _dash, key = request.POST.get("do", "").partition("-")
    if act == "home":
        return redirect("pages_desk:page", home_page(actor=agent_of(request)).pk)
    page = Page.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
    if page is not None and not page.is_home and act in ("up", "down"):
        order_page(page=page, step=-1 if act == "up" else 1, actor=agent_of(request))
    return redirect("pages_desk:tree")


def _rows() -> list[dict[str, Any]]:
    """Pages in the order of the tree. Two statements."""
    now = clock.now()
    pages = list(Page.objects.select_related("draft").annotate(last=Max("revisions__opens_at")))
    read = set(Page.objects.read_at(now).values_list("pk", flat=True))
    children: dict[int | None, list[Page]] = {}
    for page in sorted(pages, key=lambda one: (one.order, one.pk)):
        children.setdefault(page.parent_id, []).append(page)
    found: list[dict[str, Any]] = []

    def walk(parent: int | None, depth: int) -> None:
        row = children.get(parent, [])
        for page in sorted(row, key=lambda one: not one.is_home):
            state = _state(page, page.pk in read, now)
            found.append({"page": page, "depth": min(depth, 4), **state})
            walk(page.pk, depth + 1)

    walk(None, 0)
    return found


def _state(page: Any, is_read: bool, now: Any) -> dict[str, Any]:
    if not page.is_shown:
        return {"state": _("Retirée"), "tone": "late"}
    if page.mount:
        return {"state": TARGETS[page.mount].label, "tone": "now"}
    if page.last and page.last > now:
        return {"state": _("Publication programmée"), "tone": "soon"}
    if not is_read:
        return {"state": _("Jamais publiée"), "tone": "todo"}
    if page.draft and page.draft.at > page.last:
        return {"state": _("Publiée, brouillon plus récent"), "tone": "soon"}
    return {"state": _("Publiée"), "tone": "done"}


@for_editors
def new_page(request: HttpRequest) -> HttpResponse:
    form = NewPageForm(request.POST or None, initial={"parent": request.GET.get("sous")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = create_page(
            title=data["title"],
            slug=data["slug"] or clean_slug(data["title"]),
            parent=data["parent"],
            summary=data["summary"],
            actor=agent_of(request),
        )
        if not isinstance(made, Refusal):
            messages.success(request, _("La page est prête. Ajoutez son premier bloc."))
            return redirect("pages_desk:page", made.pk)
        form.add_error("slug", f"{made.reason} {made.remedy}".strip())
    return render(request, "pages/desk/new.html", frame(request, form=form))


@for_editors
def mount(request: HttpRequest) -> HttpResponse:
    """A process or a list placed in the tree: it answers there at once."""
    form = MountForm(request.POST or None, initial={"parent": request.GET.get("sous")})
    if request.method == "POST" and form.is_valid():
        data, target = form.cleaned_data, form.target()
        named = target["process"].title if target["process"] else str(TARGETS[target["kind"]].label)
        made = place_in_tree(
            title=data["title"],
            slug=data["slug"] or clean_slug(data["title"] or named),
            parent=data["parent"],
            actor=agent_of(request),
            **target,
        )
        if not isinstance(made, Refusal):
            said = _("C’est en place à l’adresse %(path)s. L’adresse d’origine y mène.")
            messages.success(request, said % {"path": made.get_absolute_url()})
            return redirect("pages_desk:tree")
        name = "what" if made.code == "already_placed" else "slug"
        form.add_error(name, f"{made.reason} {made.remedy}".strip())
    return render(request, "pages/desk/mount.html", frame(request, form=form))


@for_editors
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, summary, address; withdrawing and deleting."""
    page, draft = load_page(pk)
    heading = HeadingForm(initial={"title": draft.title, "summary": draft.summary})
    where = PlaceForm(initial={"parent": page.parent_id, "slug": page.slug})
    refusal: Refusal | None = None
    if request.method == "POST":
        act = request.POST.get("do", "")
        if act == "heading":
            heading = HeadingForm(request.POST)
            done = _write(request, page, heading)
        elif act == "place":
            where = PlaceForm(request.POST)
            done = _move(request, page, where)
        else:
            refusal, done = _leave(request, page, act)
        if done:
            return redirect(done) if done == "pages_desk:tree" else redirect(done, page.pk)
    context = {"page": page, "heading": heading, "where": where, "refusal": refusal}
    context["target"] = TARGETS.get(page.mount)
    return render(request, "pages/desk/place.html", frame(request, **context))


def _write(request: HttpRequest, page: Page, form: HeadingForm) -> str:
    if not form.is_valid():
        return ""
    write_heading(page=page, actor=agent_of(request), **form.cleaned_data)
    if page.mount:
        publish_page(page=page, actor=agent_of(request))
        messages.success(request, _("Le titre est à jour."))
        return "pages_desk:place"
    messages.success(request, _("Titre et résumé sont dans le brouillon."))
    return "pages_desk:page"


def _move(request: HttpRequest, page: Page, form: PlaceForm) -> str:
    if not form.is_valid():
        return ""
    slug = form.cleaned_data["slug"] or clean_slug(page.title)
    moved = move_page(
        page=page, slug=slug, parent=form.cleaned_data["parent"], actor=agent_of(request)
    )
    if isinstance(moved, Refusal):
        form.add_error("slug", f"{moved.reason} {moved.remedy}".strip())
        return ""
    messages.success(request, _("La page a changé d’adresse. L’ancienne y mène encore."))
    return "pages_desk:place"


def _leave(request: HttpRequest, page: Page, act: str) -> tuple[Refusal | None, str]:
    refusal: Refusal | None = None
    if act == "withdraw":
        refusal = withdraw_page(page=page, actor=agent_of(request))
        said, then = _("La page est retirée. Publiez-la pour qu’elle revienne."), "pages_desk:page"
        if page.mount:
            said = _("C’est retiré\u00a0: l’adresse d’origine répond de nouveau, celle-ci y mène.")
    elif act == "again" and page.mount:
        publish_page(page=page, actor=agent_of(request))
        said, then = _("C’est de nouveau en place."), "pages_desk:place"
    elif act == "delete":
        refusal = delete_page(page=page, actor=agent_of(request))
        said, then = _("La page est effacée."), "pages_desk:tree"
    else:
        return None, "pages_desk:place"
    if refusal is not None:
        return refusal, ""
    messages.success(request, said)
    return None, then
