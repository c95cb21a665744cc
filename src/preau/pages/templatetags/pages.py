"""Pictures of a page."""

from __future__ import annotations

from typing import Any

from django import template

from preau.media.models import Picture

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
