"""Session store whose rows belong to a site, so that row-level security covers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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

#: Under which a session keeps the token of its visitor (``visitors.py``).
VISITOR = "visitor"


@dataclass(frozen=True)
class Along:
    """What else one statement reads with a session ``s``: columns, their join, its parameters."""

    columns: tuple[str, ...] = ()
    join: str = ""
    values: tuple[Any, ...] = ()


class SessionStore(DatabaseStore):
    """Reads a session and the person whose it is in one statement: nearly every page wants both."""

    #: Who came with the session; None where it is nobody's, or was written before it said whose.
    _person: User | None = None
    #: Set before the session is read: what else is wanted, and then what came.
    along = Along()
    brought: Sequence[Any] = ()

    @classmethod
    def get_model_class(cls) -> type:
        from .models import Session  # loaded by Django before models are ready

        return Session

    def load(self) -> dict[str, Any]:
        from .rows import user_from  # loaded by Django before models are ready

        with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # of our backend
            statement = _statement(self.along.columns, self.along.join)
            cursor.execute(statement, [*self.along.values, self.session_key, timezone.now()])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        person = 1 + len(self.along.columns)
        self.brought = found[1:person]
        if found[person] is not None:
            self._person = user_from(found[person:])
        kept: dict[str, Any] = self.decode(found[0])
        return kept

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        made: Any = super().create_model_instance(data)
        made.person_id = data.get(SESSION_KEY)
        made.visitor = data.get(VISITOR, "")
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
def _statement(along: tuple[str, ...], join: str) -> str:
    from .rows import HOME, columns  # loaded by Django before models are ready

    # The first column of a person is the id of the account, which is never null.
    wanted = ", ".join(["s.session_data", *along, columns()])
    return (
        f"SELECT {wanted} FROM accounts_session s {join}"  # noqa: S608  # of our own names
        f" LEFT JOIN accounts_user u ON u.id = s.person_id AND u.is_active {HOME}"
        " WHERE s.session_key = %s AND s.expire_date > %s"
    )
