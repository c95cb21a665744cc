"""The JSON of a form, read into a ``Document`` and written back. Shape only: sense is in checks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .document import Document, Jump, Option, Question, Rule, Test

FORMAT = 1
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LONGEST = {"title": 400, "label": 300, "help": 4000}


class Malformed(ValueError):
    """The JSON is not a form; says where."""


def read_document(raw: Any) -> Document:
    """The form that ``raw`` (decoded JSON) describes; raises ``Malformed``."""
    data = _mapping(raw, "form")
    if data.get("format") != FORMAT:
        raise Malformed(f"form: format {data.get('format')!r} is not {FORMAT}")
    questions = tuple(_question(one) for one in _list(data.get("questions", []), "questions"))
    ids = [one.id for one in questions]
    if len(set(ids)) != len(ids):
        raise Malformed("questions: two of them have the same id")
    return Document(questions)


def write_document(document: Document) -> dict[str, Any]:
    """The JSON of a form; ``read_document`` gives the same form back."""
    return {"format": FORMAT, "questions": [_written(one) for one in document.questions]}


def _question(raw: Any) -> Question:
    data = _mapping(raw, "question")
    where = f"question {data.get('id')!r}"
    known = {"id", "type", "title", "help", "required", "options", "rows", "settings"}
    strange = set(data) - known - {"show_if", "hide_if", "jumps"}
    if strange:
        raise Malformed(f"{where}: unknown {', '.join(sorted(strange))}")
    return Question(
        id=_id(data.get("id"), where),
        type=_words(data.get("type", ""), where, "title"),
        title=_words(data.get("title", ""), where, "title"),
        help=_words(data.get("help", ""), where, "help"),
        required=_flag(data.get("required", False), where),
        options=_options(data.get("options", []), where),
        rows=_options(data.get("rows", []), where),
        settings=dict(_mapping(data.get("settings", {}), where)),
        show_if=_rule(data.get("show_if"), where),
        hide_if=_rule(data.get("hide_if"), where),
        jumps=tuple(_jump(one, where) for one in _list(data.get("jumps", []), where)),
    )


def _options(raw: Any, where: str) -> tuple[Option, ...]:
    found = []
    for one in _list(raw, where):
        data = _mapping(one, where)
        found.append(
            Option(
                id=_id(data.get("id"), where),
                label=_words(data.get("label", ""), where, "label"),
                picture=_words(data.get("picture", ""), where, "label"),
                alt=_words(data.get("alt", ""), where, "label"),
                is_exclusive=_flag(data.get("exclusive", False), where),
                is_fixed=_flag(data.get("fixed", False), where),
            )
        )
    ids = [one.id for one in found]
    if len(set(ids)) != len(ids):
        raise Malformed(f"{where}: two options have the same id")
    return tuple(found)


def _rule(raw: Any, where: str, depth: int = 0) -> Rule | None:
    if raw is None:
        return None
    data = _mapping(raw, where)
    modes = [mode for mode in ("all", "any") if mode in data]
    if len(modes) != 1 or len(data) != 1 or depth > 3:
        raise Malformed(f"{where}: a rule is {{all: […]}} or {{any: […]}}, at most three deep")
    parts: list[Test | Rule] = []
    for one in _list(data[modes[0]], where):
        if "question" in _mapping(one, where):
            parts.append(_test(one, where))
        else:
            inner = _rule(one, where, depth + 1)
            if inner is not None:
                parts.append(inner)
    if not parts:
        raise Malformed(f"{where}: a rule compares nothing")
    return Rule(modes[0], tuple(parts))


def _test(raw: Mapping[str, Any], where: str) -> Test:
    return Test(
        question=_id(raw.get("question"), where),
        op=_words(raw.get("op", ""), where, "label"),
        value=raw.get("value"),
        part=_words(raw.get("part", ""), where, "label"),
    )


def _jump(raw: Any, where: str) -> Jump:
    data = _mapping(raw, where)
    return Jump(_id(data.get("to"), where), _rule(data.get("if"), where))


def _mapping(raw: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise Malformed(f"{where}: not an object")
    return raw


def _list(raw: Any, where: str) -> list[Any]:
    if not isinstance(raw, list):
        raise Malformed(f"{where}: not a list")
    return raw


def _id(raw: Any, where: str) -> str:
    if not isinstance(raw, str) or not _ID.fullmatch(raw):
        raise Malformed(f"{where}: {raw!r} is not an identifier")
    return raw


def _words(raw: Any, where: str, kind: str) -> str:
    if not isinstance(raw, str) or len(raw) > _LONGEST[kind] or "\x00" in raw:
        raise Malformed(f"{where}: not a text of {_LONGEST[kind]} signs at most")
    return raw


def _flag(raw: Any, where: str) -> bool:
    if not isinstance(raw, bool):
        raise Malformed(f"{where}: not true or false")
    return raw


def _written(question: Question) -> dict[str, Any]:
    kept: dict[str, Any] = {"id": question.id, "type": question.type, "title": question.title}
    optional: dict[str, Any] = {
        "help": question.help,
        "required": question.required,
        "options": [_written_option(one) for one in question.options],
        "rows": [_written_option(one) for one in question.rows],
        "settings": dict(question.settings),
        "show_if": write_rule(question.show_if),
        "hide_if": write_rule(question.hide_if),
        "jumps": [
            {"to": jump.to, **({"if": write_rule(jump.rule)} if jump.rule else {})}
            for jump in question.jumps
        ],
    }
    return kept | {name: value for name, value in optional.items() if value}


def _written_option(option: Option) -> dict[str, Any]:
    optional = {
        "picture": option.picture,
        "alt": option.alt,
        "exclusive": option.is_exclusive,
        "fixed": option.is_fixed,
    }
    return {"id": option.id, "label": option.label} | {k: v for k, v in optional.items() if v}


def write_rule(rule: Rule | None) -> dict[str, Any] | None:
    """The JSON of a rule."""
    if rule is None:
        return None
    return {rule.mode: [_written_part(part) for part in rule.parts]}


def _written_part(part: Test | Rule) -> Any:
    if isinstance(part, Rule):
        return write_rule(part)
    kept: dict[str, Any] = {"question": part.question, "op": part.op}
    if part.value is not None:
        kept["value"] = part.value
    return kept | ({"part": part.part} if part.part else {})
