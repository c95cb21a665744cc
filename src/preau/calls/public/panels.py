"""What calls show elsewhere: the applications of a person, in « mon espace »."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.accounts.models import User

from ..models import Application


def my_applications(person: User, request: HttpRequest) -> dict[str, Any] | None:
    """Those that ``person`` works on, the newest first."""
    found = list(Application.objects.with_call().filter(editors__user=person).order_by("-pk")[:20])
    return {"applications": found} if found else None
