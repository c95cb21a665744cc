"""How passages, positions and compares are written in the pages of a consultation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.kernel.compare import Piece
from preau.ui.markup import to_html
from preau.ui.words import number, percent

from ..models import Consultation, Contribution, Outcome, Passage, Position
from ..queries import Figures
from ..quotes import MARK, quoted

register = template.Library()
_TONES = {Position.AGREE: "done", Position.AMEND: "now", Position.DISAGREE: "late"}
_OUTCOMES = {Outcome.RETAINED: "done", Outcome.PARTLY: "now", Outcome.REJECTED: ""}


@register.simple_tag
def heading(one: Passage) -> SafeString:
    """A heading of the text below that of the page."""
    level = min(one.depth + 1, 4)
    return format_html('<h{} id="{}" tabindex="-1">{}</h{}>', level, one.key, one.title, level)


@register.simple_tag
def said_of(figures: Figures, is_open: bool) -> str:
    """«\u00a012 avis · donner le vôtre\u00a0»."""
    n = figures.total
    said = ngettext("%(n)s position", "%(n)s positions", n) % {"n": number(n)}
    if figures.words:
        words = ngettext("%(n)s avis écrit", "%(n)s avis écrits", figures.words)
        said = f"{said}, {words % {'n': number(figures.words)}}"
    if not n and not figures.words:
        return _("Donner le premier avis") if is_open else _("Aucun avis")
    return f"{said} · {_('donner le vôtre')}" if is_open else said


@register.simple_tag
def position_bar(figures: Figures) -> SafeString:
    """Where people stand, in one line of words."""
    parts = [f"{label} {percent(share)}" for label, _n, share, _code in figures.shares]
    return format_html('<span class="muted small">{}</span>', " · ".join(parts))


@register.inclusion_tag("texts/parts/positions.html")
def positions(figures: Figures) -> dict[str, Any]:
    """Each position with its share and its count."""
    return {"figures": figures}


@register.simple_tag
def position_tag(one: Contribution) -> SafeString:
    """Where the author stands; nothing for the answer to an open question."""
    if not one.position:
        return mark_safe("")
    tone = _TONES.get(Position(one.position), "")
    return format_html('<span class="tag tag--{}">{}</span>', tone, one.get_position_display())


@register.simple_tag
def outcome_tag(one: Contribution) -> SafeString:
    tone = _OUTCOMES.get(Outcome(one.outcome), "") if one.outcome else ""
    return format_html('<span class="tag tag--{}">{}</span>', tone, one.get_outcome_display())


@register.simple_tag
def change_tag(kind: str) -> SafeString:
    """What happened to a passage between two versions."""
    words = {
        "kept": _("Inchangé"),
        "changed": _("Modifié"),
        "added": _("Ajouté"),
        "removed": _("Supprimé"),
    }
    return format_html('<span class="tag">{}</span>', words[kind])


@register.simple_tag
def with_quotes(consultation: Consultation, words: str) -> SafeString:
    """The synthesis in paragraphs: a mark alone in its paragraph quotes, others only link."""
    known = quoted(consultation, words)

    def linked(mark: re.Match[str]) -> str:
        one = known.get(int(mark.group(1)))
        said = _("avis n°\u00a0%(n)s") % {"n": mark.group(1)}
        if one is None:
            return format_html("<span>{}</span>", said)
        return format_html('<a href="{}avis/{}/">{}</a>', consultation.here, one.number, said)

    drawn = []
    for part in re.split(r"\n\s*\n", words.replace("\r\n", "\n").strip()):
        alone = MARK.fullmatch(part.strip())
        one = known.get(int(alone.group(1))) if alone else None
        if alone and one is not None:
            words_of = one.body or one.rewrite
            source = format_html("{} · {}", mark_safe(linked(alone)), one.author_name)  # noqa: S308
            drawn.append(
                format_html(
                    '<figure class="quote"><blockquote><p>{}</p></blockquote>'
                    "<figcaption>{}</figcaption></figure>",
                    words_of,
                    source,
                )
            )
        else:
            drawn.append(mark_safe(MARK.sub(linked, to_html(part))))  # noqa: S308
    return mark_safe("\n".join(drawn))  # noqa: S308 - every piece was escaped above


@register.inclusion_tag("texts/parts/pieces.html")
def changes(one: Contribution) -> dict[str, Any]:
    """The amendment as words removed and added."""
    return {"pieces": one.changes}


@register.inclusion_tag("texts/parts/pieces.html")
def pieces(found: Iterable[Piece]) -> dict[str, Any]:
    return {"pieces": [(one.kind, one.text) for one in found]}
