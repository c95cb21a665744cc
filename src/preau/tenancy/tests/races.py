"""Racing on real connections, for the tests of what must hold under simultaneous requests."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from preau.tenancy.scope import current_site, use_site

THREADS = 16


def together(work: Callable[[int], Any]) -> list[Any]:
    """``work`` on sixteen threads, each with its own connection, all at the same moment."""
    city, start = current_site(), Barrier(THREADS)

    def run(number: int) -> Any:
        try:
            with use_site(city):
                start.wait()
                return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))
