"""A person and their neighbourhood as the hot statements read them: columns, and what they make."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection

from .models import User

#: What follows « FROM … » or « JOIN … »; the columns are those of ``columns()``.
HOME = "LEFT JOIN territory_zone z ON z.id = u.zone_id"


@cache
def columns() -> str:
    """Of the person ``u`` and of their zone ``z``; only names of columns, which the models give."""
    person, zone = _names()
    return ", ".join([*(f"u.{name}" for name in person), *(f"z.{name}" for name in zone)])


def user_from(row: Sequence[Any]) -> User:
    """The person that these columns say, with their zone at hand."""
    person, zone = _names()
    user = User.from_db(connection.alias, person, row[: len(person)])
    if user.zone_id is not None:
        home: Any = User._meta.get_field("zone").related_model
        user.zone = home.from_db(connection.alias, zone, row[len(person) :])
    return user


@cache
def _names() -> tuple[list[str], list[str]]:
    """Of the person, and of the zone but its outline, which weighs more than all the rest."""
    models: list[Any] = [User, User._meta.get_field("zone").related_model]
    person, zone = ([one.attname for one in model._meta.concrete_fields] for model in models)
    return person, [name for name in zone if name != "polygon"]
