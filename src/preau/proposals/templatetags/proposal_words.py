"""Words and small pieces of the pages of ideas."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..models import Proposal, Status

register = template.Library()

#: Drawings shipped for themes; any other theme gets the last one.
DRAWINGS = frozenset(
    {
        "cadre-de-vie",
        "climat",
        "culture",
        "education",
        "mobilites",
        "nature",
        "solidarites",
        "sport",
    }
)


@register.filter
def drawing(proposal: Proposal) -> str:
    """Address of the drawing that stands for a missing photo."""
    theme = proposal.theme
    name = (theme.drawing or theme.code) if theme else ""
    return static(f"ui/themes/{name if name in DRAWINGS else 'idee'}.svg")


_TONES = {
    Status.RETAINED: "done",
    Status.ELECTED: "done",
    Status.DONE: "done",
    Status.STUDY: "info",
    Status.WORKS: "info",
    Status.PRECISION: "soon",
    Status.SUBMITTED: "info",
    Status.CHECKING: "info",
    Status.REVIEW: "info",
}


@register.filter
def tone(status: str) -> str:
    """Colour of a status (a ``tag--`` of the design system); the word always says it too."""
    return _TONES.get(Status(status), "plain")


@register.filter
def status_words(proposal: Proposal) -> str:
    """« Regroupée avec n° 12 », else the status as it is."""
    if proposal.status == Status.MERGED and proposal.merged_into is not None:
        return _("Regroupée avec n° %(number)s") % {"number": proposal.merged_into.number}
    return str(Status(proposal.status).label)


@register.simple_tag
def place_words(proposal: Proposal) -> Any:
    """« Gare, rue des Tilleuls », « Gare », or « Toute la commune »."""
    zone = proposal.zone.name if proposal.zone else ""
    return ", ".join(part for part in (zone, proposal.place) if part) or _("Toute la commune")


@register.simple_tag(takes_context=True)
def show_panel(context: Context, template_name: str, values: dict[str, Any]) -> SafeString:
    """A panel of another app: its own names, and the page's (``proposal``, ``process``) behind."""
    if context.template is None:
        raise ValueError("a panel is shown by a page only")
    panel = context.template.engine.get_template(template_name)
    with context.push(values, panel=values):
        return panel.render(context)
