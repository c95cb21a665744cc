"""Processes and lists at addresses of the site's own tree.

Routes are written once, at the platform's own addresses (« inner »: ``demarches/budget-2027``). A
site may show one, with all below it, elsewhere (« outer »: ``vivre-ici/budget``). ``Site.mounts``
says where: ``{inner: [outer of today, former outers…]}``, the first empty when it is back home.
What is asked at an outer is answered by the inner's routes; every address that the product writes
is the outer of today, and all others lead to it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, URLResolver, resolve

from .models import Site
from .scope import site_in_use

#: The route at which pages of the tree answer.
TREE = "pages:page"
#: Steps of the longest inner.
_DEPTH = 3


def outward(path: str) -> str:
    """The address of today for what answers at the inner ``path``, of the site in use."""
    site = site_in_use()
    if site is None or not site.mounts:
        return path
    steps = path.split("/", _DEPTH + 1)
    for length in range(min(_DEPTH, len(steps) - 2), 0, -1):
        inner = "/".join(steps[1 : length + 1])
        outer = site.mounts.get(inner, ("",))[0]
        if outer:
            return f"/{outer}/{path[len(inner) + 2 :]}"
    return path


def inward(path: str, *, before: bool = True) -> str:
    """The inner address that answers at ``path``, an outer of today (or of ``before``)."""
    site = site_in_use()
    if site is None or not site.mounts:
        return path
    outers = {
        outer: inner
        for inner, known in site.mounts.items()
        for outer in (known if before else known[:1])
        if outer
    }
    steps = path.split("/")
    for length in range(len(steps) - 2, 0, -1):
        outer = "/".join(steps[1 : length + 1])
        if outer in outers:
            return f"/{outers[outer]}/{path[len(outer) + 2 :]}"
    return path


def outers_of(inner: str, site: Site) -> list[str]:
    """Paths (``/…/``) at which ``inner`` is or was shown, its own among them."""
    steps = inner.split("/")
    found = [f"/{inner}/"]
    for length in range(len(steps), 0, -1):
        known = site.mounts.get("/".join(steps[:length]), [])
        found += ["/".join(["", outer, *steps[length:], ""]) for outer in known if outer]
    return found


def answers(path: str) -> bool:
    """True when the platform itself, not a page of the tree, answers at ``path``."""
    try:
        return resolve(path).view_name != TREE
    except Resolver404:
        return False


def enter(request: HttpRequest, site: Site) -> HttpResponse | None:
    """Let the routes of an inner answer the request; or the way to the address of today."""
    if not site.mounts:
        return None
    path = asked = request.path_info
    inner = inward(path)
    if inner != path and answers(inner) and not answers(path):
        asked = inner
    today = outward(asked)
    if today != path and request.method in ("GET", "HEAD"):
        query = request.META.get("QUERY_STRING", "")
        # Asked again each time: what moves there and back would lead a browser round in a ring.
        moved = HttpResponse(status=301, headers={"Cache-Control": "no-cache"})
        moved["Location"] = today + (f"?{query}" if query else "")
        return moved
    if asked != path:
        request.path_info = asked
        request.mounted = path.strip("/")  # type: ignore[attr-defined]  # read by the breadcrumb
    return None


def listen() -> None:
    """Let every address that Django writes be the one of today."""
    plainly = URLResolver._reverse_with_prefix  # type: ignore[attr-defined]

    def mounted(self: Any, lookup_view: Any, _prefix: str, *args: Any, **kwargs: Any) -> str:
        return outward(plainly(self, lookup_view, _prefix, *args, **kwargs))

    URLResolver._reverse_with_prefix = mounted  # type: ignore[attr-defined]
