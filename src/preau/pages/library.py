"""The media library: pictures that editors choose among; where each is used; taking and dropping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.apps import apps
from django.db import transaction
from django.db.models import ForeignKey, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.media.actions import drop_picture, take_picture
from preau.media.models import Picture

from .blocks.schema import Row
from .checks import held_of
from .models import Look, Page, Revision, Theme, ThemeDraft
from .policies import may_edit_site


@dataclass(frozen=True)
class Use:
    """Somewhere a picture is shown."""

    words: str
    url: str = ""


def keys_in(blocks: Any, kind: str = "picture") -> set[int]:
    """Keys of the rows of that kind that these blocks show."""
    return {
        value
        for one in held_of(blocks)
        for piece, value in one.content.values()
        if isinstance(piece, Row) and piece.kind == kind and value
    }


def held_blocks() -> Iterator[tuple[Page, Any]]:
    """What each page holds: its draft, and what is read or will be. Three statements."""
    now = clock.now()
    pages = {one.pk: one for one in Page.objects.select_related("draft")}
    live = [one.live for one in Page.objects.read_at(now)]
    for page in pages.values():
        if page.draft:
            yield page, page.draft.blocks
    for revision in Revision.objects.filter(Q(pk__in=live) | Q(opens_at__gt=now)):
        yield pages[revision.page_id], revision.blocks


def pages_with(kind: str = "picture") -> dict[int, set[Page]]:
    """Pages by the key of each row of that kind that they show."""
    found: dict[int, set[Page]] = {}
    for page, blocks in held_blocks():
        for key in keys_in(blocks, kind):
            found.setdefault(key, set()).add(page)
    return found


def _holders() -> list[tuple[Any, str]]:
    """Every other column of the product that names a picture."""
    return [
        (model, one.name)
        for model in apps.get_models()
        for one in model._meta.concrete_fields
        if isinstance(one, ForeignKey)
        and one.related_model is Picture
        and not issubclass(model, Look)
    ]


def uses_of(picture: Picture) -> list[Use]:
    """Where the picture is shown: pages, the site's look, each other thing that holds it."""
    found = [Use(page.title, page.get_absolute_url()) for page in pages_with().get(picture.pk, ())]
    looks = ((Theme, _("l’apparence du site")), (ThemeDraft, _("le brouillon de l’apparence")))
    for kind, words in looks:
        now = kind.objects.first()
        if now and picture.pk in (now.logo_id, now.favicon_id, now.photo_id):
            found.append(Use(words, reverse("pages_desk:look")))
    for model, name in _holders():
        count = model.objects.filter(**{name: picture}).count()
        if count:
            what = {"what": model._meta.verbose_name, "count": count}
            found.append(Use(_("%(what)s (%(count)s)") % what))
    return found


def use_counts() -> Counter[int]:
    """How many pages show each picture."""
    return Counter({key: len(pages) for key, pages in pages_with().items()})


def add_picture(
    *,
    upload: BinaryIO,
    size: int,
    title: str,
    alt: str,
    actor: User,
    is_decorative: bool = False,
) -> Picture | Refusal:
    """Take a picture into the library: re-encoded, without metadata, readable by everyone."""
    demand(may_edit_site(actor))
    with transaction.atomic():
        made = take_picture(upload=upload, size=size, alt=alt, is_public=True)
        if isinstance(made, Refusal):
            return made
        made.in_library, made.title, made.is_decorative = True, title[:120], is_decorative
        made.save(update_fields=["in_library", "title", "is_decorative"])
        record(actor=actor, verb="added_picture", subject=made)
    return made


@transaction.atomic
def describe_picture(*, picture: Picture, words: dict[str, Any], actor: User) -> None:
    """Title, alternative text, credit, focal point."""
    demand(may_edit_site(actor))
    for name, value in words.items():
        setattr(picture, name, value)
    picture.save(update_fields=list(words))


def still_used(uses: list[Use], words: str, remedy: str) -> Refusal | None:
    """Why something that is shown at ``uses`` stays; ``words`` hold ``%(where)s``."""
    where = ", ".join(one.words for one in uses)
    return Refusal("still_used", words % {"where": where}, remedy=remedy) if uses else None


@transaction.atomic
def delete_picture(*, picture: Picture, actor: User) -> Refusal | None:
    """Forget a picture that nothing shows; else the refusal says where it is."""
    demand(may_edit_site(actor))
    said = _("Cette image est encore montrée\u00a0: %(where)s.")
    held = still_used(uses_of(picture), said, _("Remplacez-la d’abord dans ces pages."))
    if held is not None:
        return held
    record(actor=actor, verb="dropped_picture", subject=picture)
    drop_picture(picture=picture)
    return None
