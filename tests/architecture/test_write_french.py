"""French on screen follows the house typography and words, in templates as in Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BLANK = re.compile(r"%\(\w+\)s|%[sd]|<[^>]*>")
RULES = {
    "straight apostrophe": re.compile(r"[^\W\d_]'[^\W\d_]"),
    "breakable space before a sign": re.compile(r"[ ][;?»€]|\d[ ]%"),
    "breakable space before a colon": re.compile(r"[ ]:(?!\w)"),
    "no space before a high sign": re.compile(r"[a-zà-ÿ)][?;]"),
    "no space before a colon": re.compile(r"[a-zà-ÿ)]:(?![\w/])"),
    "breakable space after «": re.compile(r"«[^\u00a0]"),
    "breakable space after n°": re.compile(r"n° ?[\dX]"),
    "three dots": re.compile(r"\.\.\."),
    "exclamation mark": re.compile(r"!"),
    "word of another house": re.compile(
        r"\b(?:veuillez|merci de|oups|cliquez ici|invalide|soumettre)\b", re.IGNORECASE
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_french_follows_rule(rule: str, messages: dict[tuple[str, str, str], Path]) -> None:
    faults = [
        f"{path.name}: {text.strip()[:90]}"
        for message, path in messages.items()
        if "gallery" not in path.parts
        for text in message[:2]
        if RULES[rule].search(BLANK.sub("X", text.replace("%%", "%")))
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("straight apostrophe", "l'arbre"),
        ("breakable space before a sign", "Pourquoi ?"),
        ("breakable space before a sign", "10 %"),
        ("breakable space before a colon", "Voici : un arbre"),
        ("no space before a high sign", "Pourquoi?"),
        ("no space before a colon", "Voici: un arbre"),
        ("breakable space after «", "« oui\u00a0»"),
        ("breakable space after n°", "n° 3"),
        ("three dots", "Enregistrement..."),
        ("exclamation mark", "Bravo\u00a0!"),
        ("word of another house", "Veuillez écrire"),
    ],
)
def test_linter_sees_fault(rule: str, fault: str) -> None:
    assert RULES[rule].search(fault)


@pytest.mark.parametrize("rule", RULES)
def test_linter_lets_good_french_pass(rule: str) -> None:
    text = "L’arbre n°\u00a087\u00a0: «\u00a0où\u00a0?\u00a0», à 10:30, sur https://exemple.fr, 12,5\u00a0% ou 5\u00a0€\u00a0; voilà…"
    assert not RULES[rule].search(text)
