"""Script and style are typed in every field of every block, menu, banner and legal page."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.news.actions import write_article, write_meeting
from preau.pages.actions import (
    compose_page,
    create_page,
    place_in_tree,
    publish_page,
    write_frame,
)
from preau.pages.blocks import BlockKind, block_kinds
from preau.pages.blocks.forms import BlockForm
from preau.pages.blocks.schema import Address, Data, Lines, Piece, Words
from preau.pages.blocks.seen import Film
from preau.pages.frames import Banner, Legal, Menus
from preau.pages.models import Page
from preau.pages.queries import forget_themes
from preau.tenancy.middleware import forget_hosts

MARK = "zzpiege"
DAY = timedelta(days=1)
TRAPS = (
    f'"><script>{MARK}()</script>',
    f"<img src=x onerror={MARK}()>",
    f'\'" onmouseover={MARK}() style="background:url(//{MARK})" x="',
    f"[{MARK}](javascript:{MARK}()) **<svg/onload={MARK}()>**",
    f"</style><style>*{{background:url(//{MARK})}}</style>",
    f"{{{{ {MARK} }}}}{{% {MARK} %}}",
    f"javascript:{MARK}()",
    f"data:text/html,<script>{MARK}()</script>",
)


class Watch(HTMLParser):
    """What a browser would make of a page: nothing in it may run or dress it by our trap."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(f"{tag} {name}={value}")
            if name in ("href", "src", "action", "formaction", "data-film"):
                address = "".join((value or "").split()).lower()
                if address.startswith(("javascript:", "data:", "vbscript:")):
                    self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.inside and MARK in data:
            self.found.append(f"{self.inside}: {data}")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""


def _look(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    page = answer.content.decode()
    watch = Watch()
    watch.feed(page)
    assert watch.found == [], path
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    return page


def _trapped(kind: type[Data], trap: str) -> dict[str, Any]:
    """What the database would hold had every check of the form been passed by."""
    return {name: _one(piece, trap) for name, piece in kind.pieces()}


def _one(piece: Piece, trap: str) -> Any:
    if isinstance(piece, Lines):
        return [_trapped(piece.of or Data, trap)] * 2
    return trap


KINDS = [pytest.param(kind, id=kind.code) for kind in block_kinds]


@pytest.mark.parametrize("kind", KINDS)
def test_type_traps_in_a_block(site: Any, desk: Client, kind: BlockKind) -> None:
    """Read by everyone and previewed, with links as the form lets them in and as it never would."""
    for trap in TRAPS:
        data = _trapped(kind.Data, trap)
        compose_page(page="piege", title=trap[:120], blocks=[(kind.code, data)], actor=None)
        _look(Client(), "/piege/")


@pytest.mark.parametrize("trap", TRAPS)
def test_type_traps_around_the_pages(site: Any, desk: Client, trap: str) -> None:
    for part, kind in (("menus", Menus), ("banner", Banner), ("legal", Legal)):
        write_frame(part=part, content=kind.read(_trapped(kind, trap)), actor=None)
    forget_themes()
    for path in ("/", "/mentions-legales/", "/accessibilite/", "/donnees-personnelles/"):
        _look(Client(), path)
    for path in ("menus/", "mentions/", "", "medias/", "documents/"):
        _look(desk, f"/bureau/site/{path}")


@pytest.mark.parametrize("trap", TRAPS)
def test_type_traps_in_news_and_in_the_tree(site: Any, desk: Client, trap: str) -> None:
    now = clock.now()
    said = {"title": trap[:100], "summary": trap, "text": trap, "is_draft": False, "opens_at": now}
    article = write_article(words=said, actor=None)
    hours = {"starts_at": now + DAY, "ends_at": now + 2 * DAY, "is_draft": False}
    where = {"title": trap[:100], "place": trap[:100], "text": trap}
    write_meeting(words={**where, **hours}, actor=None)
    for path in ("/actualites/", f"/actualites/{article.slug}/", "/agenda/"):
        assert MARK in _look(Client(), path)
    page = place_in_tree(kind="diary", title=trap[:100], slug="sorties", actor=None)
    assert isinstance(page, Page)
    below = create_page(title=trap[:100], slug="dessous", parent=page, actor=None)
    assert isinstance(below, Page)
    publish_page(page=below, actor=None)
    forget_hosts()
    for path in ("/sorties/", "/sorties/dessous/"):
        assert MARK in _look(Client(), path)
    for path in ("", "pages/placer/", f"pages/{page.pk}/adresse/"):
        _look(desk, f"/bureau/site/{path}")


def _pieces(kind: type[Data]) -> list[tuple[str, Piece]]:
    found: list[tuple[str, Piece]] = []
    for name, one in kind.pieces():
        if isinstance(one, Lines):
            found += [(f"{name}-0-{key}", inner) for key, inner in (one.of or Data).pieces()]
        else:
            found.append((name, one))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_refuse_links_that_would_run(site: Any, kind: BlockKind) -> None:
    """Every address of every block refuses what a browser would run; words keep what was typed."""
    typed = {name: "javascript:alert(1)" for name, _piece in _pieces(kind.Data)}
    typed |= {f"{name}-count": "1" for name, one in kind.Data.pieces() if isinstance(one, Lines)}
    form = BlockForm(kind.Data, kind.Data.read({}), typed)
    form.is_valid()
    for name, piece in _pieces(kind.Data):
        if isinstance(piece, Address | Film):
            assert name in form.errors, name
        elif isinstance(piece, Words):
            assert form.cleaned_data[name] == "javascript:alert(1)"
