"""What « mon espace » shows of questionnaires: those that this device has begun."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.accounts.models import User
from preau.accounts.visitors import known_visitor
from preau.kernel import clock

from ..models import Response


def begun(person: User, request: HttpRequest) -> dict[str, Any] | None:
    """Responses under way whose questionnaire is still open; nothing when there is none."""
    visitor = known_visitor(request)
    if not visitor:
        return None
    found = Response.objects.filter(visitor=visitor, sent_at=None)
    waiting = [
        one
        for one in found.select_related("survey__step__process", "survey__form")
        if one.survey.step.state_at(clock.now()) == "open"
    ]
    return {"responses": waiting} if waiting else None
