"""Rooms stay small: files, functions, templates and modules that one reads in one go."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE, FUNCTION, TEMPLATE, MODULE = 400, 40, 120, 150
#: Built from pieces, so that this file does not accuse itself.
LATER = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
MACHINE = re.compile(r"(?<![\w.:/])/(?:ro" + r"ot|ho" + r"me/\w|wo" + r"rk/|tm" + r"p/wt)\b")
TEXTS = {".py", ".html", ".js", ".css", ".md", ".toml", ".txt", ".json", ".typ", ".csv", ".po"}
FOLDERS = ("src", "tests", "bench", "scripts", "docs")


def files(*folders: str, suffix: str = "") -> list[Path]:
    """Our own files: what is vendored is somebody else's."""
    found = [path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}")]
    return [
        path
        for path in found
        if path.is_file() and not {"vendor", "__pycache__"} & set(path.relative_to(ROOT).parts)
    ]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def product() -> list[Path]:
    """The Python of the product, without its tests and migrations."""
    found = files("src", suffix=".py")
    return [path for path in found if not {"tests", "migrations"} & set(path.parts)]


def functions_of(source: str) -> Iterator[tuple[str, int]]:
    """Each function with the lines of its body: neither signature nor docstring weigh on it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            has_words = ast.get_docstring(node) is not None and len(node.body) > 1
            first, last = node.body[1 if has_words else 0], node.body[-1]
            yield node.name, (last.end_lineno or last.lineno) - first.lineno + 1


def silences_of(source: str) -> Iterator[int]:
    """Lines of the handlers that swallow an error and say nothing."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler) and all(_is_nothing(one) for one in node.body):
            yield node.lineno


def _is_nothing(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def prints_of(source: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(source)):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id == "print":
            yield called.lineno


@pytest.mark.parametrize(
    ("folders", "suffix", "most"),
    [
        (("src", "tests", "bench", "scripts"), ".py", FILE),
        (("src",), ".css", FILE),
        (("src",), ".html", TEMPLATE),
        (("src",), ".js", MODULE),
    ],
)
def test_keep_files_short(folders: tuple[str, ...], suffix: str, most: int) -> None:
    found = files(*folders, suffix=suffix)
    assert len(found) > 3
    assert [f"{name_of(one)}: {length(one)}" for one in found if length(one) > most] == []


def test_keep_functions_short() -> None:
    long = [
        f"{name_of(path)} {name}: {lines}"
        for path in product()
        for name, lines in functions_of(path.read_text("utf-8"))
        if lines > FUNCTION
    ]
    assert long == []


def test_swallow_no_error() -> None:
    found = [f"{name_of(one)}:{line}" for one in product() for line in silences_of(one.read_text())]
    assert found == []


def test_print_nothing() -> None:
    found = [f"{name_of(one)}:{line}" for one in product() for line in prints_of(one.read_text())]
    assert found == []


def test_leave_nothing_for_later() -> None:
    texts = [path for path in files(*FOLDERS) if path.suffix in TEXTS]
    assert [name_of(one) for one in texts if LATER.search(one.read_text("utf-8"))] == []


def test_name_no_machine() -> None:
    """A path of somebody's own computer means nothing elsewhere."""
    texts = [path for path in files(*FOLDERS) if path.suffix in TEXTS]
    assert [name_of(one) for one in texts if MACHINE.search(one.read_text("utf-8"))] == []


def test_sees_faults() -> None:
    """Each of these rules finds what it is there to find."""
    body = "\n".join(f"    a = {line}" for line in range(41))
    assert list(functions_of(f'def long():\n    """Words."""\n{body}')) == [("long", 41)]
    assert list(silences_of("try:\n    go()\nexcept OSError:\n    pass")) == [3]
    assert list(prints_of("x = 1\nprint(x)")) == [2]
    assert LATER.search("# TO" + "DO: one day")
    assert MACHINE.search("open('/wo" + "rk/main/x')")
    assert not MACHINE.search("https://example.org/wo" + "rk/")
