"""Keys computed in Python because the embedded PostgreSQL has neither ICU nor unaccent."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "ß": "ss"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")
#: Plurals that PostgreSQL's French stemmer leaves as they are: vélos, abris, lieux, choux.
_PLURAL = re.compile(r"\b([a-z]{3,}[aiou])s\b|\b([a-z]*[eo]u)x\b")


def search_key(text: str) -> str:
    """``text`` without accents, case or punctuation: « L’Œuvre d’été » → ``l oeuvre d ete``."""
    flat = unicodedata.normalize("NFKD", text.translate(_LIGATURES).casefold())
    bare = "".join(sign for sign in flat if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", bare).strip()


def stem_key(text: str) -> str:
    """``search_key`` ready for French stems: « des abris à vélos » → ``des abri a velo``."""
    return _PLURAL.sub(lambda found: found.group(1) or found.group(2), search_key(text))


def sort_key(text: str) -> str:
    """Key that sorts French titles as a reader expects, digits by value."""
    return re.sub(r"\d+", lambda found: found.group().zfill(8), search_key(text))


def whole_number(typed: str | None) -> int | None:
    """The number typed in an address or a form; None where it is none, or longer than 18 digits.

    ``str.isdigit`` alone says yes to « ² », which ``int`` refuses.
    """
    if not typed or len(typed) > 18 or not typed.isascii() or not typed.isdigit():
        return None
    return int(typed)


def slug(text: str, *, longest: int = 60) -> str:
    """Readable piece of address, cut at a word: never empty."""
    words = search_key(text).split()
    kept: list[str] = []
    for word in words:
        if kept and len("-".join([*kept, word])) > longest:
            break
        kept.append(word[:longest])
    return "-".join(kept) or "page"
