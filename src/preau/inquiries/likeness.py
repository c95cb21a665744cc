"""Form letters told by their words: the same letter, signed by many, is one group.

It only groups: every copy stays an observation, and keeps its number.
"""

from __future__ import annotations

import hashlib

from preau.kernel.text import search_key

from .models import Inquiry
from .search import alike_to

#: Below so many words, two people may well write the same.
LEAST_WORDS = 12
_SHINGLE = 4
#: Hashes of a sketch, and how many two letters must share.
SKETCH = 6
ALIKE = 3


def sketch_of(text: str) -> list[str]:
    """The smallest hash of the text's shingles, by six hash functions; empty for short texts."""
    words = search_key(text).split()
    if len(words) < LEAST_WORDS:
        return []
    shingles = [" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)]
    digests = [hashlib.blake2b(one.encode(), digest_size=SKETCH * 6).digest() for one in shingles]
    return [
        f"{place}{min(one[place * 6 : place * 6 + 6] for one in digests).hex()}"
        for place in range(SKETCH)
    ]


def likeness_of(inquiry: Inquiry, sketch: list[str]) -> str:
    """The group of a new text: that of a near-duplicate already there, else its own."""
    if not sketch:
        return ""
    for found, likeness in alike_to(inquiry, sketch):
        if len(set(found) & set(sketch)) >= ALIKE:
            return likeness
    return sketch[0]
