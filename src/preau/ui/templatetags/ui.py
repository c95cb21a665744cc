"""Tags and filters of the design system. ``docs/ui.md`` shows each with an example."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from preau.ui import charts, fields, words
from preau.ui.icons import ICONS
from preau.ui.markup import to_html

register = template.Library()

#: 87 · 1 204 · 12,5 % · 400 000 € · €400,000
_FIGURE = re.compile(r"(€?\d+(?:[ \u00a0,]\d{3})*(?:[.,]\d+)?(?:\u00a0[€%]|%)?)")

register.filter("number", words.number)
register.filter("day", words.day)
register.filter("short_day", words.short_day)
register.filter("hour", words.hour)
register.filter("moment", words.moment)
register.filter("deadline", words.deadline)
register.filter("time_left", words.time_left)
register.filter("money_text", words.money)
register.filter("percent", words.percent)
register.filter("numbered", words.numbered)
register.simple_tag(words.colon)


def _block(template_name: str, content: str, **props: Any) -> SafeString:
    """A component whose inside was written between its two tags."""
    inside = mark_safe(content)  # noqa: S308 - rendered, hence escaped, by the engine
    return render_to_string(f"ui/{template_name}.html", {"inside": inside, **props})


# Words and small marks


@register.filter
def money(cents: float | None) -> SafeString:
    """Cents as an amount in tabular figures; nothing for None."""
    if cents is None:
        return mark_safe("")
    return format_html('<span class="num">{}</span>', words.money(cents))


@register.filter
def with_figures(text: Any) -> SafeString:
    """A sentence whose amounts and counts are set as figures; the rest is escaped as usual."""
    pieces = enumerate(_FIGURE.split(str(text)))
    return format_html_join(
        "",
        "{}",
        ((format_html('<b class="num">{}</b>', one) if odd % 2 else one,) for odd, one in pieces),
    )


@register.filter
def rich(text: str) -> SafeString:
    """A text in the little markup (``ui/markup.py``), as safe HTML."""
    return to_html(text)


@register.filter
def figure(value: int) -> SafeString:
    """A count in tabular figures."""
    return format_html('<span class="num">{}</span>', words.number(value))


@register.simple_tag
def period(start: Any, end: Any) -> str:
    return words.period(start, end)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An outline icon: decorative, or with its own name when it stands alone."""
    shape = mark_safe(ICONS[name])  # noqa: S308 - our own drawings
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            label,
            shape,
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', shape
    )


@register.simple_tag
def plate(number: int) -> SafeString:
    """The enamel plate of a proposal: « n° 87 »."""
    return format_html('<span class="plate">{}</span>', words.numbered(number))


@register.simple_tag
def tag(label: str, tone: str = "", icon_name: str = "") -> SafeString:
    """A tag; tones: info, done, soon, late, todo, now."""
    drawing = icon(icon_name) if icon_name else ""
    return format_html(
        '<span class="tag{}">{}{}</span>', f" tag--{tone}" if tone else "", drawing, label
    )


@register.simple_tag
def status_line(label: str, tone: str = "") -> SafeString:
    """A state in a line; tones: done, soon, late, now."""
    return format_html(
        '<p class="status-line{}"><span>{}</span></p>',
        f" status-line--{tone}" if tone else "",
        label,
    )


@register.simple_tag
def avatar(name: str) -> SafeString:
    """Initials in a ring, always beside the written name: decorative."""
    initials = "".join(part[0] for part in name.split()[:2]).upper()
    shade = zlib.crc32(name.encode()) % 6
    return format_html(
        '<span class="avatar avatar--{}" aria-hidden="true">{}</span>', shade, initials
    )


@register.simple_tag
def pattern(theme: int, icon_name: str = "leaf") -> SafeString:
    """The painted ground of a theme, for what has no photo. Six grounds."""
    return format_html('<div class="pattern pattern--{}">{}</div>', theme % 6, icon(icon_name))


@register.inclusion_tag("ui/countdown.html")
def countdown(until: datetime) -> dict[str, Any]:
    """« Encore 9 jours · jusqu’au vendredi 12 juin à 18 h »; kept up to date by the page."""
    return {"until": until}


@register.inclusion_tag("ui/ranks.html")
def ranks(taken: int, total: int) -> dict[str, Any]:
    """Squares of a ballot, the first ``taken`` of ``total`` filled; decorative, write it too."""
    return {"squares": [(place, place <= taken) for place in range(1, total + 1)]}


# Notices, boxes, papers


_NOTICE_ICONS = {"info": "info", "success": "check", "warning": "alert", "error": "alert"}


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> SafeString:
    """A message that stays on the page: info, success, warning or error."""
    return format_html(
        '<div class="notice notice--{}">{}<div>{}</div></div>',
        kind,
        icon(_NOTICE_ICONS[kind]),
        mark_safe(content),  # noqa: S308 - rendered by the engine
    )


@register.simple_block_tag
def stub(content: str, kind: str = "receipt") -> SafeString:
    """The perforated paper of receipts (``receipt``) and drafts (``draft``)."""
    return _block("stub", content, kind=kind)


@register.simple_block_tag
def disclosure(content: str, title: str, is_open: bool = False) -> SafeString:
    """A folded detail."""
    return _block("disclosure", content, title=title, is_open=is_open)


@register.simple_block_tag
def dialog(content: str, name: str, title: str) -> SafeString:
    """A native dialog opened by ``data-dialog="name"``; only to confirm."""
    return _block("dialog", content, name=name, title=title)


