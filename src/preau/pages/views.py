from __future__ import annotations

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.urls import reverse

from preau.media.icons import SIDES, icon_png
from preau.tenancy.mounts import answers, outward
from preau.tenancy.scope import current_site
from preau.ui.colour import to_hex
from preau.ui.theme import CRAIE

from .models import Page, Redirect, Theme
from .queries import page_at, placed_above
from .showing import show_page
from .targets import inner_of


def theme(request: HttpRequest, version: int) -> HttpResponse:
    """The site's look as a stylesheet; its address changes with each version, old ones stay."""
    found = Theme.objects.select_related("photo").filter(version=version).first()
    if found is None:
        raise Http404
    response = HttpResponse(found.css(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def icon(request: HttpRequest, version: int, side: int) -> HttpResponse:
    """The site's icon (else its logo) of that version, square, in one of the sizes asked for."""
    found = Theme.objects.select_related("favicon", "logo").filter(version=version).first()
    picture = (found.favicon or found.logo) if found else None
    if picture is None or side not in SIDES:
        raise Http404
    response = HttpResponse(icon_png(picture, side), content_type="image/png")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def manifest(request: HttpRequest, version: int) -> HttpResponse:
    """What a telephone asks to keep the site on its home screen."""
    found = Theme.objects.filter(version=version).first()
    if found is None:
        raise Http404
    icons = [
        {
            "src": reverse("pages:icon", args=[version, side]),
            "sizes": f"{side}x{side}",
            "type": "image/png",
        }
        for side in (192, 512)
    ]
    name = current_site().name
    body: dict[str, Any] = {
        "name": name,
        "short_name": name[:24],
        "start_url": "/",
        "display": "browser",
    }
    body |= {"theme_color": found.palette.brand, "background_color": to_hex(CRAIE), "icons": icons}
    return JsonResponse(body, content_type="application/manifest+json")


def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the tree; where it once was leads to where it is."""
    found = page_at(path)
    if found is not None and not found.page.mount:
        words = found.revision
        return show_page(request, words.title, words.blocks, words.summary, above=found.above)
    placed = placed_above(path)
    if placed is not None:
        return _to_mounted(placed, path)
    moved = Redirect.objects.select_related("page").filter(path=path).first()
    if moved is None:
        raise Http404
    return HttpResponsePermanentRedirect(moved.page.get_absolute_url())


def _to_mounted(page: Page, path: str) -> HttpResponse:
    """What is placed here is known here in a few seconds; until then it answers where it was."""
    inner = inner_of(page)
    here = f"/{inner}/{path[len(page.path) + 1 :]}".rstrip("/") + "/"
    if not inner or outward(f"/{inner}/") != f"/{inner}/" or not answers(here):
        raise Http404
    return HttpResponse(status=307, headers={"Location": here, "Cache-Control": "no-store"})
