"""First lines of the jury's pages in the back office: those of who runs the process."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from preau.accounts.policies import may_run_process
from preau.processes.desk_access import for_agents, load_desk_process, refused_in_desk
from preau.ui.props import Link

from ..models import Jury
from ..public.access import find_jury
from ..queries import deliberation_of

View = Callable[..., HttpResponseBase]


def for_pilots(view: View) -> View:
    """The secretary of the jury is who runs the process; the view gets the jury."""

    @for_agents
    @wraps(view)
    def entered(request: HttpRequest, process: str, step: str, **more: Any) -> HttpResponseBase:
        jury = find_jury(load_desk_process(request, process), step)
        refusal = may_run_process(request.user, jury.step.process_id)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        return view(request, jury, **more)

    return entered


def frame(jury: Jury, current: str, **more: Any) -> dict[str, Any]:
    """What every page shows: the tabs, how far the jury is."""
    pages = [
        ("home", _("Tableau de bord")),
        ("members", _("Membres et liens")),
        ("grid", _("Grille")),
        ("settings", _("Réglages")),
        ("calibration", _("Calibrage")),
        ("ranking", _("Classement")),
        ("letters", _("Décisions")),
        ("report", _("Rapport")),
    ]
    return {
        "jury": jury,
        "step": jury.step,
        "process": jury.step.process,
        "deliberation": deliberation_of(jury),
        "tabs": [Link(label, jury.desk_url(name), name == current) for name, label in pages],
        **more,
    }
