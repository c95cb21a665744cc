"""French typography of the pages and sentences of this app."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

APP = Path(__file__).parents[1]
FILES = [*APP.rglob("*.html"), *APP.rglob("*.txt")]
SENTENCES = re.compile(
    r'\{% translate "([^"]*)"|\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}', re.DOTALL
)
WRONG = re.compile(r"« | »|[\w}] [:;!?€%](?=\s|$)|\w'\w|\.\.\.")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_write_french(path: Path) -> None:
    found = SENTENCES.findall(path.read_text(encoding="utf-8"))
    wrong = [text for pair in found for text in pair if WRONG.search(text)]
    assert wrong == []


def test_find_what_is_wrong() -> None:
    assert WRONG.search("Vraiment ?")
    assert WRONG.search("l'idée")
    assert not WRONG.search("Vraiment\u00a0? «\u00a0L’idée\u00a0»")
