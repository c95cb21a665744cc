"""A call open around the stopped noon."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from preau.calls.models import Call

from .world import open_call


@pytest.fixture
def call(site: Any, noon: datetime) -> Call:
    return open_call(noon)
