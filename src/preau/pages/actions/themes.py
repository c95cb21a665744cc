"""Publishing a theme."""

from __future__ import annotations

from django.db import transaction

from preau.accounts.models import User
from preau.kernel.refusal import demand
from preau.ledger.actions import record
from preau.ui.theme import palette

from ..models import Theme
from ..policies import may_edit_site
from ..queries import forget_themes


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