@register.simple_block_tag
def empty(content: str, title: str, icon_name: str = "leaf", level: int = 3) -> SafeString:
    """What will appear here, and when; its title is a heading of ``level``."""
    return _block("empty", content, title=title, icon_name=icon_name, level=level)


@register.inclusion_tag("ui/skeleton.html")
def skeleton(lines: int = 3) -> dict[str, Any]:
    """What stands in for a piece that is being fetched."""
    return {"lines": range(lines)}


# Cards and lists


@register.simple_block_tag
def proposal_card(content: str, card: Any) -> SafeString:
    """A proposal in a list (``props.Card``); between the tags, its one button."""
    return _block("card", content, card=card)


@register.simple_block_tag
def row_card(content: str, title: str, url: str, meta: str = "", number: Any = None) -> SafeString:
    """A line with a link; between the tags, what stands at its end."""
    return _block("row_card", content, title=title, url=url, meta=meta, number=number)


@register.inclusion_tag("ui/check_row.html")
def check_row(label: str, value: Any, edit_url: str = "") -> dict[str, Any]:
    """A line of ``<dl class="check-rows">``, read before sending."""
    return {"label": label, "value": value, "edit_url": edit_url}


@register.inclusion_tag("ui/task_list.html")
def task_list(tasks: Iterable[Any]) -> dict[str, Any]:
    """Sections to fill, each with its state (``props.Task``)."""
    return {"tasks": tasks}


@register.inclusion_tag("ui/timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Any]:
    """What happened, then what is planned (``props.Event``)."""
    return {"events": events}


# Forms


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """A whole field: label, hint, error, control (options: ``preau.ui.fields.show``)."""
    return {"shown": fields.show(bound, **options), "options": options}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """« Réponses à corriger », each line a link to its field; takes the focus on arrival."""
    lines = [(fields.first_control(bound), error) for bound in form or () for error in bound.errors]
    return {"lines": lines, "others": form.non_field_errors() if form else ()}


@register.inclusion_tag("ui/autosave.html")
def autosave(url: str) -> dict[str, Any]:
    """Attributes of a form that saves itself as a draft: ``<form method="post" {% autosave url %}>``.

    Somewhere in it, ``<p data-autosave-status>`` says how things stand.
    """
    return {"url": url}


@register.inclusion_tag("ui/progress.html")
def progress(step: int, total: int, title: str = "") -> dict[str, Any]:
    """« 3 sur 6 : Votre idée » and its line."""
    return {"step": step, "total": total, "title": title}


# Moving around


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(links: Iterable[Any]) -> dict[str, Any]:
    """The way to this page (``props.Link``); the last one is the page itself."""
    return {"links": links}


@register.inclusion_tag("ui/tabs.html")
def tabs(links: Iterable[Any], label: str) -> dict[str, Any]:
    """Views of one list, each with its address (``props.Link``)."""
    return {"links": links, "label": label}


@register.inclusion_tag("ui/chips.html")
def chips(links: Iterable[Any], clear_url: str = "") -> dict[str, Any]:
    """Active filters; each link takes one away (``props.Link``)."""
    return {"links": links, "clear_url": clear_url}


@register.simple_block_tag
def filter_bar(content: str, label: str, kind: str = "filters") -> SafeString:
    """A GET form around fields; kind ``filters`` (a column) or ``filter-bar`` (a line)."""
    return _block("filter_bar", content, label=label, kind=kind)


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: Any, **more: Any) -> dict[str, Any]:
    """Numbered pages that keep the filters of the address, and ``more`` that it did not say."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
    query.update({name: str(value) for name, value in more.items() if value and name not in query})
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(numbers), "query": query.urlencode()}


@register.simple_tag(takes_context=True)
def query_with(context: Mapping[str, Any], **changes: Any) -> str:
    """The present query with some values changed (None removes), always back on page one."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


# The process, the envelope, figures, places


@register.inclusion_tag("ui/now.html")
def now_box(now: Any, name: str = "maintenant") -> dict[str, Any]:
    """What can be done now (a ``processes.kinds.Now``); ``name`` when a page holds several."""
    return {"now": now, "name": name}


@register.inclusion_tag("ui/marelle.html")
def marelle(squares: Any) -> dict[str, Any]:
    """Steps as joined squares (``props.Square``)."""
    return {"squares": squares}


@register.inclusion_tag("ui/budget_bar.html")
def budget_bar(parts: Any, label: str) -> dict[str, Any]:
    """An envelope filled by its winners: ``parts`` are pairs (name, thousandths)."""
    placed, start = [], 0
    for place, (name, share) in enumerate(parts):
        placed.append({"name": name, "x": start, "width": share, "shade": place % 4})
        start += share
    return {"parts": placed, "label": label, "used": start}


@register.inclusion_tag("ui/chart.html")
def chart(drawn: Any) -> dict[str, Any]:
    """Bars with their finding as title and their table below (``props.Chart``)."""
    return {"chart": drawn, "rows": charts.rows(drawn)}


@register.simple_block_tag
def map_frame(content: str, url: str, label: str, pick: str = "") -> SafeString:
    """A map fed by GeoJSON at ``url``; between the tags, the same places as text.

    ``pick`` names the two inputs that a tap fills: « id_latitude,id_longitude ».
    """
    return _block("map_frame", content, url=url, label=label, pick=pick)
