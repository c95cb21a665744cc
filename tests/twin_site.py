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
    from preau.pages.models import Page, Theme

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
    twin.things["shot"] = _shot()
    Theme.objects.filter(version=1).update(logo=twin.things["shot"])
    twin.things["given"] = _paper()
    _announce(twin)
    twin.things["blocks"] = [one["id"] for one in page.draft.blocks]


def _announce(twin: Any) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from preau.news.actions import write_article, write_meeting

    now = timezone.now()
    words = {"title": "Une nouvelle", "summary": "Une phrase.", "is_draft": False}
    twin.things["article"] = write_article(words={**words, "opens_at": now}, actor=None)
    hours = {"starts_at": now, "ends_at": now + timedelta(days=2), "is_draft": False}
    words = {"title": "Une rencontre", "place": "Mairie"}
    twin.things["meeting"] = write_meeting(words={**words, **hours}, actor=None).pk


def _shot() -> int:
    """A picture of the library."""
    import io

    from PIL import Image

    from preau.media.actions import take_picture
    from preau.media.models import Picture

    body = io.BytesIO()
    Image.new("RGB", (40, 30), "#2B6A49").save(body, "PNG")
    size = len(body.getvalue())
    body.seek(0)
    made = take_picture(upload=body, size=size, alt="La place", is_public=True)
    assert isinstance(made, Picture)
    made.in_library, made.title = True, "Place"
    made.save(update_fields=["in_library", "title"])
    return made.pk


def _paper() -> Any:
    """A document of the library, without tags."""
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from pypdf import PdfWriter

    from preau.media.documents import take_document
    from preau.media.models import Document

    body, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(body)
    upload = SimpleUploadedFile("x.pdf", body.getvalue())
    made = take_document(upload=upload, title="Règlement")
    assert isinstance(made, Document)
    return made


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
    yield get("pages_desk:mount", **keeper)
    yield post("pages_desk:mount", data={"what": "news", "slug": "nouvelles"}, **keeper)
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
    yield from _dressing(twin, get, post)


def _dressing(twin: Twin, get: Get, post: Get) -> Iterator[Example]:
    """Look, menus, legal entries, pictures."""
    keeper: dict[str, Any] = {"who": "administrator"}
    names = ("look", "look_colours", "draft_css", "look_ballot", "look_mail", "menus", "legal")
    for name in (*names, "library", "words", "mails"):
        yield get(f"pages_desk:{name}", **keeper)
    look = {"brand": "#2B6A49", "header": "plain", "fonts": "house", "corners": "house"}
    yield post("pages_desk:look", data={**look, "do": "publish"}, **keeper)
    yield post("pages_desk:look_autosave", data=look, status=204, **keeper)
    menu = {"part": "menus", "header-count": "1", "footer-count": "0"}
    menu |= {"header-0-label": "Projets", "header-0-url": "/realisations/"}
    yield post("pages_desk:menus", data=menu, **keeper)
    banner = {"part": "banner", "text": "Une phrase.", "label": "Lire", "url": "/aide/"}
    yield post("pages_desk:menus", data=banner, **keeper)
    entries = {"publisher": "Commune", "director": "Le maire", "conformity": "none"}
    yield post("pages_desk:legal", data=entries, **keeper)
    yield post("pages_desk:words", data={"idea_one": "le vœu", "idea_many": "vœux"}, **keeper)
    yield post("pages_desk:mails", data={"name": "La Ville"}, **keeper)
    receipt = "proposals/mail/receipt"
    yield get("pages_desk:mail", receipt, **keeper)
    yield get("pages_desk:mail_preview", receipt, **keeper)
    words = {"intro": "Merci pour {titre}.", "do": "keep"}
    yield post("pages_desk:mail", receipt, data=words, **keeper)
    shot = twin.things["shot"]
    yield get("pages_desk:picture", shot, is_key=True, **keeper)
    words = {"title": "Place", "alt": "La place", "credit": "Ville", "focus": "2-2"}
    yield post("pages_desk:picture", shot, data=words, is_key=True, **keeper)
    paper = twin.things["given"]
    yield get("media:document", paper.key, paper.file_name)
    yield get("pages_desk:documents", **keeper)
    yield get("pages_desk:document", paper.pk, is_key=True, **keeper)
    words = {"title": "Le règlement", "language": "en"}
    yield post("pages_desk:document", paper.pk, data=words, is_key=True, **keeper)
    yield from _announcing(twin, get, post)


def _announcing(twin: Twin, get: Get, post: Get) -> Iterator[Example]:
    """News and meetings, for everyone and in the desk."""
    article, meeting = twin.things["article"], twin.things["meeting"]
    for name in ("list", "feed", "diary", "diary_file"):
        yield get(f"news:{name}")
    yield get("news:article", article.slug)
    yield get("news:meeting_file", meeting, is_key=True)
    owner: dict[str, Any] = {"who": "owner"}
    yield get("news_desk:list", **owner)
    yield get("news_desk:article", 0, **owner)
    yield get("news_desk:article", article.pk, is_key=True, **owner)
    news = {"title": "Des nouvelles", "summary": "Une phrase.", "text": "Un **mot**."}
    news["opens_at"] = "2026-01-05T09:00"
    yield post("news_desk:article", 0, data=news, **owner)
    yield post("news_desk:article", article.pk, data=news, is_key=True, **owner)
    yield get("news_desk:meeting", 0, **owner)
    yield get("news_desk:meeting", meeting, is_key=True, **owner)
    hours = {"starts_at": "2031-06-01T18:00", "ends_at": "2031-06-01T20:00"}
    words = {"title": "Atelier", "place": "Mairie", "text": "Venez.", **hours}
    yield post("news_desk:meeting", 0, data=words, **owner)
    yield post("news_desk:meeting", meeting, data=words, is_key=True, **owner)
