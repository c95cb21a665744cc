"""French: the article, what is elided, and the words around the noun that agree with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from .base import Noun, cased_like
from .lexicon import BEFORE, FEMININE, MASCULINE
from .phrases import ELSEWHERE, PHRASES

#: Words before a noun that follow its gender, masculine and feminine, longest first.
_GENDERED = {
    "de la ": "du", "de l’": "du", "du ": "du",
    "à la ": "au", "à l’": "au", "au ": "au",
    "le ": "le", "la ": "le", "l’": "le",
    "un ": "un", "une ": "un",
    "ce ": "ce", "cet ": "ce", "cette ": "ce",
    "mon ": "mon", "ma ": "mon", "son ": "son", "sa ": "son",
    "de ": "de", "d’": "de", "que ": "que", "qu’": "que",
    "aucun ": "aucun", "aucune ": "aucun", "quel ": "quel", "quelle ": "quel",
    "quels ": "quels", "quelles ": "quels", "certains ": "certains", "certaines ": "certains",
    "tout le ": "tout le", "toute la ": "tout le", "tout l’": "tout le", "toute l’": "tout le",
    "tous les ": "tous les", "toutes les ": "tous les",
    "tous vos ": "tous vos", "toutes vos ": "tous vos",
    "tous ces ": "tous ces", "toutes ces ": "tous ces",
}  # fmt: skip
#: Masculine, feminine, before a vowel (masculine, then feminine).
_FORMS = {
    "du": ("du ", "de la ", "de l’", "de l’"),
    "au": ("au ", "à la ", "à l’", "à l’"),
    "le": ("le ", "la ", "l’", "l’"),
    "un": ("un ", "une ", "un ", "une "),
    "ce": ("ce ", "cette ", "cet ", "cette "),
    "mon": ("mon ", "ma ", "mon ", "mon "),
    "son": ("son ", "sa ", "son ", "son "),
    "de": ("de ", "de ", "d’", "d’"),
    "que": ("que ", "que ", "qu’", "qu’"),
    "aucun": ("aucun ", "aucune ", "aucun ", "aucune "),
    "quel": ("quel ", "quelle ", "quel ", "quelle "),
    "quels": ("quels ", "quelles ", "quels ", "quelles "),
    "certains": ("certains ", "certaines ", "certains ", "certaines "),
    "tout le": ("tout le ", "toute la ", "tout l’", "toute l’"),
    "tous les": ("tous les ", "toutes les ", "tous les ", "toutes les "),
    "tous vos": ("tous vos ", "toutes vos ", "tous vos ", "toutes vos "),
    "tous ces": ("tous ces ", "toutes ces ", "tous ces ", "toutes ces "),
}
_STARTS_WITH_VOWEL = re.compile(r"[aeiouyàâéèêëîïôœû]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
#: After these, the noun is not what the sentence speaks of: its verb agrees with another.
_UNDER = re.compile(
    r"(?:\b(?:de|des|du|à|au|aux|sur|dans|par|pour|avec|sans|sous|entre|vers|chez|contre|selon|et|ou"
    r"|(?:de|à|sur|par|pour) (?:la|l’|les|une?|votre|cet?|cette|ces|vos|mon|ma|chaque|quelle?|leurs?))\s"
    r"|(?:d’|(?:de|à|sur|par|pour) l’|d’une?\s))$",
    re.IGNORECASE,
)
#: Words of the lexicon, and every participle in é.
_ADJECTIVE = (
    "|".join(sorted({*FEMININE, *MASCULINE}, key=len, reverse=True))
    + r"|[^\W\d_]{3,}(?:ées|és|ée|é)(?!\w)"
)
_ADVERB = r"(?:déjà|bien|non|encore|pas|plus|aussitôt|de nouveau|toujours|jamais|ainsi|ensuite|les plus|le plus|la plus|très|trop|alors|aussi|elles?-mêmes?|vous|y|en|tou(?:te)?s)"
_VERB = (
    r"(?:(?:n’|ne )?(?:vous |y |en |leur |s’)?(?:est|sont|était|étaient|sera|seront|seraient|serait|soit|soient|devient"
    r"|deviennent|reste|restent|paraît|(?:a|ont|aura|auront|avait|avaient)(?: (?:pas|plus|déjà|encore|bien))* été"
    r"|(?:peut|peuvent|pourra|pourront|doit|doivent)(?: (?:pas|plus|déjà|encore))* être))"
)
_NUMBER = r"(?: d’habitants?)?(?:\sn°\s%\(\w+\)s)?(?:(?:,| de)? «\s[^»]*\s»,?)?"
_ADJECTIVES = rf"(?:{_ADJECTIVE})(?:(?:, | et | ou )(?:{_ADVERB} )*(?:{_ADJECTIVE}))*"


@lru_cache(maxsize=256)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    nouns = "|".join(sorted(forms, key=len, reverse=True))
    gendered = "|".join(sorted(_GENDERED, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w-])(?P<before>(?:(?:chaque|leur|leurs|votre|vos|ces|des|les|mes|aux) )?)"
        rf"(?P<article>(?:{gendered})?)(?P<early>(?:(?:{'|'.join(BEFORE.split())}) )*)"
        rf"(?P<noun>{nouns})(?![\w-])"
        rf"(?P<near>(?:\s(?:{_ADVERB} )*{_ADJECTIVES}(?![\w’-]))?)"
        rf"(?P<far>(?:{_NUMBER}(?: qui)?\s{_VERB}(?:\s{_ADVERB})*\s{_ADJECTIVES}(?![\w’-]))?)",
        re.IGNORECASE,
    )


def rewrite(text: str, pairs: Mapping[str, Any]) -> str:
    """``text`` with each noun of ``pairs`` said otherwise, and its neighbours in agreement."""
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    hidden = ELSEWHERE.sub(hide, text)
    for house, changed in _turned(pairs):
        if re.search(rf"(?<!\w){house.one}s?(?!\w)", hidden, re.IGNORECASE):
            for feminine, masculine in PHRASES.get(house.one, ()):
                old, new = (masculine, feminine) if changed.is_feminine else (feminine, masculine)
                hidden = hidden.replace(old, new)
    said = _pattern(tuple(pairs)).sub(lambda found: _say(found, pairs), hidden)
    return re.sub("\0(\\d+)\0", lambda found: kept[int(found[1])], said)


def _turned(pairs: Mapping[str, Any]) -> list[tuple[Noun, Noun]]:
    """The nouns whose gender changes, each once."""
    found = {pair.house.one: (pair.house, pair.own) for pair in pairs.values()}
    return [(house, own) for house, own in found.values() if house.gender != own.gender]


def _say(found: re.Match[str], pairs: Mapping[str, Any]) -> str:
    pair, noun = pairs[found["noun"].lower()], found["noun"]
    is_one = noun.lower() == pair.house.one
    own = pair.own.one if is_one else pair.own.many
    turns = pair.house.gender != pair.own.gender
    early, near, far = found["early"], found["near"], found["far"]
    if turns:
        early = _agree(early, pair.own, is_one)
        near = _agree(near, pair.own, is_one)
        if not _UNDER.search(found.string[: found.start()] + found["before"] + found["article"]):
            far = _agree(far, pair.own, is_one)
    vowel = bool(_STARTS_WITH_VOWEL.match(early)) if early else pair.own.elides
    if early.lower().startswith("nouveau ") and is_one and pair.own.elides:
        early = early[:-3] + "el "
    article = _article(found["article"], pair.own, vowel)
    start = found["before"] + article + early
    head = cased_like(start, found[0]) if start else ""
    said = own if start else cased_like(own, noun)
    return head + (cased_like(own, noun) if noun[:1].isupper() else said) + near + far


def _article(written: str, own: Noun, vowel: bool) -> str:
    if not written:
        return ""
    forms = _FORMS[_GENDERED[written.lower()]]
    said = forms[(2 if vowel else 0) + (1 if own.is_feminine else 0)]
    return cased_like(said, written)


def _agree(words: str, own: Noun, is_one: bool) -> str:
    """``words`` in the other gender; those of another number speak of something else."""
    table = FEMININE if own.is_feminine else MASCULINE

    def turn(found: re.Match[str]) -> str:
        word = found[0].lower()
        other = table.get(word) or _participle(word, own)
        if own.is_feminine and other and not is_one and word.endswith("s"):
            other = f"{other.removesuffix('s')}s"  # « mis » is of both numbers
        if other is None or _is_one(other if own.is_feminine else word) != is_one:
            return found[0]
        return cased_like(other, found[0])

    return _WORD.sub(turn, words)


def _participle(word: str, own: Noun) -> str | None:
    """A participle in é that the lexicon does not know, in the other gender."""
    if own.is_feminine and re.search(r"és?$", word):
        return re.sub(r"é(s?)$", r"ée\1", word)
    if not own.is_feminine and re.search(r"ées?$", word):
        return re.sub(r"ée(s?)$", r"é\1", word)
    return None


def _is_one(feminine: str) -> bool:
    return not feminine.endswith("s")
