"""What a deposit step takes along when a process is made again."""

from __future__ import annotations

from preau.processes.outline import step_settings

from .models import CollectionSettings

PART = step_settings(
    CollectionSettings,
    (
        "longest_text",
        "shortest_text",
        "asks_cost",
        "asks_picture",
        "most_cost_cents",
        "criteria",
        "moderation",
    ),
)
