"""How a form field is shown: what kind of control it is, and what describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    ClearableFileInput,
    FileInput,
    MultiWidget,
    RadioSelect,
    Select,
)
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Shown:
    """One field ready for ``ui/field.html``. ``key`` starts the id of all its parts."""

    bound: BoundField
    key: str
    look: str
    control: SafeString | str
    described: str
    options: dict[str, Any]

    @property
    def is_optional(self) -> bool:
        return not (self.bound.field.required or self.options.get("needed"))


def show(bound: BoundField, **options: Any) -> Shown:
    """The field with its accessible attributes.

    Options: ``rows`` (of a textarea), ``count`` (most signs, counted below, never cut), ``short``,
    ``question`` (the label is the page's question), ``suffix`` (« € »), ``hints`` (choice value →
    one more sentence), ``autocomplete``, ``inputmode``, ``needed`` (asked in some cases only, so
    never said to be optional).
    """
    key, look = bound.auto_id, _look(bound)
    described = _described(bound, key, with_count=bool(options.get("count")))
    control: SafeString | str = ""
    if look not in ("choices", "checks"):
        control = bound.as_widget(attrs=_attributes(bound, described, options))
    return Shown(bound, key, look, control, described, options)


def first_control(bound: BoundField) -> str:
    """Id of the control that a line of the error summary leads to."""
    if isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple | MultiWidget):
        return f"{bound.auto_id}_0"
    return bound.auto_id


def _look(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, RadioSelect):
        return "choices"
    if isinstance(widget, CheckboxSelectMultiple):
        return "checks"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, ClearableFileInput | FileInput):
        return "file"
    if getattr(widget, "is_date_parts", False):
        return "date"
    return "select" if isinstance(widget, Select) else "text"


def _described(bound: BoundField, key: str, *, with_count: bool) -> str:
    parts = [
        f"{key}-hint" if bound.help_text else "",
        f"{key}-error" if bound.errors else "",
        f"{key}-count" if with_count else "",
    ]
    return " ".join(part for part in parts if part)


def _attributes(bound: BoundField, described: str, options: dict[str, Any]) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    if described:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if options.get("count"):
        # Words are counted, never cut under the hand; the form refuses what is too long.
        attributes |= {"data-count": options["count"], "maxlength": False}
    for name in ("rows", "autocomplete", "inputmode"):
        if options.get(name):
            attributes[name] = options[name]
    return attributes
