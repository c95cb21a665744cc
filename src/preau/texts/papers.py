"""Papers of a consultation: the text to read without a screen."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf
from preau.ui.words import day, number

from .models import Consultation, Text, Version
from .queries import passages_of
from .quotes import plain_quotes
from .showing import shown_figures

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


def synthesis_paper(consultation: Consultation) -> bytes:
    """The published synthesis as a tagged PDF."""
    shown = shown_figures(consultation)
    figures = shown.figures
    facts = {
        "lang": (get_language() or "fr")[:2],
        "city": current_site().name,
        "title": _("Synthèse\u00a0: %(title)s") % {"title": consultation.step.process.title},
        "published": _("Publiée le %(day)s") % {"day": day(consultation.published_at)}
        if consultation.published_at
        else "",
        "words": _paragraphs(plain_quotes(consultation.synthesis)),
        "figures": [
            [_("Personnes qui ont pris position"), number(figures.get("voices", 0))],
            [_("Positions"), number(figures.get("positions", 0))],
            [_("Avis écrits"), number(figures.get("contributions", 0))],
            [_("Textes différents"), number(figures.get("distinct", 0))],
            [_("Autres rédactions proposées"), number(figures.get("amendments", 0))],
        ],
        "outcomes_title": _("Les suites données"),
        "outcomes": [[str(label), number(n)] for label, _code, n in shown.outcomes],
        "passages_title": _("Passage par passage"),
        "heads": [_("Passage"), _("D’accord"), _("À modifier"), _("Pas d’accord"), _("Avis")],
        "passages": [
            [f"{one.number} {one.name}", *one.shares, number(one.words)] for one in shown.passages
        ],
        "tags_title": _("Les thèmes"),
        "tags_heads": [_("Thème"), _("Avis"), _("Textes différents")],
        "tags": [[one["name"], number(one["n"]), number(one["distinct"])] for one in shown.tags],
    }
    return compile_pdf((_LAYOUTS / "synthesis.typ").read_bytes(), facts)
