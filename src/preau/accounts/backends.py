"""How Django finds the signed-in person again: only among those of the current site."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from .models import User


class SiteBackend(BaseBackend):
    def get_user(self, user_id: int) -> User | None:
        return (
            User.objects.filter(pk=user_id, is_active=True)
            .select_related("zone")
            .defer("zone__polygon")  # an outline weighs more than all the rest of a person
            .first()
        )
