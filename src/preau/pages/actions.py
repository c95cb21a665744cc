"""Publishing a theme; composing a page."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Role, User
from preau.accounts.policies import has_role
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.ui.theme import palette

from .blocks import block_kinds
from .models import Block, Theme
from .queries import forget_themes


def may_edit_site(person: User | None) -> Refusal | None:
    """Administrators of the site; None stands for the installation itself."""
    if person is None or has_role(person, Role.ADMINISTRATOR):
        return None
    return Refusal("not_administrator", _("Seule l’administration du site change son apparence."))


@transaction.atomic
def publish_theme(*, brand: str, header: str = Theme.Header.ROOF, actor: User | None) -> Theme:
    """Give the site its colour and header, as a new version. ``ValueError`` for no colour."""
    demand(may_edit_site(actor))
    palette(brand)
    theme = Theme.objects.select_for_update().first() or Theme(version=0)
    theme.brand, theme.header, theme.version = brand, header, theme.version + 1
    theme.save()
    forget_themes()
    record(actor=actor, verb="published_theme", subject=theme, brand=brand, version=theme.version)
    return theme


@transaction.atomic
def compose_page(
    *, page: str, blocks: list[tuple[str, dict[str, Any]]], actor: User | None
) -> list[Block]:
    """Replace the blocks of a page (kind, data), in order; an unknown kind is a ``LookupError``."""
    demand(may_edit_site(actor))
    for kind, _data in blocks:
        block_kinds.get(kind)
    Block.objects.filter(page=page).delete()
    made = Block.objects.bulk_create(
        Block(page=page, order=order, kind=kind, data=data)
        for order, (kind, data) in enumerate(blocks, start=1)
    )
    if made:
        record(actor=actor, verb="composed_page", subject=made[0], page=page, blocks=len(made))
    return made
