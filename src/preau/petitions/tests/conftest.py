"""A petition under way, put by its blueprint."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from preau.blueprints import petition as blueprint
from preau.petitions.models import Petition


@pytest.fixture
def put(cast: Any, noon: datetime) -> Callable[..., Petition]:
    """``put(title, kind="local", registered=…)``: open for twenty days."""

    def open_one(title: str = "Cent arbres", **settings: Any) -> Petition:
        settings.setdefault("demand", "Planter cent arbres rue du Four.")
        process = blueprint.create(
            title=title,
            slug=f"petition-{uuid.uuid4().hex[:6]}",
            actor=cast.odile,
            opens_at=noon - timedelta(days=2),
            closes_at=noon + timedelta(days=30),
            settings=settings,
            summary="Cent arbres.",
        )
        return Petition.objects.select_related("step__process").get(step__process=process)

    return open_one
