"""Entering the pages of the site's own structure: administrators only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.ui.props import Link

from ..models import Draft, Page
from ..policies import may_edit_site

View = Callable[..., HttpResponseBase]


def for_editors(view: View) -> View:
    """Agents enter; whoever does not run the site reads why not."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal = may_edit_site(agent_of(request))
        if refusal is not None:
            return refused_in_desk(request, refusal)
        return view(request, *args, **kwargs)

    return for_agents(entered)


def section(person: User) -> tuple[Any, str] | None:
    """The line of the desk's menu, for who runs the site."""
    return (_("Site"), reverse("pages_desk:tree")) if may_edit_site(person) is None else None


def load_page(pk: int) -> tuple[Page, Draft]:
    """A page of this site with its draft; else 404."""
    page = get_object_or_404(Page.objects.select_related("draft__author", "parent"), pk=pk)
    if page.draft is None:
        raise LookupError(f"page {pk} has no draft")
    return page, page.draft


def rooms(request: HttpRequest) -> list[Link]:
    """Tabs of the site's own structure."""
    found = [
        (_("Pages"), "pages_desk:tree"),
        (_("Apparence"), "pages_desk:look"),
        (_("Menus et bandeau"), "pages_desk:menus"),
        (_("Médiathèque"), "pages_desk:library"),
        (_("Documents"), "pages_desk:documents"),
        (_("Mots"), "pages_desk:words"),
        (_("E-mails"), "pages_desk:mails"),
        (_("Pages légales"), "pages_desk:legal"),
    ]
    return [Link(label, reverse(name), is_current=_is_here(request, name)) for label, name in found]


def _is_here(request: HttpRequest, name: str) -> bool:
    here = reverse(name)
    return request.path == here or (name != "pages_desk:tree" and request.path.startswith(here))


def frame(request: HttpRequest, **context: Any) -> dict[str, Any]:
    """What every page of these rooms gives its template."""
    return {"rooms": rooms(request), "menu_url": reverse("pages_desk:tree"), **context}
