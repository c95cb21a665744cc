"""What a site says in its mails beside the platform's own words: subject, opening, end.

The words between them, with their links and codes, stay the platform's: what a mail must say is
always said. A site's words may hold ``{objet}``, ``{site}`` and what the mail itself knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template
from django.utils import translation

from preau.tenancy.scope import current_site

#: Written in braces in a site's words; where each is found in a mail's context, best first.
VARIABLES: dict[str, tuple[str, ...]] = {
    "titre": ("title", "proposal.title", "process.title", "target.title"),
    "numero": ("number", "proposal.number", "target.number"),
}
#: Known of every mail: the platform's own subject, the site's name.
ALWAYS = ("objet", "site")
#: Pieces of a mail that a site writes, with their greatest lengths.
PIECES = {"subject": 150, "intro": 1000, "closing": 1000}
_BRACES = re.compile(r"\{([^{}\n]*)\}")
_GREETING = re.compile(r"\A[^\n]{1,40},\n\n")


@dataclass(frozen=True)
class Said:
    """A subject, and the paragraphs before and after the platform's words."""

    subject: str
    intro: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


def variables_of(template: str) -> list[str]:
    """Names that the words around this mail may hold."""
    engine: Any = get_template(f"{template}.html")
    source = engine.template.source
    found = [
        name
        for name, paths in VARIABLES.items()
        if any(re.search(rf"(?<![\w.]){re.escape(path)}(?![\w.])", source) for path in paths)
    ]
    return [*ALWAYS, *found]


def unknown_in(words: str, template: str) -> list[str]:
    """What stands in braces there and that this mail does not know."""
    known = variables_of(template)
    return [f"{{{one}}}" for one in _BRACES.findall(words) if one not in known]


def kept(template: str, language: str) -> dict[str, str]:
    """What the site wrote around that mail, in that language; nothing stands in for another."""
    words: dict[str, str] = current_site().mail_words.get(template, {}).get(language, {})
    return words


def said_around(
    template: str, subject: str, context: Mapping[str, Any], words: dict[str, str] | None = None
) -> Said:
    """What the site says around that mail in the language in use; ``words`` replace what it kept."""
    if words is None:
        words = kept(template, (translation.get_language() or "").split("-")[0])
    if not words:
        return Said(subject)

    def fill(name: str) -> str:
        return _BRACES.sub(lambda found: _value(found[1], subject, context), words.get(name, ""))

    own = " ".join(fill("subject").split())[:200]
    return Said(own or subject, _paragraphs(fill("intro")), _paragraphs(fill("closing")))


def put_around(text: str, said: Said) -> str:
    """The plain mail with the site's words: after its greeting, and at its end."""
    text = text.strip()
    if said.intro:
        greeting = _GREETING.match(text)
        at = greeting.end() if greeting else 0
        text = f"{text[:at]}{_joined(said.intro)}\n\n{text[at:]}"
    if said.closing:
        text = f"{text}\n\n{_joined(said.closing)}"
    return f"{text}\n"


def _value(name: str, subject: str, context: Mapping[str, Any]) -> str:
    if name == "objet":
        return subject
    if name == "site":
        return str(current_site().name)
    for path in VARIABLES.get(name, ()):
        found: Any = context
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else getattr(found, step, None)
        if found is not None:
            return str(found)
    return ""


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in re.split(r"\n\s*\n", text.replace("\r", "")) if one.strip())


def _joined(paragraphs: tuple[str, ...]) -> str:
    return "\n\n".join(paragraphs)
