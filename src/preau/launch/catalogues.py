"""Compile the translations (.po to .mo); a bare machine has no gettext programs."""

from __future__ import annotations

import ast
import struct
from pathlib import Path

MAGIC = 0x950412DE


def compile_catalogues(source: Path) -> int:
    """Bring each .mo below ``source`` up to date with its .po; how many were written."""
    written = 0
    for po in sorted(source.glob("**/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        draft = mo.with_suffix(".mo.new")
        draft.write_bytes(to_mo(read_po(po.read_text(encoding="utf-8"))))
        draft.replace(mo)
        written += 1
    return written


def read_po(text: str) -> dict[str, str]:
    """The finished translations of a .po file, keyed as gettext keys them (context, plural)."""
    messages: dict[str, str] = {}
    entry: dict[str, str] = {}
    field, fuzzy, next_fuzzy = "", False, False
    for line in [*(raw.strip() for raw in text.splitlines()), 'msgid ""']:
        if line.startswith("#,"):
            next_fuzzy = "fuzzy" in line
        if line.startswith(("msgctxt", "msgid ")) and field.startswith("msgstr"):
            _keep(messages, entry, fuzzy)
            entry, field = {}, ""
        if line.startswith("msg"):
            fuzzy = fuzzy if entry else next_fuzzy
            next_fuzzy = False
            field, _, quoted = line.partition(" ")
            entry[field] = ast.literal_eval(quoted)
        elif line.startswith('"'):
            entry[field] += ast.literal_eval(line)
    return messages


def _keep(messages: dict[str, str], entry: dict[str, str], fuzzy: bool) -> None:
    forms = [entry[name] for name in sorted(entry) if name.startswith("msgstr")]
    is_header = entry["msgid"] == ""
    if not all(forms) or (fuzzy and not is_header):
        return
    key = entry["msgid"]
    if "msgid_plural" in entry:
        key += "\0" + entry["msgid_plural"]
    if "msgctxt" in entry:
        key = entry["msgctxt"] + "\4" + key
    messages[key] = "\0".join(forms)


def to_mo(messages: dict[str, str]) -> bytes:
    """The binary catalogue: a header, two tables of (length, place), then the sorted texts."""
    pairs = sorted((key.encode(), text.encode()) for key, text in messages.items())
    table = 28
    place = table + 16 * len(pairs)
    tables: list[bytes] = []
    texts = b""
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<2I", len(pair[column]), place + len(texts)))
            texts += pair[column] + b"\0"
    header = struct.pack("<7I", MAGIC, 0, len(pairs), table, table + 8 * len(pairs), 0, 0)
    return header + b"".join(tables) + texts
