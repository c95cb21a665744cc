"""What may be personal data of somebody else: proposed for masking, decided by a person."""

from __future__ import annotations

import re

_PATTERNS = (
    re.compile(r"(?<![\w.])(?:\+33|0)[ .\-]?[1-9](?:[ .\-]?\d{2}){4}(?!\w)"),
    re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+\w"),
    re.compile(r"\bFR\d{2}(?: ?[0-9A-Z]{4}){5} ?[0-9A-Z]{3}\b"),
    re.compile(r"\b[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3}(?: ?\d{2})?\b"),
    re.compile(r"\b(?:Monsieur|Madame|M\.|Mme) [A-ZÉÈ][\w’\-]+(?: [A-ZÉÈ][\w’\-]+)?"),
)


def suspicions(text: str) -> list[str]:
    """Telephones, addresses, accounts and named people found in ``text``, each once, in order."""
    found = {match.start(): match.group() for one in _PATTERNS for match in one.finditer(text)}
    return list(dict.fromkeys(found[place] for place in sorted(found)))
