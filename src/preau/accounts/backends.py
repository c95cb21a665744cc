"""How Django finds the signed-in person again: only among those of the current site."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.backends import BaseBackend
from django.db import connection

from .models import User
from .rows import HOME, columns, user_from


class SiteBackend(BaseBackend):
    def get_user(self, user_id: int) -> User | None:
        """The person and their neighbourhood in one statement, read and planned once.

        Most come with their session already (``sessions``); this is for the others.
        """
        with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # of our backend
            cursor.execute(_statement(), [user_id])
            found = cursor.fetchone()
        return user_from(found) if found is not None else None


@cache
def _statement() -> str:
    return f"SELECT {columns()} FROM accounts_user u {HOME} WHERE u.id = %s AND u.is_active"  # noqa: S608  # of our own names
