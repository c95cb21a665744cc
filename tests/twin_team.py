"""The team of a twin city: its addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def team_examples(_get: Any, _post: Any, twin: Any) -> Iterator[Any]:
    """A list, an invitation, and a page for somebody who has a role."""
    head = {"who": "administrator"}
    yield _get("team_desk:list", query="?mots=a&role=agent&attente=1", **head)
    yield _get("team_desk:invite", **head)
    known = {"email": "nouvelle@example.org", "role": "decider", "first_name": "Zoé"}
    yield _post("team_desk:invite", data=known, **head)
    yield _get("team_desk:person", twin.agent.pk, is_key=True, **head)
    yield _post("team_desk:person", twin.agent.pk, data={"do": "leave"}, **head)
