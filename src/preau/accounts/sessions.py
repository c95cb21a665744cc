"""Session store whose rows belong to a site, so that row-level security covers them."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone

#: Asked by every page of somebody with a session: read and planned once per connection.
_LOAD = "SELECT session_data FROM accounts_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type:
        from .models import Session  # loaded by Django before models are ready

        return Session

    def load(self) -> dict[str, Any]:
        with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # of our backend
            cursor.execute(_LOAD, [self.session_key, timezone.now()])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        kept: dict[str, Any] = self.decode(found[0])
        return kept
