"""The twin cities of the guards."""

from tests.guards.conftest import built_twins, twins

__all__ = ["built_twins", "twins"]
