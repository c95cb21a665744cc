"""Rich texts: a little markup becomes safe HTML, and nothing else does."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from preau.pages.addresses import read_address
from preau.ui.markup import TAGS, links_of, titles_of, to_html


class Reader(HTMLParser):
    """What a browser would see of a text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_write_titles_lists_and_links() -> None:
    page = to_html(
        "## Le calendrier\n\n- un\n- **deux**\n\n1. a\n2. b\n\nVoir [le règlement](/aide/)."
    )
    assert page == (
        "<h3>Le calendrier</h3><ul><li>un</li><li><strong>deux</strong></li></ul>"
        "<ol><li>a</li><li>b</li></ol>"
        '<p>Voir <a href="/aide/" rel="noopener">le règlement</a>.</p>'
    )


def test_keep_lines_and_quotes() -> None:
    assert to_html("un\ndeux") == "<p>un<br>deux</p>"
    assert (
        to_html("> Citoyens\n> ensemble") == "<blockquote><p>Citoyens<br>ensemble</p></blockquote>"
    )
    assert to_html("3. c\n4. d") == '<ol><li value="3">c</li><li value="4">d</li></ol>'
    assert to_html("2 * 3 * 4 et 5*6") == "<p>2 * 3 * 4 et 5*6</p>"
    assert to_html("") == ""


def test_link_addresses_typed_as_they_are() -> None:
    link = '<a href="{0}" rel="noopener">{0}</a>'
    plain = link.format("https://ville.example/plan?a=1&amp;b=2")
    assert to_html("(https://ville.example/plan?a=1&b=2).") == f"<p>({plain}).</p>"
    named = to_html("[https://a.example](https://b.example) « https://c.example »")
    assert named.count("<a ") == 2
    assert link.format("https://c.example") in named
    assert "<a " not in to_html("http:// javascript:alert(1)")


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "[clic](javascript:alert(1))",
        "[clic](JaVaScRiPt:alert`1`)",
        "[clic](data:text/html,<script>alert(1)</script>)",
        '[clic](/a"onmouseover="alert(1))',
        '[x](/a" onclick=alert(1))',
        "<img src=x onerror=alert(1)>",
        "**<svg/onload=alert(1)>**",
        "## <style>p{color:red}</style>",
        "> <iframe src=//evil.example>",
        "[<b onclick=alert(1)>](/aide/)",
    ],
)
def test_let_no_script_through(evil: str) -> None:
    reader = Reader()
    reader.feed(to_html(evil))
    assert set(reader.tags) <= TAGS
    for name, value in reader.attributes:
        assert name in ("href", "rel")
        assert name == "rel" or read_address(value) is not None


def test_read_what_a_text_holds() -> None:
    text = "### Petit\n\nIci [a](/b/) et [c d](https://exemple.fr)"
    assert titles_of(text) == [4]
    assert [(one.words, one.address) for one in links_of(text)] == [
        ("a", "/b/"),
        ("c d", "https://exemple.fr"),
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("/aide/", "/aide/"),
        (" https://www.exemple.fr/a?b=c ", "https://www.exemple.fr/a?b=c"),
        ("www.exemple.fr", "https://www.exemple.fr"),
        ("mailto:mairie@exemple.fr", "mailto:mairie@exemple.fr"),
        ("#haut", "#haut"),
        ("//evil.example", None),
        ("/\\evil.example", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("https://", None),
        ("http://[", None),
        ("java\tscript:alert(1)", None),
        ("bonjour", None),
    ],
)
def test_read_addresses(typed: str, read: str | None) -> None:
    assert read_address(typed) == read
