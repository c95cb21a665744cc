"""Examples of the pages where an agent works on many ideas, and of the ballot's texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .twin_merges import merge_addresses
from .twins import Twin


def on_many(twin: Twin, get: Callable[..., Any], post: Callable[..., Any]) -> Iterator[Any]:
    """The table, the lots, the answers to publish, the words of the ballot."""
    here, number, things = "deuxieme", twin.things["waiting"], twin.things
    owner: dict[str, Any] = {"who": "owner"}
    lot = {"act": "status", "pick": number, "stage": "preview", "status": "review", "reason": "Tri"}
    yield post("lots_desk:prepare", here, data=lot, **owner)
    yield get("lots_desk:prepare", here, status=302, **owner)
    yield get("lots_desk:lots", here, **owner)
    prepared, done = things["lot_prepared"], things["lot_done"]
    yield get("lots_desk:lot", here, prepared, is_key=True, **owner)
    yield post("lots_desk:lot", here, prepared, data={"when": "now"}, is_key=True, **owner)
    yield get("lots_desk:undo", here, done, status=302, is_key=True, **owner)
    yield post("lots_desk:undo", here, done, is_key=True, **owner)
    view = {"name": "Les miennes"}
    yield post("proposals_desk:views", here, data=view, **owner)
    yield get("proposals_desk:moderation", here, **owner)
    yield post("proposals_desk:moderation", here, data={}, status=200, **owner)
    file = {"file": "avis", "format": "csv"}
    yield post("proposals_desk:files", here, data=file, status=200, **owner)
    value = {"value": things["service"]}
    yield get("proposals_desk:cell", here, number, "service", **owner)
    yield post("proposals_desk:cell", here, things["free"], "service", data=value, **owner)
    yield get("proposals_desk:handle", here, number, **owner)
    yield post("proposals_desk:handle", here, number, data={"do": "take"}, **owner)
    decider: dict[str, Any] = {"who": "decider"}
    kept = (here, things["prepared"])
    yield get("publication_desk:answers", here, **decider)
    yield post("publication_desk:answers", here, data={"scope": "all"}, **decider)
    yield get("publication_desk:answer", *kept, **decider)
    yield post("publication_desk:answer", *kept, **decider)
    text = {"title": "Un titre", "summary": "Deux phrases."}
    yield get("budgeting_desk:texts", here, **owner)
    yield get("budgeting_desk:text", here, twin.things["retained"], **owner)
    yield post("budgeting_desk:text", here, twin.things["retained"], data=text, **owner)
    yield get("budgeting:ballot_text", twin.things["text_link"], is_key=True)
    yield from merge_addresses(twin, get, post)
    agreed = {"do": "agree"}
    yield post("budgeting:ballot_text", twin.things["text_link"], data=agreed, is_key=True)
