"""Nouns that a city may call otherwise, and sentences rewritten with its own.

A sentence of the platform is written with the house's nouns. What a city calls a thing has its
gender, its plural and its article: the words around the noun follow (``french``, ``english``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .base import Noun as Noun
from .english import rewrite as rewrite_english
from .french import rewrite as rewrite_french

#: By code, then by language: what the house says.
HOUSE: dict[str, dict[str, Noun]] = {
    "idea": {"fr": Noun("idée", "idées", "f", elides=True), "en": Noun("idea", "ideas")},
    "project": {"fr": Noun("projet", "projets"), "en": Noun("project", "projects")},
    "ballot": {"fr": Noun("bulletin", "bulletins"), "en": Noun("ballot", "ballots")},
    "neighbourhood": {
        "fr": Noun("quartier", "quartiers"),
        "en": Noun("neighbourhood", "neighbourhoods"),
    },
    "process": {"fr": Noun("démarche", "démarches", "f"), "en": Noun("process", "processes")},
}
LANGUAGES = ("fr", "en")
#: The rules of a vote are said in too many ways for another gender to be right everywhere.
KEEP_GENDER = ("ballot",)
_REWRITE = {"fr": rewrite_french, "en": rewrite_english}

#: As a site keeps them: code, language, then ``one``, ``many``, ``gender``, ``elides``.
Chosen = Mapping[str, Mapping[str, Mapping[str, object]]]


@dataclass(frozen=True)
class Pair:
    """What the house says, and what the city says instead."""

    house: Noun
    own: Noun


def pairs(chosen: Chosen, language: str) -> dict[str, Pair]:
    """The nouns that differ from the house's in that language, by the house's forms."""
    found = {}
    for code, spoken in HOUSE.items():
        kept = chosen.get(code, {}).get(language)
        if kept is None or language not in spoken:
            continue
        own = Noun.read(kept)
        if own != spoken[language]:
            pair = Pair(spoken[language], own)
            found[pair.house.one] = found[pair.house.many] = pair
    return found


class Wording:
    """Sentences of one language in a city's own words; each is rewritten once."""

    def __init__(self, chosen: Chosen, language: str) -> None:
        self._pairs = pairs(chosen, language)
        self._rewrite = _REWRITE.get(language)
        self._known: dict[str, str] = {}

    def say(self, text: str) -> str:
        """``text`` with the city's nouns."""
        if not self._pairs or self._rewrite is None or not text:
            return text
        known = self._known.get(text)
        if known is None:
            known = self._rewrite(text, self._pairs)
            if len(self._known) > 20_000:
                self._known.clear()
            self._known[text] = known
        return known
