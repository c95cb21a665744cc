"""What leaves a city with a model: texts and rules, and nothing that names or reaches somebody."""

from __future__ import annotations

import re
from typing import Any

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:\+33[\s.]?|0)[1-9](?:[\s.\u00a0-]?\d{2}){4}(?!\d)")
MASK = "[…]"
#: Parts of an outline that only mean something at home.
_AT_HOME = ("electorate",)
#: Requirements whose rule names places or groups of one city.
_KEPT_RULES = {"age": ("least",), "residence": ("kind",)}


def shareable(outline: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The outline as others receive it, and the addresses and numbers that were taken out."""
    taken: list[str] = []
    clean: dict[str, Any] = _masked(outline, taken)
    clean["parts"] = {code: data for code, data in clean["parts"].items() if code not in _AT_HOME}
    if "budgeting" in clean["parts"]:
        clean["parts"]["budgeting"]["envelopes"] = []
    for step in clean["steps"]:
        step["requirements"] = [
            {
                "kind": one["kind"],
                "rule": {k: v for k, v in one["rule"].items() if k in _KEPT_RULES[one["kind"]]}
                if one["kind"] in _KEPT_RULES
                else {},
            }
            for one in step["requirements"]
        ]
    return clean, sorted(set(taken))


def _masked(value: Any, taken: list[str]) -> Any:
    if isinstance(value, str):
        for shape in (_EMAIL, _PHONE):
            taken += shape.findall(value)
            value = shape.sub(MASK, value)
        return value
    if isinstance(value, list):
        return [_masked(one, taken) for one in value]
    if isinstance(value, dict):
        return {key: _masked(one, taken) for key, one in value.items()}
    return value
