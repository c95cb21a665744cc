"""The site's own structure in a twin city: a page with a block of each sort, and its addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .addresses import Example
    from .twins import Twin

Get = Callable[..., "Example"]


def fill_site(twin: Any) -> None:
    """A page above another, an address that changed, blocks that name what the city holds."""
    from preau.pages.actions import compose_page, move_page
    from preau.pages.models import Page

    blocks: list[tuple[str, dict[str, Any]]] = [
        ("hero", {"title": "Nos quartiers"}),
        ("text", {"title": "Un texte", "text": "Des **mots**."}),
        ("faq", {"items": [{"question": "Quand ?", "answer": "Demain."}]}),
        ("call", {"title": "Venez", "label": "Lire", "url": "/aide/"}),
    ]
    compose_page(page="quartiers", title="Quartiers", blocks=blocks, actor=None)
    compose_page(page="quartiers/gare", title="Gare", blocks=blocks[1:], actor=None)
    child = Page.objects.get(path="quartiers/gare")
    move_page(page=child, slug="la-gare", parent=child.parent, actor=None)
    page = Page.objects.select_related("draft").get(path="quartiers")
    assert page.draft is not None
    twin.things["page"] = page.pk
    twin.things["blocks"] = [one["id"] for one in page.draft.blocks]


def site_addresses(twin: Twin, get: Get, post: Get) -> Iterator[Example]:
    """Pages as everyone reads them, then the desk of who composes them."""
    yield get("pages:page", "quartiers")
    yield get("pages:page", "quartiers/la-gare")
    yield get("pages:page", "quartiers/gare", status=301)
    keeper: dict[str, Any] = {"who": "administrator"}
    page, blocks = twin.things["page"], twin.things["blocks"]
    yield get("pages_desk:tree", **keeper)
    yield post("pages_desk:tree", data={"do": f"down-{page}"}, **keeper)
    yield get("pages_desk:new", **keeper)
    yield post("pages_desk:new", data={"title": "Une page", "slug": "une-page"}, **keeper)
    mine: dict[str, Any] = {"is_key": True, **keeper}
    for name in ("page", "place", "preview", "publish", "history"):
        yield get(f"pages_desk:{name}", page, **mine)
    yield post("pages_desk:page", page, data={"do": f"down-{blocks[1]}"}, **mine)
    yield post("pages_desk:page", page, data={"add": "text"}, **mine)
    heading = {"do": "heading", "title": "Nos quartiers", "summary": "Une phrase."}
    yield post("pages_desk:place", page, data=heading, **mine)
    place = {"do": "place", "slug": "les-quartiers"}
    yield post("pages_desk:place", page, data=place, **mine)
    now = {"when": "now", "note": "Un mot."}
    yield post("pages_desk:publish", page, data=now, **mine)
    yield post("pages_desk:history", page, data={"number": "1"}, **mine)
    yield post("pages_desk:presence", page, status=200, **mine)
    text = {"title": "Un titre", "text": "Un texte."}
    yield get("pages_desk:block", page, blocks[1], **mine)
    yield post("pages_desk:block", page, blocks[1], data=text, **mine)
    line = {
        "title": "Titre",
        "items-count": "1",
        "items-0-question": "Où ?",
        "items-0-answer": "Là.",
    }
    yield post("pages_desk:block", page, blocks[2], data=line, **mine)
    yield post(
        "pages_desk:block", page, blocks[0], data={"do": "show", "show-hidden": "on"}, **mine
    )
    yield post("pages_desk:autosave", page, blocks[1], data=text, status=204, **mine)
