"""The twin cities, built once for the folder and given back as they were after each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.twins import Twin, build_twins, undone


@pytest.fixture(scope="module")
def built_twins(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Twin, Twin]]:
    with django_db_blocker.unblock(), undone():
        yield build_twins()


@pytest.fixture
def twins(built_twins: tuple[Twin, Twin]) -> Iterator[tuple[Twin, Twin]]:
    """The marked city and the plain one."""
    with undone():
        yield built_twins
