"""Every verb of the ledger has its words; none leaves a hole in a sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

import preau
from preau.desk.journal_words import VERBS, label_of, sentence_of
from preau.kernel import clock
from preau.ledger.models import Entry

SOURCE = Path(preau.__file__).parent
#: Acts on the whole site, which the journal of a process never shows.
ELSEWHERE = {"published_theme", "composed_page", "erased_account"}


def verbs_in_use() -> set[str]:
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text()
        if "tests" not in path.parts and "ledger.actions import record" in text:
            for match in re.finditer(r'verb="([a-z_]+)"(?: if [^,\n]* else "([a-z_]+)")?', text):
                found.update(verb for verb in match.groups() if verb)
    return found


def test_word_every_verb() -> None:
    known = verbs_in_use()
    assert {"submitted", "counted", "tied", "rescheduled"} <= known
    assert known - set(VERBS) - ELSEWHERE == set()


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_leave_no_hole(verb: str) -> None:
    data: dict[str, Any] = {
        "after": "refused" if verb == "changed_status" else ["", ""],
        "before": ["", ""],
        "changes": {"cost_cents": ["", "1"]},
        "options": 12,
        "count": 3,
        "service": "Voirie",
        "to": "Écoles",
        "ballots": 5176,
        "voices": 6,
        "number": 2,
        "voters": 200,
        "missing": 1,
        "batch": "3",
        "station": "Gare",
        "size": 50,
        "turn": 2,
        "minutes": 10,
        "format": "CSV",
        "act": "Ne pas retenir",
        "name": "Zoé Roy",
        "role": "Pilote",
        "scope": "tout le site",
        "days": 7,
        "hours": 8,
        "kind": "Question",
        "n": 3,
        "applications": 40,
        "version": 2,
        "seed": "7f",
        "decision": "Retenue",
    }
    entry = Entry(at=clock.now(), verb=verb, subject_label="n° 1 Un banc", data=data)
    with translation.override("fr"):
        said = sentence_of(entry)
        assert "%(" not in said
        assert "  " not in said
        assert label_of(verb) != verb
