"""The little markup of rich texts: typed as plain words, shown as safe HTML.

Written in an ordinary text field, so that it works without JavaScript and under a policy that
refuses inline scripts: ``## Titre``, ``- liste``, ``1. liste``, ``> citation``, ``**gras**``,
``*italique*``, ``[mots](adresse)``; an address typed as it is becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

TAGS = {"p", "br", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote"}
SCHEMES = {"http", "https", "mailto", "tel"}
_LINK = re.compile(r"\[([^\]\n]+)\]\(([^()\s]+)\)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
#: An address typed as it is, without what closes the sentence around it.
_BARE = re.compile(r"https?://(?:[^\s<&]|&amp;)*[^\s<&.,;:!?)»]")
_ITALIC = re.compile(r"(?<![*\w])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![*\w])")
_LISTED = {"ul": re.compile(r"^[-•] +"), "ol": re.compile(r"^\d{1,3}[.)] +")}
_TITLE = re.compile(r"^(#{2,3}) +(.+)$")


@dataclass(frozen=True)
class Link:
    """A link of a text: its words, where it leads."""

    words: str
    address: str


def links_of(text: str) -> list[Link]:
    """The links of a text, in order."""
    return [Link(*found) for found in _LINK.findall(text)]


def titles_of(text: str) -> list[int]:
    """Levels of the titles of a text, in order: 3 under the block's own title, then 4."""
    found = (_TITLE.match(line) for line in text.splitlines())
    return [len(one[1]) + 1 for one in found if one]


@lru_cache(maxsize=2048)
def to_html(text: str) -> SafeString:
    """The text as HTML: escaped, then marked up, then cleaned once more."""
    blocks = re.split(r"\n\s*\n", text.replace("\r", "").strip())
    page = "".join(piece for block in blocks if block.strip() for piece in _pieces(block))
    clean = nh3.clean(
        page,
        tags=TAGS,
        attributes={"a": {"href"}, "li": {"value"}},
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
    return mark_safe(clean)  # noqa: S308 - cleaned on the line above


def _pieces(block: str) -> Iterator[str]:
    """A block of lines: titles stand alone, lines of a list stand together."""
    for kind, group in groupby(block.split("\n"), key=_kind):
        lines = list(group)
        if kind in _LISTED:
            items = (_item(kind, line.strip(), place) for place, line in enumerate(lines, start=1))
            yield f"<{kind}>{''.join(items)}</{kind}>"
        elif kind == "title":
            for line in lines:
                found = _TITLE.match(line.strip())
                level = len(found[1]) + 1 if found else 3
                yield f"<h{level}>{_inline(found[2] if found else line)}</h{level}>"
        elif kind == "quote":
            said = "<br>".join(_inline(line.strip().lstrip("> ")) for line in lines)
            yield f"<blockquote><p>{said}</p></blockquote>"
        else:
            yield f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"


def _item(kind: str, line: str, place: int) -> str:
    """A line of a list; it keeps the number that it was given, where counting gives another."""
    mark = _LISTED[kind].match(line)
    number = int(re.sub(r"\D", "", mark[0])) if mark and kind == "ol" else place
    value = f' value="{number}"' if number != place else ""
    return f"<li{value}>{_inline(_LISTED[kind].sub('', line))}</li>"


def _kind(line: str) -> str:
    bare = line.strip()
    for kind, mark in _LISTED.items():
        if mark.match(bare):
            return kind
    if _TITLE.match(bare):
        return "title"
    return "quote" if bare.startswith(">") else "words"


def _inline(line: str) -> str:
    """Links first: what is inside an address is never read as bold or italic."""
    parts = _LINK.split(line)
    found = []
    for place in range(0, len(parts), 3):
        found.append(_linked(parts[place]))
        if place + 2 < len(parts):
            words, address = parts[place + 1], parts[place + 2]
            found.append(f'<a href="{escape(address)}">{_marks(words)}</a>')
    return "".join(found)


def _linked(words: str) -> str:
    return _BARE.sub(r'<a href="\g<0>">\g<0></a>', _marks(words))


def _marks(words: str) -> str:
    bold = _BOLD.sub(r"<strong>\1</strong>", str(escape(words)))
    return _ITALIC.sub(r"<em>\1</em>", bold)
