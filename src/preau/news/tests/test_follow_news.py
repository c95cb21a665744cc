"""Anyone follows the news in a reader of feeds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from preau.kernel import clock
from preau.news.actions import write_article

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def _write(title: str, days: int, *, is_draft: bool = False) -> None:
    words = {"title": title, "summary": "A & B", "text": "Un **mot** <script>x</script>"}
    opens = clock.now() + timedelta(days=days)
    write_article(words={**words, "opens_at": opens, "is_draft": is_draft}, actor=None)


def _feed() -> Any:
    answer = Client().get("/actualites/flux.xml")
    assert answer["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(answer.content)


def test_follow_what_everyone_reads(site: Any) -> None:
    assert _feed().xpath("a:entry", namespaces=ATOM) == []
    _write("Ancienne <b>", -2)
    _write("Récente", -1)
    _write("Demain", 1)
    _write("Brouillon", -1, is_draft=True)
    feed = _feed()
    assert feed.xpath("a:entry/a:title/text()", namespaces=ATOM) == ["Récente", "Ancienne <b>"]
    texts = feed.xpath("a:entry/a:content/text()", namespaces=ATOM)
    assert "<strong>mot</strong>" in texts[0]
    assert "<script" not in texts[0]
    for link in feed.xpath("//a:link/@href", namespaces=ATOM):
        assert link.startswith(("http://testserver/", "https://testserver/"))
    assert 'type="application/atom+xml" href="/actualites/flux.xml"' in (
        Client().get("/").content.decode()
    )


@pytest.mark.parametrize("most", [1, 3])
def test_follow_in_few_statements(site: Any, most: int, django_assert_num_queries: Any) -> None:
    for number in range(most):
        _write(f"Nouvelle {number}", -1)
    _feed()
    with django_assert_num_queries(1):
        _feed()
