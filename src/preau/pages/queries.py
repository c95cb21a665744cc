"""What a page shows, ready to be included; what stands around it, without a query a page."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from preau.kernel import clock
from preau.tenancy.models import Site
from preau.tenancy.mounts import outward
from preau.tenancy.scope import current_site
from preau.ui.props import Link
from preau.ui.theme import Palette, palette

from .blocks import DEFAULT_HOME, Shared, block_kinds
from .frames import Banner, Legal, Menus, stated
from .models import Frame, Look, Page, Revision, Theme, ThemeDraft
from .models.tree import HOME, Blocks
from .policies import may_edit_site

MEMORY = 5.0
_known: dict[int, tuple[float, Shell]] = {}


@dataclass(frozen=True)
class Piece:
    """A block ready to be included; ``key`` makes the identifiers of its page unique."""

    key: str
    kind: str
    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """A page that everyone reads: its place, its words, the way to it."""

    page: Page
    revision: Revision
    above: list[Link]


def page_at(path: str, at: datetime | None = None) -> Found | None:
    """What everyone reads at that path, or None. Two statements."""
    pages, read = _branch(path, at or clock.now())
    page = next((one for one in pages if one.path == path), None)
    return Found(page, read[page.live], _links(pages, read)) if page else None


def placed_above(path: str) -> Page | None:
    """The process or list that is shown at that path or above it, the nearest. One statement."""
    steps = path.split("/")
    paths = ["/".join(steps[:length]) for length in range(1, len(steps) + 1)]
    placed = Page.objects.filter(path__in=paths, is_shown=True).exclude(mount="")
    return max(placed.select_related("process"), key=lambda one: len(one.path), default=None)


def way_to(path: str) -> list[Link]:
    """Pages that everyone reads, from the top of the tree down to that path. Two statements.

    Below a process the way stops above it: its own pages begin their trail with its name.
    """
    pages, read = _branch(path, clock.now())
    return _links([one for one in pages if one.mount != "process" or one.path == path], read)


def _branch(path: str, at: datetime) -> tuple[list[Page], dict[int, Revision]]:
    steps = path.split("/")
    paths = ["/".join(steps[: length + 1]) for length in range(len(steps))]
    pages = list(Page.objects.filter(path__in=paths).read_at(at))
    return pages, Revision.objects.in_bulk([one.live for one in pages])


def _links(pages: list[Page], read: dict[int, Revision]) -> list[Link]:
    pages = sorted(pages, key=lambda one: len(one.path))
    return [Link(read[one.live].title, one.get_absolute_url()) for one in pages]


def pages_below(path: str, at: datetime) -> list[Revision]:
    """What everyone reads directly under that path, in the order of the tree."""
    pages = list(Page.objects.filter(parent__path=path).read_at(at).order_by("order", "pk"))
    read = Revision.objects.in_bulk([one.live for one in pages])
    for one in pages:
        read[one.live].page = one
    return [read[one.live] for one in pages]


def pieces_of(blocks: Blocks, request: HttpRequest, *, at: datetime | None = None) -> list[Piece]:
    """The blocks that are shown at that moment with what they found; empty ones are left out."""
    shared = Shared(request, at or clock.now())
    shown = [one for one in blocks if is_shown(one, shared.at)]
    contents = [block_kinds.get(one["kind"]).read(one["data"], one["version"]) for one in shown]
    contents = [one.filled() for one in contents]
    shared.note(contents)
    found = []
    for block, content in zip(shown, contents, strict=True):
        kind = block_kinds.get(block["kind"])
        context = kind.load(content, shared)
        if context is not None:
            key = f"b-{block['id']}"
            found.append(Piece(key, kind.code, kind.template, {**context, "key": key}))
    return found


def is_shown(block: dict[str, Any], at: datetime) -> bool:
    """Not hidden, and within its moments when it has some."""
    if block.get("hidden"):
        return False
    opens, closes = (parse_datetime(block.get(name) or "") for name in ("opens", "closes"))
    return (opens is None or opens <= at) and (closes is None or at < closes)


def home_blocks() -> Blocks:
    """What the home holds; at first, what every site shows."""
    found = page_at(HOME)
    if found is not None:
        return list(found.revision.blocks)
    return [
        {"id": code, "kind": code, "version": block_kinds.get(code).version, "data": {}}
        for code in DEFAULT_HOME
    ]


@dataclass(frozen=True)
class Shell:
    """What every page of the site shows around itself."""

    theme_url: str = ""
    palette: Palette | None = None
    logo: str = ""
    #: Version of the look whose icon browsers keep; 0 for the house's own.
    icon: int = 0
    menus: Menus = field(default_factory=Menus)
    banner: Banner = field(default_factory=Banner)
    legal: Legal = field(default_factory=Legal)

    @property
    def conformity(self) -> str:
        return stated(self.legal)


def shell() -> Shell:
    """The site's own, or the house's where it has none. One statement, remembered a few seconds:

    a publication is seen everywhere after that.
    """
    site_id, moment = current_site().pk, time.monotonic()
    known = _known.get(site_id)
    if known and known[0] > moment:
        return known[1]
    found = _read_shell(site_id)
    if len(_known) > 10_000:
        _known.clear()
    _known[site_id] = (moment + MEMORY, found)
    return found


def _read_shell(site_id: int) -> Shell:
    newest = Theme.objects.order_by("-version").values(
        one=JSONObject(
            version="version",
            brand="brand",
            logo="logo__key",
            logo_widths="logo__widths",
            icon=Coalesce("favicon_id", "logo_id"),
        )
    )
    around = Frame.objects.values(one=JSONObject(menus="menus", banner="banner", legal="legal"))
    both = Site.objects.filter(pk=site_id).values_list(Subquery(newest[:1]), Subquery(around[:1]))
    theme, frame = both.get()
    frame = frame or {"menus": {}, "banner": {}, "legal": {}}
    return Shell(
        theme_url=reverse("pages:theme", args=[theme["version"]]) if theme else "",
        palette=palette(theme["brand"]) if theme else None,
        logo=_picture_url(theme, "logo"),
        icon=theme["version"] if theme and theme["icon"] else 0,
        menus=_menus(frame["menus"]),
        banner=Banner.read(frame["banner"]),
        legal=Legal.read(frame["legal"]),
    )


def _menus(kept: dict[str, Any]) -> Menus:
    """The menus, each line at the address of today of what it leads to."""
    menus = Menus.read(kept).filled()
    lines = {
        name: tuple(replace(line, url=outward(line.url)) for line in getattr(menus, name))
        for name in ("header", "footer")
    }
    return replace(menus, **lines)


def _picture_url(theme: dict[str, Any] | None, name: str) -> str:
    if not theme or not theme[name]:
        return ""
    return reverse("media:picture", args=[theme[name], theme[f"{name}_widths"][0]])


def looks_of(look: Look, address: str) -> dict[str, Any]:
    """What a page shows of a look whose stylesheet is at ``address``."""
    return {
        "theme_url": address,
        "palette": look.palette,
        "logo": look.logo.url() if look.logo else "",
    }


def shell_for(request: HttpRequest) -> Shell:
    """The shell of this answer; with ``?apparence=brouillon``, editors see the look they choose."""
    found = shell()
    if request.GET.get("apparence") != "brouillon" or may_edit_site(request.user) is not None:
        return found
    draft = ThemeDraft.objects.select_related("logo").first()
    if draft is None:
        return found
    return replace(found, **looks_of(draft, reverse("pages_desk:draft_css")))


def mail_look() -> dict[str, Any]:
    """The site's colours for the frame of its mails; nothing where the house's own do."""
    colours = shell().palette
    return {"theme": {"palette": colours}} if colours else {}


def forget_themes() -> None:
    """Forget what this process remembers of shells (after a publication, and between tests)."""
    _known.clear()
