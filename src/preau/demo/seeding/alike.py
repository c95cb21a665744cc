"""Ideas of an edition that look alike, as the search of the night finds them."""

from __future__ import annotations

from preau.kernel import clock
from preau.merges.scans import run_scan
from preau.processes.models import Process

from .town import Town


def find_pairs(town: Town, process: Process) -> None:
    with clock.stopped(town.at(-1, 4)):
        run_scan(process)
