"""Session store whose rows belong to a site, so that row-level security covers them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare

if TYPE_CHECKING:
    from .models import User


class SessionStore(DatabaseStore):
    """Reads a session and the person whose it is in one statement: nearly every page wants both."""

    #: Who came with the session; None where it is nobody's, or was written before it said whose.
    _person: User | None = None

    @classmethod
    def get_model_class(cls) -> type:
        from .models import Session  # loaded by Django before models are ready

        return Session

    def load(self) -> dict[str, Any]:
        from .rows import user_from  # loaded by Django before models are ready

        with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # of our backend
            cursor.execute(_statement(), [self.session_key, timezone.now()])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        if found[1] is not None:
            self._person = user_from(found[1:])
        kept: dict[str, Any] = self.decode(found[0])
        return kept

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        made: Any = super().create_model_instance(data)
        made.person_id = data.get(SESSION_KEY)
        return made

    def signed_in(self) -> User | None:
        """Who came with this session, if it still is theirs and their sign-in still holds."""
        held = self.get(HASH_SESSION_KEY, "")  # which reads the session
        person = self._person
        if person is None or self.get(SESSION_KEY) != str(person.pk):
            return None
        if self.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
            return None
        return person if constant_time_compare(held, person.get_session_auth_hash()) else None


@cache
def _statement() -> str:
    from .rows import HOME, columns  # loaded by Django before models are ready

    # The first column of a person is the id of the account, which is never null.
    return (
        f"SELECT s.session_data, {columns()} FROM accounts_session s"  # noqa: S608  # of our own names
        f" LEFT JOIN accounts_user u ON u.id = s.person_id AND u.is_active {HOME}"
        " WHERE s.session_key = %s AND s.expire_date > %s"
    )
