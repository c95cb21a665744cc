"""Publishing a look, and what stands around every page."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.ledger.actions import record
from preau.ui.theme import palette

from ..blocks.schema import Data
from ..models import Frame, Theme, ThemeDraft
from ..policies import may_edit_site
from ..queries import forget_themes


@transaction.atomic
def publish_theme(
    *, brand: str, header: str = Theme.Header.ROOF, actor: User | None, **more: Any
) -> Theme:
    """Give the site a look, as a new version. ``ValueError`` for no colour.

    ``more``: fonts, corners, logo_id, favicon_id, photo_id.
    """
    demand(may_edit_site(actor))
    palette(brand)
    last = Theme.objects.select_for_update().first()
    theme = Theme.objects.create(
        brand=brand,
        header=header,
        version=last.version + 1 if last else 1,
        at=clock.now(),
        author=actor,
        **more,
    )
    ThemeDraft.objects.all().delete()
    forget_themes()
    record(actor=actor, verb="published_theme", subject=theme, brand=brand, version=theme.version)
    return theme


@transaction.atomic
def draft_theme(*, choices: dict[str, Any], actor: User | None) -> ThemeDraft:
    """Keep the look that is being chosen."""
    demand(may_edit_site(actor))
    palette(choices["brand"])
    draft, _is_new = ThemeDraft.objects.update_or_create(defaults=choices)
    return draft


@transaction.atomic
def write_frame(*, part: str, content: Data, actor: User | None) -> Frame:
    """Write the menus, the banner or the legal entries; seen everywhere within seconds."""
    demand(may_edit_site(actor))
    frame, _is_new = Frame.objects.get_or_create()
    setattr(frame, part, content.write())
    frame.save(update_fields=[part])
    forget_themes()
    record(actor=actor, verb="wrote_frame", subject=frame, part=part)
    return frame
