"""Figures of a measure, as they are printed."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from typing import Any


def timed(acts: Iterable[Callable[[], Any]]) -> tuple[list[float], float]:
    """Seconds of each act, one after the other, and of all of them."""
    spent, start = [], time.perf_counter()
    for act in acts:
        begun = time.perf_counter()
        act()
        spent.append(time.perf_counter() - begun)
    return spent, time.perf_counter() - start


def percentile(seconds: list[float], share: float) -> float:
    """The time that ``share`` of the acts do not pass, in milliseconds."""
    ordered = sorted(seconds)
    return 1000 * ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def line(name: str, per_second: float, seconds: list[float], ratio: float | None = None) -> str:
    columns = "".join(f"{percentile(seconds, share):9.1f}" for share in (0.5, 0.95, 0.99))
    share = "" if ratio is None else f"{100 * ratio:9.0f} %"
    return f"{name:34}{per_second:10.0f}{columns}{share}"


HEADINGS = f"{'':34}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'of floor':>11}"
