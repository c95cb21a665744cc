"""What an idea box takes along when a process is made again: its promise."""

from __future__ import annotations

from preau.processes.outline import step_settings

from .models import Box

PART = step_settings(Box, ("threshold",))
