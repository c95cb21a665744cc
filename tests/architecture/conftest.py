from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "update_catalogue.py"


@pytest.fixture(scope="session")
def catalogue() -> ModuleType:
    """The script that reads messages in the code: tests judge what it finds."""
    spec = importlib.util.spec_from_file_location("update_catalogue", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def messages(catalogue: ModuleType) -> dict[tuple[str, str, str], Path]:
    """Every message of the code, with a file that holds it."""
    found: dict[tuple[str, str, str], Path] = catalogue.messages_of_code()
    return found
