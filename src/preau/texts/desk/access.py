"""First lines of the consultation's pages in the back office."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from preau.processes.desk_access import load_desk_process
from preau.ui.props import Link

from ..models import Consultation, Text
from ..queries import consultation_of


def load_desk_consultation(request: HttpRequest, process: str, step: str) -> Consultation:
    """The consultation at that address, if this agent works on its process; else 404."""
    found = load_desk_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    consultation = consultation_of(one) if one is not None and one.kind == "text" else None
    if consultation is None:
        raise Http404
    return consultation


def load_desk_text(consultation: Consultation, slug: str) -> Text:
    """A text of the consultation, published or not."""
    texts = Text.objects.prefetch_related("versions")
    found = get_object_or_404(texts, consultation=consultation, slug=slug)
    found.consultation = consultation
    return found


def frame(consultation: Consultation, current: str, **more: Any) -> dict[str, Any]:
    """What every page of the consultation shows."""
    names = (
        ("texts", _("Textes")),
        ("table", _("Avis")),
        ("families", _("Textes proches")),
        ("gatherings", _("Saisir")),
        ("synthesis", _("Synthèse")),
        ("settings", _("Réglages")),
    )
    step = consultation.step
    return {
        "consultation": consultation,
        "step": step,
        "process": step.process,
        "tabs": [
            Link(label, consultation.desk_url(name), name == current) for name, label in names
        ],
        **more,
    }
