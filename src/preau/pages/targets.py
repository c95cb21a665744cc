"""What the tree may hold beside pages of blocks: a process, a list. It answers there with all below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.tenancy.mounts import inward

from .models import Page


@dataclass(frozen=True)
class Target:
    """Something that may be placed in the tree: a process, one of its lists, a list of the site."""

    kind: str
    label: Any
    view: str
    of_process: bool = False


TARGETS = {
    one.kind: one
    for one in (
        Target("process", _("Démarche"), "public:process", of_process=True),
        Target("proposals", _("Idées et projets"), "proposals:list", of_process=True),
        Target("processes", _("Toutes les démarches"), "public:process_list"),
        Target("deliveries", _("Résultats et réalisations"), "delivery:all"),
        Target("news", _("Actualités"), "news:list"),
        Target("diary", _("Agenda"), "news:diary"),
    )
}


def inner_of(page: Page) -> str:
    """Where the platform's own routes answer for what is placed here; empty once that is gone."""
    target = TARGETS[page.mount]
    if target.of_process and page.process is None:
        return ""
    arguments = [page.process.slug] if target.of_process and page.process else []
    return inward(reverse(target.view, args=arguments)).strip("/")
