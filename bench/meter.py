"""Processor time that clients, web server and database spend: what a busy machine cannot blur.

Rates fall when others work on the machine; the processor that a request takes hardly moves.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import clusters

from preau.launch import postgres

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """Seconds of processor since the machine or its processes started, or between two readings."""

    clients: float
    web: float
    database: float

    @property
    def whole(self) -> float:
        return self.clients + self.web + self.database

    def __sub__(self, before: Spent) -> Spent:
        return Spent(
            self.clients - before.clients,
            self.web - before.web,
            self.database - before.database,
        )


class Meter:
    """Reads the processor of this process, of a server with its workers, of the measuring base."""

    def __init__(self, server: int) -> None:
        self.server = server
        # The folder of the cluster that ``./preau bench`` started.
        self.data = clusters.places().live / "pg-bench"

    def read(self) -> Spent:
        own = os.times()
        database = postgres._processes_in(self.data)
        return Spent(
            own.user + own.system,
            sum(map(_seconds, _family(self.server))),
            sum(map(_seconds, database)),
        )


def _family(pid: int) -> list[int]:
    children = [
        int(word)
        for task in Path(f"/proc/{pid}/task").glob("*/children")
        for word in task.read_text().split()
    ]
    return [pid, *(one for child in children for one in _family(child))]


def _seconds(pid: int) -> float:
    """Of a process and of its children that ended; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:15])) / _TICK
