"""Changes to a draft. Each is kept, so that it can be undone; small ones in a row are one."""

from __future__ import annotations

import copy
import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand

from ..blocks import BlockKind, block_kinds
from ..models import Draft, Page, Revision
from ..models.tree import Blocks
from ..policies import may_edit_site

#: A change to the same thing within this time goes on with the state before it.
RUN = timedelta(minutes=2)
#: How many states of a draft can be undone.
KEPT = 60
MOST_BLOCKS = 60


def new_block(kind: BlockKind, data: dict[str, Any]) -> dict[str, Any]:
    """A block as pages store it."""
    return {
        "id": secrets.token_hex(4),
        "kind": kind.code,
        "version": kind.version,
        "data": kind.Data.read(data).write(),
        "hidden": False,
        "opens": None,
        "closes": None,
    }


def stamp_of(block: dict[str, Any]) -> str:
    """Changes with the words of the block: two people never write over one another unseen."""
    words = json.dumps(block["data"], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def place_of(blocks: Blocks, key: str) -> int:
    """Where the block stands; ``Refused`` when somebody has removed it."""
    for place, block in enumerate(blocks):
        if block["id"] == key:
            return place
    raise Refused(
        Refusal(
            "block_gone",
            _("Ce bloc n’est plus dans la page."),
            remedy=_("Revenez à la page\u00a0: « Annuler » le fait revenir."),
        )
    )


@transaction.atomic
def _change(
    page: Page, actor: User | None, change: Callable[[Draft], None], touched: str = ""
) -> Draft:
    demand(may_edit_site(actor))
    locked = Page.objects.select_for_update().get(pk=page.pk)
    now = Draft.objects.get(pk=locked.draft_id or 0)
    new = copy.deepcopy(now)
    change(new)
    if (new.title, new.summary, new.blocks) == (now.title, now.summary, now.blocks):
        return now
    is_run = _is_run(now, actor, touched)
    Draft.objects.filter(page=page, number__gt=now.number).delete()
    if not is_run:
        new.pk, new.number = None, now.number + 1
        new._state.adding = True
    new.touched, new.at, new.author = touched, clock.now(), actor
    new.save()
    Draft.objects.filter(page=page, number__lte=new.number - KEPT).delete()
    locked.draft = page.draft = new
    locked.save(update_fields=["draft"])
    return new


def _is_run(draft: Draft, actor: User | None, touched: str) -> bool:
    """True while one person goes on writing the same thing."""
    return (
        touched != ""
        and draft.touched == touched
        and draft.author_id == (actor.pk if actor else None)
        and clock.now() - draft.at < RUN
    )


def add_block(*, page: Page, kind: str, place: int | None = None, actor: User | None) -> str:
    """Add an empty block (at the end, or at ``place``) and answer its id."""
    block = new_block(block_kinds.get(kind), {})

    def change(draft: Draft) -> None:
        if len(draft.blocks) >= MOST_BLOCKS:
            raise Refused(
                Refusal(
                    "too_many_blocks",
                    _("Cette page a déjà %(most)s blocs.") % {"most": MOST_BLOCKS},
                    remedy=_("Partagez-la en plusieurs pages."),
                )
            )
        draft.blocks.insert(len(draft.blocks) if place is None else place, block)

    _change(page, actor, change)
    return str(block["id"])


def move_block(*, page: Page, key: str, to: int, actor: User | None) -> None:
    """Put the block at another place, counted from 0."""

    def change(draft: Draft) -> None:
        block = draft.blocks.pop(place_of(draft.blocks, key))
        draft.blocks.insert(min(max(0, to), len(draft.blocks)), block)

    _change(page, actor, change)


def order_blocks(*, page: Page, keys: list[str], actor: User | None) -> None:
    """The blocks in the order of ``keys``; one that is not named keeps its place at the end."""

    def change(draft: Draft) -> None:
        places = {key: place for place, key in enumerate(keys)}
        draft.blocks.sort(key=lambda block: places.get(block["id"], len(places)))

    _change(page, actor, change)


def remove_block(*, page: Page, key: str, actor: User | None) -> None:
    def change(draft: Draft) -> None:
        draft.blocks.pop(place_of(draft.blocks, key))

    _change(page, actor, change)


def hide_block(*, page: Page, key: str, hidden: bool, actor: User | None) -> None:
    """Leave the block in the page without showing it, or show it again."""

    def change(draft: Draft) -> None:
        draft.blocks[place_of(draft.blocks, key)]["hidden"] = hidden

    _change(page, actor, change)


def set_block(
    *,
    page: Page,
    key: str,
    hidden: bool,
    opens: datetime | None = None,
    closes: datetime | None = None,
    actor: User | None,
) -> None:
    """Hide the block, show it, or show it between two moments only."""

    def change(draft: Draft) -> None:
        block = draft.blocks[place_of(draft.blocks, key)]
        block |= {
            "hidden": hidden,
            "opens": opens.isoformat() if opens else None,
            "closes": closes.isoformat() if closes else None,
        }

    _change(page, actor, change)


def write_block(
    *, page: Page, key: str, data: dict[str, Any], stamp: str = "", actor: User | None
) -> str:
    """Write the content of a block; answers its new stamp.

    With the ``stamp`` of what the writer read, refused when somebody else wrote meanwhile; what the
    writer's own typing saved on its way is not somebody else's.
    """
    touched = f"block {key}"

    def change(draft: Draft) -> None:
        block = draft.blocks[place_of(draft.blocks, key)]
        if stamp and stamp != stamp_of(block) and not _is_run(draft, actor, touched):
            raise Refused(
                Refusal(
                    "changed_meanwhile",
                    _("Quelqu’un a changé ce bloc pendant que vous l’écriviez."),
                    remedy=_(
                        "Vos mots sont encore dans le formulaire\u00a0: comparez, puis choisissez."
                    ),
                )
            )
        kind = block_kinds.get(block["kind"])
        block |= {"data": kind.Data.read(data).write(), "version": kind.version}

    draft = _change(page, actor, change, touched=touched)
    return stamp_of(draft.blocks[place_of(draft.blocks, key)])


def write_heading(*, page: Page, title: str, summary: str, actor: User | None) -> None:
    """Title of the page, and its sentence for lists and search engines."""

    def change(draft: Draft) -> None:
        draft.title, draft.summary = title[:120], summary[:240]

    _change(page, actor, change, touched="heading")


def restore_revision(*, page: Page, revision: Revision, actor: User | None) -> None:
    """Bring what was published back into the draft; publishing it is another act."""

    def change(draft: Draft) -> None:
        draft.title, draft.summary = revision.title, revision.summary
        draft.blocks = copy.deepcopy(revision.blocks)

    _change(page, actor, change)


@transaction.atomic
def undo_change(*, page: Page, step: int = -1, actor: User | None) -> Refusal | None:
    """Go back to the state before (or, with 1, forward again to the one after)."""
    demand(may_edit_site(actor))
    locked = Page.objects.select_for_update().get(pk=page.pk)
    now = Draft.objects.get(pk=locked.draft_id or 0)
    to = Draft.objects.filter(page=page, number=now.number + step).first()
    if to is None:
        return Refusal("nothing_to_undo", _("Il n’y a plus rien à annuler ni à rétablir."))
    locked.draft = page.draft = to
    locked.save(update_fields=["draft"])
    return None
