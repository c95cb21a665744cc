from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from preau.reviews.tests.world import World, make_world


@pytest.fixture
def world(site: Any, noon: datetime) -> World:
    return make_world()
