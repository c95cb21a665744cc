"""Keys that no other installation gives, so that a site can enter beside others.

An installation that has a number (``PREAU_INSTALLATION``, 1 to 4095) gives keys of its own range:
the number times 2⁴⁰ and more, always below 2⁵³, the last whole number that browsers keep exact.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections

from .portability.tables import tables_of_sites

MOST = 4095
_RANGE = 2**40


def own_range(number: int) -> int:
    """The first key of installation ``number``; ``ValueError`` beyond 4095."""
    if not 0 <= number <= MOST:
        raise ValueError(f"PREAU_INSTALLATION is {number}, not between 0 and {MOST}")
    return number * _RANGE


def spread_keys(using: str, **_: Any) -> None:
    """After each migration: sequences that are not in the range yet begin there."""
    first = own_range(settings.PREAU_INSTALLATION)
    if using != "owner" or first == 0:
        return
    with connections[using].cursor() as cursor:
        present = set(connections[using].introspection.table_names(cursor))
        pairs = [(one.name, one.primary_key) for one in tables_of_sites() if one.name in present]
        for table, key in [*pairs, ("tenancy_site", "id")]:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, key])
            (sequence,) = cursor.fetchone()
            if sequence is None:
                continue
            cursor.execute(f"SELECT last_value FROM {sequence}")  # noqa: S608 - of our own schema
            if cursor.fetchone()[0] < first:
                cursor.execute("SELECT setval(%s, %s)", [sequence, first])
