"""Papers of a consultation: the text to read without a screen."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf
from preau.ui.words import day

from .models import Text, Version
from .queries import passages_of

_LAYOUTS = Path(__file__).parent


def text_paper(text: Text, version: Version) -> bytes:
    """The whole text as a tagged PDF: headings, numbered passages."""
    said = ""
    if version.published_at:
        said = _("Version %(number)s, publiée le %(day)s") % {
            "number": version.number,
            "day": day(version.published_at),
        }
    facts = {
        "lang": (get_language() or "fr")[:2],
        "city": current_site().name,
        "process": text.consultation.step.process.title,
        "title": text.title,
        "version": said,
        "intro": _paragraphs(text.intro),
        "lines": [
            {
                "depth": one.depth,
                "number": one.number,
                "title": one.title,
                "body": _paragraphs(one.body),
            }
            for one in passages_of(version)
        ],
    }
    return compile_pdf((_LAYOUTS / "text.typ").read_bytes(), facts)


def _paragraphs(words: str) -> list[str]:
    return [line for line in words.split("\n") if line.strip()]
