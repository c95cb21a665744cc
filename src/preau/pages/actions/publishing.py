"""Publishing a page: now or at a moment, each time as a revision that is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record

from ..addresses import clean_slug
from ..blocks import block_kinds
from ..models import Draft, Page, Revision
from ..models.tree import HOME
from ..policies import may_edit_site
from .editing import new_block
from .settling import settle_mounts


@transaction.atomic
def publish_page(
    *, page: Page, at: datetime | None = None, note: str = "", actor: User | None
) -> Revision | Refusal:
    """Show the draft to everyone, now or from ``at`` on; a revision planned before is replaced."""
    demand(may_edit_site(actor))
    now = clock.now()
    if at is not None and at <= now:
        return Refusal("in_the_past", _("Ce moment est passé."), remedy=_("Publiez maintenant."))
    locked = Page.objects.select_for_update().get(pk=page.pk)
    draft = Draft.objects.get(pk=locked.draft_id or 0)
    held = Revision.objects.filter(page=page)
    held.filter(opens_at__gt=now).delete()
    last = held.aggregate(Max("number"))["number__max"] or 0
    revision = Revision.objects.create(
        page=page,
        number=last + 1,
        title=draft.title,
        summary=draft.summary,
        blocks=draft.blocks,
        at=now,
        author=actor,
        opens_at=at or now,
        note=note[:200],
    )
    locked.is_shown = page.is_shown = True
    locked.save(update_fields=["is_shown"])
    if page.mount:
        settle_mounts()
    record(actor=actor, verb="published_page", subject=page, number=revision.number, path=page.path)
    return revision


@transaction.atomic
def withdraw_page(*, page: Page, actor: User | None) -> Refusal | None:
    """Nobody reads the page any more; its revisions stay."""
    demand(may_edit_site(actor))
    if page.is_home:
        return Refusal("home_stays", _("La page d’accueil ne se retire pas."))
    page.is_shown = False
    page.save(update_fields=["is_shown"])
    if page.mount:
        settle_mounts()
    record(actor=actor, verb="withdrew_page", subject=page, path=page.path)
    return None


@transaction.atomic
def compose_page(
    *,
    page: str,
    blocks: list[tuple[str, dict[str, Any]]],
    title: str = "",
    summary: str = "",
    actor: User | None,
) -> Revision:
    """Write and publish a whole page at once, by its path (« accueil » is the home).

    Its parent must be there; an unknown kind of block is a ``LookupError``.
    """
    demand(may_edit_site(actor))
    content = [new_block(block_kinds.get(kind), data) for kind, data in blocks]
    found = _page_at(HOME if page == "accueil" else page, title, actor)
    draft = Draft.objects.get(pk=found.draft_id or 0)
    number = Draft.objects.filter(page=found).aggregate(Max("number"))["number__max"] + 1
    found.draft = Draft.objects.create(
        page=found,
        number=number,
        title=(title or draft.title)[:120],
        summary=(summary or draft.summary)[:240],
        blocks=content,
        at=clock.now(),
        author=actor,
    )
    found.save(update_fields=["draft"])
    revision = publish_page(page=found, actor=actor)
    if isinstance(revision, Refusal):
        raise ValueError(str(revision))
    return revision


def _page_at(path: str, title: str, actor: User | None) -> Page:
    from .tree import create_page, home_page  # trees begin with blocks of this room

    if path == HOME:
        return home_page(actor=actor)
    found = Page.objects.filter(path=path).first()
    if found is not None:
        return found
    above, _slash, slug = path.rpartition("/")
    parent = Page.objects.get(path=above) if above else None
    made = create_page(title=title or slug, slug=clean_slug(slug), parent=parent, actor=actor)
    if isinstance(made, Refusal):
        raise ValueError(str(made))
    return made
