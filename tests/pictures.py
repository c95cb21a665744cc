"""What a city's tables hold, in one statement: whether a row was written, or leads elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from tests.twins import Twin


def owned_models() -> list[Any]:
    from preau.tenancy.models import SiteOwned

    return [model for model in apps.get_models() if issubclass(model, SiteOwned)]


def picture_of(twin: Twin) -> dict[str, tuple[int, str]]:
    """Count and sum of the rows of each table of a city: two of them differ if a row does."""
    with twin.inside(), connection.cursor() as cursor:
        cursor.execute(_every_sum())
        return {label: (count, str(total)) for label, count, total in cursor}


def strangers_in(twin: Twin) -> list[str]:
    """Rows of this city that point to a row which it cannot see."""
    with twin.inside(), connection.cursor() as cursor:
        cursor.execute(_every_link())
        return [name for name, count in cursor if count]


def rows_written() -> int:
    """How many rows this connection wrote since it began: what it undid counts as well."""
    return sum(_written_by_table().values())


@contextmanager
def tables_written() -> Iterator[set[str]]:
    """The tables written inside, by their names, once it is left; what was undone counts too."""
    found: set[str] = set()
    before = _written_by_table()
    yield found
    after = _written_by_table()
    found.update(name for name, count in after.items() if count != before.get(name, 0))


def _written_by_table() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
        )
        return {name: int(count) for name, count in cursor}


@cache
def _every_sum() -> str:
    """One statement that sums every table: it is asked some thousand times."""
    return " UNION ALL ".join(
        f"SELECT '{one._meta.label}', count(*),"
        f' coalesce(sum(hashtextextended(t::text, 0)), 0) FROM "{one._meta.db_table}" t'
        for one in owned_models()
    )


@cache
def _every_link() -> str:
    """One statement that counts, for each link between tables, the rows that lead nowhere."""
    owned = owned_models()
    return " UNION ALL ".join(
        f"SELECT '{model._meta.label}.{one.name}', count(*) FROM \"{model._meta.db_table}\" t"
        f' WHERE t."{one.column}" IS NOT NULL AND NOT EXISTS (SELECT FROM'
        f' "{one.related_model._meta.db_table}" o'
        f' WHERE o."{one.target_field.column}" = t."{one.column}")'
        for model in owned
        for one in model._meta.concrete_fields
        if (one.many_to_one or one.one_to_one) and one.related_model in owned
    )
