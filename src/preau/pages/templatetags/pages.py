"""Pictures of a page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from preau.media.models import Document, Picture

from ..queries import way_to

register = template.Library()

#: How wide a picture is shown, so that a phone fetches no more than it needs.
_SIZES = {
    "wide": "(min-width: 1184px) 1088px, 94vw",
    "half": "(min-width: 900px) 520px, 94vw",
    "third": "(min-width: 900px) 340px, 94vw",
    "face": "96px",
    "logo": "160px",
}


@register.inclusion_tag("pages/picture.html")
def picture(shot: Picture, look: str) -> dict[str, Any]:
    """A picture of the library, cut around its focal point; looks: wide, half, third, face, logo."""
    return {"shot": shot, "look": look, "sizes": _SIZES[look]}


@register.inclusion_tag("pages/document.html")
def document_link(document: Document, words: str = "") -> dict[str, Any]:
    """A document to take away: its title or other words, its format, weight, pages and language."""
    return {"document": document, "words": words, "language": get_language()}


@register.inclusion_tag("pages/way.html", takes_context=True)
def way_in_tree(context: dict[str, Any]) -> dict[str, Any]:
    """The way through the tree to what is placed in it and shown here; nothing elsewhere."""
    request = context.get("request")
    asked = getattr(request, "mounted", "")
    if request is None or not asked:
        return {"links": []}
    return {"links": way_to(asked), "here": request.path}
