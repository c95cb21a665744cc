"""Tags and filters of the design system. ``docs/ui.md`` shows each with an example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from preau.ui import words
from preau.ui.icons import ICONS

register = template.Library()

register.filter("number", words.number)
register.filter("day", words.day)
register.filter("short_day", words.short_day)
register.filter("hour", words.hour)
register.filter("moment", words.moment)
register.filter("deadline", words.deadline)
register.filter("time_left", words.time_left)
register.filter("money_text", words.money)


@register.filter
def money(cents: float | None) -> SafeString:
    """Cents as an amount in tabular figures; nothing for None."""
    if cents is None:
        return mark_safe("")
    return format_html('<span class="num">{}</span>', words.money(cents))


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
    return format_html('<span class="plate">n°\u00a0{}</span>', number)


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


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """A whole field: label, hint, error, control. Options: ``rows``, ``count`` (most signs)."""
    widget = bound.field.widget
    described = [f"{bound.id_for_label}-hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.id_for_label}-error")
    attributes: dict[str, Any] = {}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if options.get("rows"):
        attributes["rows"] = options["rows"]
    if options.get("count"):
        attributes["data-count"] = options["count"]
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    return {
        "field": bound,
        "control": "" if is_group else bound.as_widget(attrs=attributes),
        "is_group": is_group,
        "is_checkbox": isinstance(widget, CheckboxInput),
        "is_date": getattr(widget, "is_date_parts", False),
        "described": " ".join(described),
        "options": options,
    }


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """« Réponses à corriger », each line a link to its field; takes the focus on arrival."""
    lines = [
        (bound.id_for_label, error) for bound in form if bound.errors for error in bound.errors
    ]
    return {"lines": lines, "others": form.non_field_errors()}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """Numbered pages that keep the filters of the address."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
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


@register.inclusion_tag("ui/now.html")
def now_box(now: Any) -> dict[str, Any]:
    """What can be done now (a ``processes.kinds.Now``)."""
    return {"now": now}


@register.inclusion_tag("ui/marelle.html")
def marelle(squares: Any) -> dict[str, Any]:
    """Steps as joined squares: each has number, title, state, dates, result, url and a look
    (``past``, ``current`` or ``future``)."""
    return {"squares": squares}


@register.inclusion_tag("ui/budget_bar.html")
def budget_bar(parts: Any, label: str) -> dict[str, Any]:
    """An envelope filled by its winners: ``parts`` are pairs (name, thousandths)."""
    placed, start = [], 0
    for place, (name, share) in enumerate(parts):
        placed.append({"name": name, "x": start, "width": share, "shade": place % 4})
        start += share
    return {"parts": placed, "label": label, "used": start}
