"""A page of the site made into a page of the archive: no script, no form, links inside the folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from lxml import html


class Find(Protocol):
    """Gives the file that a link of the page leads to, and None when the archive holds none."""

    @property
    def host(self) -> str: ...

    def __call__(self, link: str) -> str | None: ...


#: What does nothing without the site.
DEAD = (
    "//script | //form | //template | //dialog | //button | //noscript | //iframe | "
    + " | ".join(
        f'//*[contains(concat(" ", normalize-space(@class), " "), " {name} ")]'
        for name in ("demo-banner", "action-bar", "needs-js")
    )
)
#: Links that are acts: gone with what they led to; other links keep their words.
ACTS = {"button", "is-mine"}
SHEETS = {"stylesheet", "icon", "apple-touch-icon"}
_URL = re.compile(r"url\(\s*(['\"]?)([^)'\"]+)\1\s*\)")


def read_page(body: bytes) -> Any:
    """The tree of a page, without what does nothing away from the site."""
    tree = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    for one in tree.xpath(DEAD):
        one.drop_tree()
    for link in tree.xpath("//link"):
        if not SHEETS & set((link.get("rel") or "").split()):
            link.drop_tree()
    return tree


def links_of(tree: Any) -> Iterator[tuple[Any, str, str]]:
    """Each element that leads somewhere: element, attribute, link."""
    for name, attribute in (("a", "href"), ("link", "href"), ("img", "src"), ("source", "src")):
        for one in tree.iter(name):
            if link := one.get(attribute):
                yield one, attribute, link
    for one in tree.iter("img", "source"):
        for part in (one.get("srcset") or "").split(","):
            if part.strip():
                yield one, "srcset", part.split()[0]


def rewrite_page(tree: Any, find: Find, notice: str) -> bytes:
    """The page with its links inside the archive, and above it where it comes from."""
    for one, attribute, link in list(links_of(tree)):
        if attribute == "srcset":
            one.attrib.pop("srcset", None)  # the picture itself is enough
            continue
        if link.startswith(("#", "mailto:", "tel:", "data:")):
            continue
        target, mark, anchor = link.partition("#")
        found = find(target)
        if found is not None:
            one.set(attribute, quote(found) + mark + anchor)
        elif _leads_out(target, find.host):
            continue
        elif one.tag == "a" and not ACTS & set((one.get("class") or "").split()):
            del one.attrib["href"]
        else:
            one.drop_tree()
    body = tree.find("body")
    if body is not None:
        body.insert(0, html.fragment_fromstring(notice))
    return bytes(html.tostring(tree, encoding="utf-8", doctype="<!doctype html>"))


def _leads_out(link: str, host: str) -> bool:
    """To another site: left as it is."""
    parts = urlsplit(link)
    return parts.scheme in ("http", "https") and parts.netloc != host


def links_of_sheet(text: str) -> list[str]:
    """Fonts and pictures that a stylesheet names."""
    return [link for _quote, link in _URL.findall(text) if not link.startswith(("data:", "#"))]


def rewrite_sheet(text: str, find: Find, picture: Callable[[str], str]) -> str:
    """The stylesheet with its fonts inside the archive, and its pictures inside itself.

    Opened from a folder, a browser refuses a sheet's masks; and a picture named by a property is
    looked for beside the sheet that uses the property. ``picture`` gives one as ``data:``, or "".
    """

    def inside(match: re.Match[str]) -> str:
        found = picture(match[2]) or quote(find(match[2]) or "")
        return f'url("{found}")' if found else match[0]

    return _URL.sub(inside, text)
