"""What the documents point at exists: rooms, links, pictures; guides stay short and well set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)|src=\"([^\"]+)\"")
HEAVIEST = 150 * 1024


def _targets(document: Path) -> set[Path]:
    links = ("".join(pair) for pair in LINK.findall(document.read_text("utf-8")))
    return {document.parent / link for link in links if "://" not in link}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    assert [str(target) for target in _targets(document) if not target.exists()] == []


def test_every_room_is_named() -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = {path.parent.name for path in (ROOT / "src" / "preau").glob("*/__init__.py")}
    assert {room for room in rooms if f"`{room}`" not in plan} == set()


def test_every_picture_is_shown_and_light() -> None:
    shown = {target.resolve() for document in DOCUMENTS for target in _targets(document)}
    pictures = list((ROOT / "docs" / "images").glob("*"))
    assert [one.name for one in pictures if one.resolve() not in shown] == []
    assert [one.name for one in pictures if one.stat().st_size > HEAVIEST] == []


@pytest.mark.parametrize("guide", sorted(ROOT.glob("docs/fr/*.md")), ids=lambda path: path.stem)
def test_guides_are_short_and_well_set(guide: Path) -> None:
    text = guide.read_text("utf-8")
    prose = re.sub(r"```.*?```|`[^`\n]*`|\]\([^)]*\)", "", text, flags=re.DOTALL)
    assert len(text.split()) < 800, "two pages at most"
    assert re.findall(r".{12}(?: [:;?!»%€]|« |n° |[^\W\d_]'[^\W\d_])", prose) == []
