from __future__ import annotations

from preau.lots.tests.conftest import do, odile, prepare, world

__all__ = ["do", "odile", "prepare", "world"]
