"""Django's PostgreSQL, with two habits of its own.

Each statement is preceded by the site of the work in progress when the connection was last told
another one: a worker that answers for one city tells it once, not twice a request. And an idle
connection is known to be alive by looking at its socket, without a question and an answer.
"""

from __future__ import annotations

import select
from collections.abc import Callable
from typing import Any

import psycopg
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from psycopg.pq import TransactionStatus

from ..scope import ALIAS, SETTING, site_in_use

#: Uses after which psycopg prepares a statement unasked. Django says None, which refuses even those
#: that ask for it.
NEVER_BY_ITSELF = 2**62


class PreparedCursor(psycopg.Cursor[Any]):
    """Has the server read and plan a statement once per connection: for the few hot ones."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> PreparedCursor:
        return super().execute(query, params, **options | {"prepare": True})

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        self._query = super()._convert_query(query, params)  # which Django's own log reads
        return self._query


class DatabaseWrapper(PostgreSQL):
    #: What ``preau.site`` holds on this connection; None when a rollback may have changed it.
    _told: str | None = None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self.alias == ALIAS:
            self.execute_wrappers.append(self._for_the_site)

    def _for_the_site(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        site = site_in_use()
        wanted = "" if site is None else str(site.pk)
        if wanted != self._told and not self._has_failed():
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, wanted])
            self._told = wanted
        return execute(sql, params, many, context)

    def _has_failed(self) -> bool:
        """PostgreSQL takes no order until the rollback."""
        return bool(self.connection.info.transaction_status == TransactionStatus.INERROR)

    def prepared_cursor(self) -> Any:
        """A cursor for a hot statement, wrapped as any other: told its site, logged, checked."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = PreparedCursor(self.connection)
        return self._prepare_cursor(cursor)  # type: ignore[attr-defined]  # stubs leave it out

    def get_new_connection(self, conn_params: Any) -> Any:
        self._told = None
        made: Any = super().get_new_connection(conn_params)
        made.prepare_threshold = NEVER_BY_ITSELF
        return made

    def _rollback(self) -> Any:
        self._told = None
        return super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self._told = None
        super()._savepoint_rollback(sid)  # type: ignore[misc]

    def is_usable(self) -> bool:
        """True when nothing waits on the socket: a server that left says so there."""
        if self.connection is None or self.connection.closed:
            return False
        said = select.poll()
        said.register(self.connection.fileno(), select.POLLIN)
        return bool(super().is_usable()) if said.poll(0) else True
