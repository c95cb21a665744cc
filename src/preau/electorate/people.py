"""A person by name and birth date: written in one way, hashed, never kept in clear."""

from __future__ import annotations

import re
import uuid
from datetime import date

from preau.accounts.models import Guest
from preau.kernel.refusal import Refusal
from preau.kernel.text import search_key
from preau.processes.models import Step

from .keys import key_of
from .models import Electorate, Proof
from .proving import prove
from .queries import Elector, electorate_of

#: Proofs whose key is that of a person: one channel knows what another has seen.
PERSON_KINDS = ("roll", "declaration", "franceconnect")


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
    keys = person_keys(electorate_of(step), last, first, born)
    found = Proof.objects.filter(step=step, kind__in=PERSON_KINDS, key__in=keys)
    return found.values_list("elector", flat=True).first()


def enter_by_name(step: Step, *, kind: str, last: str, first: str, born: date) -> Elector | Refusal:
    """A new elector for somebody who votes on paper: from then on nobody else has that name.

    Refused when the name has already served, online or elsewhere.
    """
    key = known_key(step, person_keys(electorate_of(step), last, first, born))
    return prove(step=step, person=Guest(uuid.uuid4()), kind=kind, key=key)
