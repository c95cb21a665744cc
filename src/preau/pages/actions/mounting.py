"""Placing a process or a list in the tree."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal, demand
from preau.processes.models import Process

from ..models import Page
from ..policies import may_edit_site
from ..targets import TARGETS
from .publishing import publish_page
from .tree import create_page


@transaction.atomic
def place_in_tree(
    *,
    kind: str,
    process: Process | None = None,
    title: str = "",
    slug: str,
    parent: Page | None = None,
    actor: User | None,
) -> Page | Refusal:
    """Show a process or a list at an address of the tree, from now on; its own leads there.

    ``kind`` is a key of ``TARGETS``. Refused where it is placed already, or the address is taken.
    """
    demand(may_edit_site(actor))
    target = TARGETS[kind]
    process = process if target.of_process else None
    held = Page.objects.filter(mount=kind, process=process).first()
    if held is not None:
        return Refusal(
            "already_placed",
            _("Elle est déjà placée à l’adresse /%(path)s/.") % {"path": held.path},
            remedy=_("Changez cette adresse dans la liste des pages."),
        )
    named = title or (process.title if process and kind == "process" else str(target.label))
    page = create_page(title=named, slug=slug, parent=parent, actor=actor)
    if isinstance(page, Refusal):
        return page
    page.mount, page.process = kind, process
    page.save(update_fields=["mount", "process"])
    publish_page(page=page, actor=actor)
    return page
