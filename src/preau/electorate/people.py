"""A person by name and birth date: written in one way, hashed, never kept in clear."""

from __future__ import annotations

import re
import uuid
from datetime import date

from preau.accounts.models import Guest
from preau.kernel.text import search_key
from preau.processes.models import Step

from .keys import key_of
from .models import Electorate, Proof
from .proving import prove
from .queries import PERSON_KINDS, electorate_of, kinds_asked


def person_keys(electorate: Electorate, last: str, first: str, born: date) -> list[str]:
    """Keys of a person, the usual one first; a compound first name may be typed with a space.
    No key for names without a letter.

    Only the first of the given names counts: people do not type the others.
    """
    names = [search_key(one).replace(" ", "") for one in re.split(r"[\s,;]+", first.strip())]
    names = [one for one in names if one]
    family = search_key(last).replace(" ", "")
    if not names or not family:
        return []
    spellings = [names[0], "".join(names[:2])] if len(names) > 1 else names
    return [key_of(electorate, "person", family, one, born.isoformat()) for one in spellings]


def known_key(step: Step, keys: list[str]) -> str:
    """Of the keys that one person may have, the one already seen in this step; else the usual."""
    found = Proof.objects.filter(step=step, kind__in=PERSON_KINDS, key__in=keys)
    return found.values_list("key", flat=True).first() or keys[0]


def elector_named(step: Step, *, last: str, first: str, born: date) -> uuid.UUID | None:
    """The elector that this person already is in ``step``, by whatever channel."""
    if not kinds_asked(step) & {*PERSON_KINDS}:
        return None
    keys = person_keys(electorate_of(step), last, first, born)
    found = Proof.objects.filter(step=step, kind__in=PERSON_KINDS, key__in=keys)
    return found.values_list("elector", flat=True).first()


def enter_by_name(step: Step, *, last: str, first: str, born: date, elector: uuid.UUID) -> None:
    """Keep that ``elector`` is this person, who votes on paper: nobody else is, from then on.

    For the rungs of ``step`` that ask for a name. Whoever proved it before keeps it.
    """
    asked = [kind for kind in PERSON_KINDS if kind in kinds_asked(step)]
    if not asked:
        return
    key = known_key(step, person_keys(electorate_of(step), last, first, born))
    for kind in asked:
        prove(step=step, person=Guest(elector), kind=kind, key=key)
