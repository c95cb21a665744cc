"""English: the plural, and the article that the first sound asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from .base import cased_like

#: Said of other things than the noun alone.
_ELSEWHERE = r"(?![\w-]| box| paper)"
_VOWEL = re.compile(r"[aeio]|u(?!ni|se|ti|sa|su)|hour|honest", re.IGNORECASE)


@lru_cache(maxsize=256)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    nouns = "|".join(sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<article>an? )?(?P<noun>{nouns}){_ELSEWHERE}", re.IGNORECASE)


def rewrite(text: str, pairs: Mapping[str, Any]) -> str:
    """``text`` with each noun of ``pairs`` said otherwise."""

    def say(found: re.Match[str]) -> str:
        pair, noun = pairs[found["noun"].lower()], found["noun"]
        own = pair.own.one if noun.lower() == pair.house.one else pair.own.many
        if not found["article"]:
            return cased_like(own, noun)
        article = "an " if _VOWEL.match(own) else "a "
        return cased_like(article, found["article"]) + cased_like(own, noun)

    return _pattern(tuple(pairs)).sub(say, text)
