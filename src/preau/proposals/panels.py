"""What other floors show on a proposal's page: each adds a panel, none is known here."""

from __future__ import annotations

from django.http import HttpRequest

from preau.kernel.registry import Registry
from preau.processes import panels as shared

from .models import Proposal

#: The template reads the names of the context as they are (or all under ``panel``), and those of
#: the page.
Panel = shared.Panel[Proposal]
panels: Registry[Panel] = Registry("proposal panel")


def panels_of(proposal: Proposal, request: HttpRequest) -> list[shared.Shown]:
    """What the page of ``proposal`` includes."""
    return shared.load_panels(panels, proposal, request)
