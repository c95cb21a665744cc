"""The polling place of the paper's tests, with a tablet in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.voting.paper.tests.conftest import Place, draft_vote, lasting_vote, place, vote

__all__ = ["draft_vote", "lasting_vote", "place", "vote"]
PIN = "4821"


class Tablet:
    """An enrolled tablet, and what it sends."""

    def __init__(self, place: Place) -> None:
        from preau.voting.stand.devices import add_device, enrol

        answer: Any = add_device(
            election=place.vote.election,
            station=place.station,
            name="Tablette 1",
            pin=PIN,
            actor=place.clerks[0],
        )
        self.device, self.code = answer
        self.token: Any = enrol(code=self.code.lower())
        self.device.refresh_from_db()
        self.client = Client()
        self.client.cookies["tablette"] = self.token


@pytest.fixture
def tablet(place: Place) -> Tablet:
    return Tablet(place)
