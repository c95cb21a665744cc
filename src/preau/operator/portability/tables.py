"""The tables that belong to sites, and writing to them as they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import ProgrammingError, connections
from django.db.models import ForeignKey

from preau.tenancy.models import Shared, SiteOwned

#: What means nothing elsewhere: open sessions, codes on their way, secrets sealed with our key.
LEFT_BEHIND = frozenset(
    {
        "accounts.session",
        "accounts.emailcode",
        "accounts.secondfactor",
        "accounts.recoverycode",
    }
)


@dataclass(frozen=True)
class Table:
    """One table whose rows have a ``site_id``.

    ``columns`` are those that are written (the database computes the others); ``links`` its
    (column, table, column) keys to other rows of the site.
    """

    label: str
    name: str
    primary_key: str
    columns: tuple[str, ...]
    links: tuple[tuple[str, str, str], ...]


class NeedsRole(Exception):
    """The owner's role may not put rows back as they were."""


def shared_models() -> list[type[Shared]]:
    """What sites write for others to read: it does not travel, and goes away with its site."""
    return [one for one in apps.get_models() if issubclass(one, Shared)]


def tables_of_sites() -> list[Table]:
    """Every tenant-owned table, by label."""
    models = [one for one in apps.get_models() if issubclass(one, SiteOwned)]
    return sorted((_table(one) for one in models), key=lambda table: table.label)


def _table(model: type[SiteOwned]) -> Table:
    fields = [one for one in model._meta.concrete_fields if isinstance(one, ForeignKey)]
    links = [
        (str(one.column), one.target_field.model._meta.db_table, str(one.target_field.column))
        for one in fields
        if one.name != "site"
    ]
    written = [str(one.column) for one in model._meta.concrete_fields if not one.generated]
    return Table(
        label=model._meta.label_lower,
        name=model._meta.db_table,
        primary_key=str(model._meta.pk.column),
        columns=tuple(written),
        links=tuple(links),
    )


def listed(columns: tuple[str, ...], of: str) -> str:
    """``one."id", one."site_id"…``"""
    return ", ".join(f'{of}."{column}"' for column in columns)


def movable_tables() -> list[Table]:
    """Those that travel with a site."""
    return [table for table in tables_of_sites() if table.label not in LEFT_BEHIND]


def count_rows(cursor: Any, site_id: int) -> dict[str, int]:
    """Rows of a site by table label."""
    counts = {}
    for table in tables_of_sites():
        cursor.execute(f'SELECT count(*) FROM "{table.name}" WHERE site_id = %s', [site_id])  # noqa: S608
        counts[table.label] = int(cursor.fetchone()[0])
    return counts


@contextmanager
def restoring(alias: str) -> Iterator[Any]:
    """A cursor under which no trigger fires: rows go in, or away, as they stood.

    Inside a transaction only. Raises ``NeedsRole`` when PostgreSQL does not let this role do it.
    """
    with connections[alias].cursor() as cursor:
        try:
            cursor.execute("SET LOCAL session_replication_role = replica")
        except ProgrammingError as error:
            raise NeedsRole(str(error)) from error
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
