"""The library needs a bare Python: nothing installed, and none of our other apps."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from preau.counting.tests.conftest import PROJECT

PROBE = """
import sys
before = set(sys.modules)
import preau.counting.__main__, preau.counting.bundle, preau.counting.pabulib
new = {name.partition(".")[0] for name in set(sys.modules) - before} - {"preau", "__mp_main__"}
ours = {name for name in sys.modules if name.startswith("preau.")}
assert new <= sys.stdlib_module_names, new - sys.stdlib_module_names
assert all(name.startswith("preau.counting") for name in ours), ours
"""


def bare_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python without its site packages (-S), as on a machine where nothing is installed."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-S", *arguments],
        env={**os.environ, "PYTHONPATH": str(PROJECT / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_are_from_the_standard_library() -> None:
    found = bare_python("-c", PROBE)
    assert found.returncode == 0, found.stderr


def test_count_from_a_bare_python(tmp_path: Path) -> None:
    path = tmp_path / "essai.pb"
    path.write_text(
        "META\nkey;value\nbudget;100\nvote_type;approval\nrule;greedy\n"
        "PROJECTS\nproject_id;cost\na;60\nVOTES\nvoter_id;vote\n1;a\n"
    )
    found = bare_python("-m", "preau.counting", "count", str(path))
    assert (found.returncode, found.stderr) == (0, "")
    assert "✓ a" in found.stdout


def test_no_float_in_what_decides() -> None:
    """Floats are named in one place only: showing an exact number as JSON."""
    folder = PROJECT / "src" / "preau" / "counting"
    naming = {
        path.name
        for path in folder.rglob("*.py")
        if "tests" not in path.parts and "float(" in path.read_text()
    }
    assert naming == {"exact.py"}
