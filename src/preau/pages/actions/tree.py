"""The tree of pages: made, moved with their redirects, deleted."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.tenancy.scope import current_site

from ..addresses import join_path
from ..blocks import DEFAULT_HOME, block_kinds
from ..models import Draft, Page, Redirect
from ..models.tree import HOME, Blocks
from ..policies import may_delete, may_edit_site, may_stand_at, may_stand_under
from .editing import new_block
from .settling import settle_mounts


def _begin(page: Page, title: str, summary: str, blocks: Blocks, actor: User | None) -> Page:
    page.draft = Draft.objects.create(
        page=page,
        number=1,
        title=title[:120],
        summary=summary[:240],
        blocks=blocks,
        at=clock.now(),
        author=actor,
    )
    page.save(update_fields=["draft"])
    return page


@transaction.atomic
def create_page(
    *, title: str, slug: str, parent: Page | None = None, summary: str = "", actor: User | None
) -> Page | Refusal:
    """A page with an empty draft, at the end of its row; nobody reads it before it is published."""
    demand(may_edit_site(actor))
    path = join_path(parent.path if parent else "", slug)
    refusal = may_stand_at(path)
    if refusal is not None:
        return refusal
    order = Page.objects.filter(parent=parent).count()
    try:
        with transaction.atomic():
            page = Page.objects.create(parent=parent, slug=slug, path=path, order=order)
    except IntegrityError:
        return Refusal("address_taken", _("Une page a déjà l’adresse /%(path)s/.") % {"path": path})
    Redirect.objects.filter(path=path).delete()
    _begin(page, title, summary, [], actor)
    if current_site().mounts:
        settle_mounts()
    record(actor=actor, verb="created_page", subject=page, path=path)
    return page


@transaction.atomic
def home_page(*, actor: User | None = None) -> Page:
    """The home as a page; made of what every site shows at first when nobody composed it yet."""
    found = Page.objects.select_related("draft").filter(path=HOME).first()
    if found is not None:
        return found
    page, is_new = Page.objects.get_or_create(path=HOME)
    blocks = [new_block(block_kinds.get(code), {}) for code in DEFAULT_HOME]
    return _begin(page, current_site().name, "", blocks, actor) if is_new else page


@transaction.atomic
def move_page(*, page: Page, slug: str, parent: Page | None, actor: User | None) -> Page | Refusal:
    """Another address for the page and all below it; the old ones lead to the new ones."""
    demand(may_edit_site(actor))
    path = join_path(parent.path if parent else "", slug)
    refusal = may_stand_under(page, parent) or may_stand_at(path, page)
    if refusal is not None:
        return refusal
    before = page.path
    if path == before and page.parent == parent:
        return page
    branch = list(Page.objects.select_for_update().filter(path__startswith=f"{before}/"))
    if len(path) + max((len(one.path) - len(before) for one in branch), default=0) > 240:
        return Refusal(
            "not_an_address", _("Les pages du dessous auraient une adresse trop longue.")
        )
    page.slug, page.parent, page.path = slug, parent, path
    page.save(update_fields=["slug", "parent", "path"])
    if path != before:
        _redirect(page, before)
        for one in branch:
            old, one.path = one.path, path + one.path[len(before) :]
            one.save(update_fields=["path"])
            _redirect(one, old)
        settle_mounts()
    record(actor=actor, verb="moved_page", subject=page, before=before, path=path)
    return page


def _redirect(page: Page, old: str) -> None:
    Redirect.objects.filter(path=page.path).delete()
    Redirect.objects.update_or_create(path=old, defaults={"page": page})


@transaction.atomic
def order_page(*, page: Page, step: int, actor: User | None) -> None:
    """Move the page among those beside it."""
    demand(may_edit_site(actor))
    row: list[Any] = list(Page.objects.filter(parent=page.parent_id).exclude(path=HOME))
    row.sort(key=lambda one: (one.order, one.pk))
    place = next(index for index, one in enumerate(row) if one.pk == page.pk)
    row.insert(max(0, place + step), row.pop(place))
    for order, one in enumerate(row):
        one.order = order
    Page.objects.bulk_update(row, ["order"])


@transaction.atomic
def delete_page(*, page: Page, actor: User | None) -> Refusal | None:
    """Forget a page with its drafts and revisions; the record keeps that it was there."""
    demand(may_edit_site(actor))
    refusal = may_delete(page)
    if refusal is not None:
        return refusal
    record(actor=actor, verb="deleted_page", subject=page, path=page.path)
    page.draft = None
    page.delete()
    settle_mounts()
    return None
