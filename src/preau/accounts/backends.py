"""How Django finds the signed-in person again: only among those of the current site."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db import connection

from .models import User


class SiteBackend(BaseBackend):
    def get_user(self, user_id: int) -> User | None:
        """The person and their neighbourhood in one statement, read and planned once.

        Every page of somebody signed in begins here: what Django would spend on writing the same
        statement again is more than PostgreSQL spends on answering it.
        """
        with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # of our backend
            cursor.execute(_statement(), [user_id])
            found = cursor.fetchone()
        if found is None:
            return None
        person, zone = _columns()
        user = User.from_db(connection.alias, person, found[: len(person)])
        if user.zone_id is not None:
            home: Any = User._meta.get_field("zone").related_model
            user.zone = home.from_db(connection.alias, zone, found[len(person) :])
        return user


@cache
def _statement() -> str:
    person, zone = _columns()
    columns = ", ".join([*(f"u.{name}" for name in person), *(f"z.{name}" for name in zone)])
    # Only names of columns are put in, and they come from the models.
    return (
        f"SELECT {columns} FROM accounts_user u LEFT JOIN territory_zone z ON z.id = u.zone_id"  # noqa: S608
        " WHERE u.id = %s AND u.is_active"
    )


@cache
def _columns() -> tuple[list[str], list[str]]:
    """Of the person, and of the zone but its outline, which weighs more than all the rest."""
    models: list[Any] = [User, User._meta.get_field("zone").related_model]
    person, zone = ([one.attname for one in model._meta.concrete_fields] for model in models)
    return person, [name for name in zone if name != "polygon"]
