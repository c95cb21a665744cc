"""Session store whose rows belong to a site, so that row-level security covers them."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type:
        from .models import Session  # loaded by Django before models are ready

        return Session
