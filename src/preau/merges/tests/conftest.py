from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from preau.reviews.tests.world import World, make_world


@pytest.fixture
def world(site: Any, noon: datetime) -> World:
    world = make_world()
    world.deposit.kind = "collection"
    world.deposit.save()
    return world


@pytest.fixture
def odile(world: World, cast: Any, client: Client) -> Client:
    client.force_login(cast.odile)
    return client
