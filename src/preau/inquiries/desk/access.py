"""First lines of the inquiry's pages in the back office."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from preau.processes.desk_access import load_desk_process
from preau.ui.props import Link

from ..models import Inquiry
from ..policies import may_answer, may_conduct, may_enter, may_organise
from ..queries import inquiry_of


def load_desk_inquiry(request: HttpRequest, process: str, step: str) -> Inquiry:
    """The inquiry at that address, if this agent works on its process; else 404."""
    found = load_desk_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    inquiry = inquiry_of(one) if one is not None and one.kind == "inquiry" else None
    if inquiry is None:
        raise Http404
    return inquiry


def frame(request: HttpRequest, inquiry: Inquiry, current: str, **more: Any) -> dict[str, Any]:
    """What every page shows: tabs, and what this person may do."""
    pages = [
        ("home", _("Tableau de bord")),
        ("observations", _("Registre")),
        ("mails", _("Courriels")),
        ("themes", _("Thèmes et réponses")),
        ("file", _("Dossier")),
        ("acts", _("Actes")),
        ("papers", _("Papiers")),
        ("permanences", _("Permanences")),
        ("people", _("Acteurs")),
        ("exports", _("Exports")),
        ("settings", _("Réglages")),
    ]
    return {
        "inquiry": inquiry,
        "step": inquiry.step,
        "process": inquiry.step.process,
        "profile": inquiry.profile,
        "tabs": [Link(label, inquiry.desk_url(name), name == current) for name, label in pages],
        "may_conduct": may_conduct(inquiry, request.user) is None,
        "may_organise": may_organise(inquiry, request.user) is None,
        "may_enter": may_enter(inquiry, request.user) is None,
        "may_answer": may_answer(inquiry, request.user) is None,
        **more,
    }
