from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from .models import Redirect, Theme
from .queries import page_at
from .showing import show_page


def theme(request: HttpRequest, version: int) -> HttpResponse:
    """The site's look as a stylesheet; its address changes with each version, old ones stay."""
    found = Theme.objects.select_related("photo").filter(version=version).first()
    if found is None:
        raise Http404
    response = HttpResponse(found.css(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the tree; where it once was leads to where it is."""
    found = page_at(path)
    if found is not None:
        words = found.revision
        return show_page(request, words.title, words.blocks, words.summary, above=found.above)
    moved = Redirect.objects.select_related("page").filter(path=path).first()
    if moved is None:
        raise Http404
    return HttpResponsePermanentRedirect(moved.page.get_absolute_url())
