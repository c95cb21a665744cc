"""Row-level security, as a migration operation."""

from __future__ import annotations

from django.db import migrations

from .scope import SETTING

_HERE = f"NULLIF(current_setting('{SETTING}', true), '')::bigint"


def isolate(table: str, *, condition: str = f"site_id = {_HERE}") -> migrations.RunSQL:
    """Operation that lets a table show and take the rows of the current site only.

    The security is forced, and a second policy lets the role that runs migrations (the owner,
    never the application's role) see everything. ``condition`` is for a table that belongs to a
    site through another row.
    """
    return migrations.RunSQL(
        sql=[
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
            f'CREATE POLICY site_isolation ON "{table}"'
            f" USING ({condition}) WITH CHECK ({condition})",
            f'CREATE POLICY owner_sees_all ON "{table}"'
            " TO CURRENT_USER USING (true) WITH CHECK (true)",
        ],
        reverse_sql=[
            f'DROP POLICY IF EXISTS owner_sees_all ON "{table}"',
            f'DROP POLICY IF EXISTS site_isolation ON "{table}"',
            f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
        ],
    )


def share(table: str, *, readable: str = "false", outside: bool = False) -> migrations.RunSQL:
    """Operation for a table whose rows a site writes, and that others read under ``readable``.

    A site always reads and alone writes its own rows. ``outside``: who keeps the installation,
    speaking for no site, reads and changes them too.
    """
    own = f"site_id = {_HERE}"
    nobody = f"{_HERE} IS NULL" if outside else "false"
    return migrations.RunSQL(
        sql=[
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
            f'CREATE POLICY shared_read ON "{table}" FOR SELECT'
            f" USING ({own} OR {nobody} OR ({readable}))",
            f'CREATE POLICY shared_insert ON "{table}" FOR INSERT WITH CHECK ({own})',
            f'CREATE POLICY shared_update ON "{table}" FOR UPDATE'
            f" USING ({own} OR {nobody}) WITH CHECK ({own} OR {nobody})",
            f'CREATE POLICY shared_delete ON "{table}" FOR DELETE USING ({own})',
            f'CREATE POLICY owner_sees_all ON "{table}"'
            " TO CURRENT_USER USING (true) WITH CHECK (true)",
        ],
        reverse_sql=[
            f'DROP POLICY IF EXISTS {name} ON "{table}"'
            for name in (
                *("owner_sees_all", "shared_delete", "shared_update"),
                *("shared_insert", "shared_read"),
            )
        ],
    )
