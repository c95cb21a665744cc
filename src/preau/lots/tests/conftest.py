from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from preau.lots.models import Lot
from preau.lots.steps import advance
from preau.reviews.tests.world import World, make_world

LOT = "/bureau/demarches/bp/propositions/lot/"


@pytest.fixture
def world(site: Any, noon: datetime) -> World:
    return make_world()


@pytest.fixture
def odile(world: World, cast: Any, client: Client) -> Client:
    client.force_login(cast.odile)
    return client


def work(lot: Lot) -> Lot:
    """What the worker does: chunk after chunk, each from a fresh reading."""
    while advance(Lot.objects.get(pk=lot.pk)):
        pass
    return Lot.objects.get(pk=lot.pk)


@pytest.fixture
def prepare(odile: Client) -> Callable[..., Lot]:
    """Prepare and rehearse a lot through its pages."""

    def prepared(query: str = "", **said: Any) -> Lot:
        response = odile.post(f"{LOT}{query}", {**said, "stage": "preview"})
        assert response.status_code == 302, response.context["form"].errors
        return work(Lot.objects.latest("pk"))

    return prepared


@pytest.fixture
def do(odile: Client, prepare: Callable[..., Lot]) -> Callable[..., Lot]:
    """Prepare a lot, start it, and let the worker finish it."""

    def done(query: str = "", **said: Any) -> Lot:
        lot = prepare(query, **said)
        response = odile.post(lot.get_absolute_url(), {"when": "now"})
        assert response.status_code == 302
        return work(lot)

    return done
