"""French on screen follows the house typography, in templates as in Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "src" / "preau"
TEMPLATE_TEXT = re.compile(
    r'{%-?\s*translate\s+"([^"]+)"|{%-?\s*translate\s+\'([^\']+)\'|_\("([^"]+)"\)'
    r"|{%-?\s*blocktranslate[^%]*%}(.*?){%-?\s*endblocktranslate",
    re.DOTALL,
)
PYTHON_TEXT = re.compile(r"\b(?:_|ngettext|gettext_lazy)\(\s*((?:\"(?:[^\"\\]|\\.)*\"[\s,]*)+)")
PYTHON_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"")
RULES = {
    "straight apostrophe": re.compile(r"[^\W\d_]'[^\W\d_]"),
    "breakable space before a sign": re.compile(r"[^\W_][ ][;!?»€]|\d[ ]%"),
    "breakable space before a colon": re.compile(r"[^\W_][ ]:(?!\w)"),
    "no space before a high sign": re.compile(r"[a-zà-ÿ][!?;]"),
    "breakable space after «": re.compile(r"«[^\u00a0]"),
    "three dots": re.compile(r"\.\.\."),
    "word of another house": re.compile(r"\b(?:[Vv]euillez|[Mm]erci de|[Oo]ups|[Ii]nvalide)\b"),
}


def _texts(path: Path) -> list[str]:
    source = path.read_text("utf-8")
    if path.suffix == ".py":
        found = []
        for call in PYTHON_TEXT.findall(source):
            found += [one.replace("\\u00a0", "\u00a0") for one in PYTHON_STRING.findall(call)]
        return found
    return [next(filter(None, groups), "") for groups in TEMPLATE_TEXT.findall(source)]


def _files() -> list[Path]:
    found = [*ROOT.rglob("templates/**/*.html"), *ROOT.rglob("templates/**/*.txt")]
    found += [one for one in ROOT.rglob("*.py") if "tests" not in one.parts]
    return [one for one in found if "gallery" not in one.parts]


@pytest.mark.parametrize("rule", RULES)
def test_french_follows_rule(rule: str) -> None:
    faults = [
        f"{path.relative_to(ROOT)}: {text.strip()[:90]}"
        for path in _files()
        for text in _texts(path)
        if RULES[rule].search(re.sub(r"{[{%].*?[%}]}|%\(\w+\)[sd]", "X", text))
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("straight apostrophe", "l'arbre"),
        ("breakable space before a sign", "Pourquoi ?"),
        ("breakable space before a colon", "Voici : un arbre"),
        ("no space before a high sign", "Pourquoi?"),
        ("breakable space after «", "« oui\u00a0»"),
        ("word of another house", "Veuillez écrire"),
    ],
)
def test_linter_sees_fault(rule: str, fault: str) -> None:
    assert RULES[rule].search(fault)


def test_linter_reads_texts() -> None:
    page = ROOT / "public" / "templates" / "public" / "guides" / "how.html"
    assert "Vous votez" in _texts(page)
    assert any("adresse" in one for one in _texts(ROOT / "accounts" / "forms.py"))
