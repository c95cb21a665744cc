from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from .world import World, build


@pytest.fixture
def lay(cast: Any, noon: datetime) -> Callable[..., World]:
    """``lay(files=…, members=…, envelope_cents=…)``: a call that waits for its jury."""

    def laid(**options: Any) -> World:
        return build(cast, noon, **options)

    return laid
