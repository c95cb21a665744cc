"""First line of the public views: the inquiry, if this person may see its process."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from preau.kernel import clock
from preau.processes.access import load_process
from preau.ui.props import Link

from ..models import Inquiry
from ..policies import refusal_by_time
from ..queries import inquiry_of


def load_inquiry(request: HttpRequest, process: str, step: str) -> Inquiry:
    """The inquiry at that address if this person may see its process; else 404."""
    found = load_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    inquiry = inquiry_of(one) if one is not None and one.kind == "inquiry" else None
    if inquiry is None:
        raise Http404
    return inquiry


def frame(inquiry: Inquiry, current: str, **more: Any) -> dict[str, Any]:
    """What every public page of the inquiry shows: the legal header and the tabs."""
    from django.utils.translation import gettext as _

    pages = [
        ("home", _("L’enquête")),
        ("file", _("Le dossier")),
        ("register", _("Le registre")),
        ("journal", _("Le journal")),
    ]
    return {
        "inquiry": inquiry,
        "step": inquiry.step,
        "process": inquiry.step.process,
        "profile": inquiry.profile,
        "register_url": inquiry.url("register"),
        "time_refusal": refusal_by_time(inquiry, clock.now()),
        "tabs": [Link(label, inquiry.url(name), name == current) for name, label in pages],
        **more,
    }
