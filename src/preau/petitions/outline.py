"""What a petition takes along when a process is made again: its rules, never a signature."""

from __future__ import annotations

from preau.processes.outline import step_settings

from .models import Petition

PART = step_settings(
    Petition, ("kind", "asks", "demand", "holder", "registered", "part", "asked", "charter")
)
