from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import Role


@pytest.fixture
def helene(site: Any, cast: Any) -> Any:
    """Administrator of the site."""
    return cast._agent("Hélène", "Aubert", Role.ADMINISTRATOR)


@pytest.fixture
def desk(helene: Any) -> Client:
    """Her browser."""
    client = Client()
    client.force_login(helene)
    return client
