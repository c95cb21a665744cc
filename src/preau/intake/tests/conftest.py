from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from preau.processes.models import Process
from preau.proposals.models import Theme
from preau.reviews.tests.world import World, make_world


@pytest.fixture
def world(site: Any, noon: datetime, cast: Any) -> World:
    """Deposit in January, review in March; a theme and a quartier."""
    world = make_world()
    world.deposit.kind = "collection"
    world.deposit.save()
    world.process = Process.objects.with_steps().get(pk=world.process.pk)
    Theme.objects.create(code="nature", name="Nature en ville")
    cast.zone()
    return world


@pytest.fixture
def odile(world: World, cast: Any, client: Client) -> Client:
    client.force_login(cast.odile)
    return client
