"""What a vote takes along when a process is made again: where to vote; never its key."""

from __future__ import annotations

from preau.processes.outline import step_settings

from .models import Electorate

PART = step_settings(Electorate, ("place", "phone"))
