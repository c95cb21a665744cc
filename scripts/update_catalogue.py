#!/usr/bin/env python3
"""Bring the English catalogue up to date with the French words of the code.

    python scripts/update_catalogue.py           # rewrites it, says what waits for a translation
    python scripts/update_catalogue.py --check   # writes nothing; fails when something waits

Pure Python (no gettext programs): Python files are read as syntax trees, templates through the
tokens of Django's engine. One entry per message, sorted, without places: changes stay readable.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "preau"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
#: Function → places of (message, plural, context) among its arguments.
CALLS: dict[str, tuple[int, int | None, int | None]] = {
    "_": (0, None, None),
    "gettext": (0, None, None),
    "gettext_lazy": (0, None, None),
    "gettext_noop": (0, None, None),
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0),
    "npgettext_lazy": (1, 2, 0),
}
IN_EXPRESSION = re.compile(r"""_\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")


class Message(NamedTuple):
    """What gettext looks up: a French text, its plural and its context (both may be empty)."""

    text: str
    plural: str = ""
    context: str = ""


def messages_of_code(source: Path = SOURCE) -> dict[Message, Path]:
    """Each message of the code, with one file that holds it."""
    found: dict[Message, Path] = {}
    for path in sorted(source.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(source).parts):
            found.update(dict.fromkeys(in_python(path.read_text("utf-8")), path))
    for path in sorted([*source.rglob("*.html"), *source.rglob("*.txt")]):
        if "templates" in path.parts:
            found.update(dict.fromkeys(in_template(path.read_text("utf-8")), path))
    return found


def in_python(code: str) -> Iterator[Message]:
    """Calls of gettext's functions, under their own names or another (``gettext as _``)."""
    tree = ast.parse(code)
    names = {name: name for name in CALLS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names.update({one.asname: one.name for one in node.names if one.asname})
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            places = CALLS.get(names.get(name, name))
            if places and (message := _message(node, places)):
                yield message


def _message(call: ast.Call, places: tuple[int, int | None, int | None]) -> Message | None:
    texts = ["" if place is None else _literal(call, place) for place in places]
    return None if None in texts or not texts[0] else Message(*map(str, texts))


def _literal(call: ast.Call, place: int) -> str | None:
    given = call.args[place] if place < len(call.args) else None
    value = given.value if isinstance(given, ast.Constant) else None
    return value if isinstance(value, str) else None


def in_template(text: str) -> Iterator[Message]:
    """``{% translate %}``, ``{% blocktranslate %}`` and ``_("…")`` inside any tag or variable."""
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        yield from (Message(_unquote(one)) for one in IN_EXPRESSION.findall(token.contents))
        bits = list(smart_split(token.contents))
        if bits[0] in ("translate", "trans") and bits[1][0] in "\"'":
            yield Message(_unquote(bits[1]), context=_context(bits))
        elif bits[0] in ("blocktranslate", "blocktrans"):
            yield _block(tokens, bits)


def _block(tokens: Iterator[Token], bits: list[str]) -> Message:
    forms = [""]
    for token in tokens:
        if token.contents in ("endblocktranslate", "endblocktrans"):
            break
        if token.token_type == TokenType.BLOCK and token.contents == "plural":
            forms.append("")
        elif token.token_type == TokenType.VAR:
            forms[-1] += f"%({token.contents})s"
        else:
            forms[-1] += token.contents.replace("%", "%%")
    if "trimmed" in bits:
        forms = [trim_whitespace(form) for form in forms]
    return Message(forms[0], "".join(forms[1:]), _context(bits))


def _context(bits: list[str]) -> str:
    return _unquote(bits[bits.index("context") + 1]) if "context" in bits else ""


def _unquote(quoted: str) -> str:
    """A text between quotes in a tag; Django doubles its percent signs before looking it up."""
    return quoted[1:-1].replace(f"\\{quoted[0]}", quoted[0]).replace("%", "%%")


def read_catalogue(path: Path = CATALOGUE) -> dict[Message, list[str]]:
    """The translations of a catalogue written by ``write_catalogue`` (singular, plural)."""
    entries: dict[Message, list[str]] = {}
    if not path.exists():
        return entries
    for block in path.read_text("utf-8").split("\n\n")[1:]:
        fields = dict(line.split(" ", 1) for line in block.strip().splitlines())
        words = {name: ast.literal_eval(quoted) for name, quoted in fields.items()}
        message = Message(words["msgid"], words.get("msgid_plural", ""), words.get("msgctxt", ""))
        entries[message] = [words[name] for name in sorted(words) if name.startswith("msgstr")]
    return entries


def write_catalogue(entries: dict[Message, list[str]], path: Path = CATALOGUE) -> None:
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in HEADER.items())
    blocks = [f'msgid ""\nmsgstr ""\n{head}']
    for message in sorted(entries):
        lines = [f"msgctxt {_quote(message.context)}"] if message.context else []
        lines.append(f"msgid {_quote(message.text)}")
        if message.plural:
            lines.append(f"msgid_plural {_quote(message.plural)}")
            lines += [f"msgstr[{n}] {_quote(one)}" for n, one in enumerate(entries[message])]
        else:
            lines.append(f"msgstr {_quote(entries[message][0])}")
        blocks.append("\n".join(lines) + "\n")
    path.write_text("\n".join(blocks), "utf-8")


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    code, known = messages_of_code(), read_catalogue()
    entries = {one: known.get(one, [""] * (2 if one.plural else 1)) for one in code}
    waiting = [one for one in sorted(entries) if not all(entries[one])]
    for one in waiting:
        print(f"{code[one].relative_to(SOURCE)}: {one.text}")  # noqa: T201
    if not check:
        write_catalogue(entries)
    print(f"{len(entries)} messages, {len(waiting)} without English")  # noqa: T201
    return 1 if check and waiting else 0


if __name__ == "__main__":
    sys.exit(main())
