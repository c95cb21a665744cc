"""Every French text of the demonstration follows the house typography."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest

from preau.demo.content import CITIES, load

RULES = {
    "straight apostrophe": re.compile(r"[^\W\d]'[^\W\d]"),
    "no no-break space before a sign": re.compile(r"[^\u00a0][;!?%€»]"),
    "no no-break space before a colon": re.compile(r"[^\u00a0\d]:(?!//)"),
    "no no-break space after «": re.compile(r"«[^\u00a0]"),
    "breakable thousands": re.compile(r"\d \d{3}"),
    "straight quotes": re.compile('"'),
    "three dots": re.compile(r"\.\.\."),
    "double space": re.compile(r"[ \u00a0]{2}"),
    "unfilled blank": re.compile(r"[{}]"),
    "bad contraction": re.compile(r"\b([Dd]e|[Àà]) (Le|Les) "),
    "edge space": re.compile(r"^\s|\s$"),
}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))


@pytest.mark.parametrize("key", CITIES)
@pytest.mark.parametrize("rule", RULES)
def test_texts_follow_the_rule(key: str, rule: str) -> None:
    faults = [text for text in texts(load(key)) if RULES[rule].search(text)]
    assert faults == []


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("straight apostrophe", "l'arbre"),
        ("no no-break space before a sign", "Pourquoi ?"),
        ("no no-break space before a colon", "Voici : un arbre"),
        ("no no-break space after «", "« oui\u00a0»"),
        ("breakable thousands", "85 000\u00a0€"),
        ("unfilled blank", "la {rue}"),
        ("bad contraction", "la cour de Les Bleuets"),
    ],
)
def test_linter_sees_the_fault(rule: str, fault: str) -> None:
    assert RULES[rule].search(fault)
