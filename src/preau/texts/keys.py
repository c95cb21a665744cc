"""Keys of words: the same text, however it is typed, gives the same key."""

from __future__ import annotations

import hashlib

from preau.kernel.text import search_key


def text_key(*parts: str) -> str:
    """A short key of the words, without case, accents or punctuation; empty without words."""
    words = " ".join(search_key(part) for part in parts if part)
    return hashlib.sha256(words.encode()).hexdigest()[:32] if words.strip() else ""


def same_lines(words: str) -> str:
    """The same words with plain line ends, as they are compared."""
    return words.replace("\r\n", "\n").strip()
