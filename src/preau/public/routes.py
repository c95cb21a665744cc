"""Where addresses lead, remembered: a rush asks for the same few, among two hundred routes."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_resolver

MOST = 2048


def remember_routes() -> None:
    """From now on, an address of this process that was found is found at once.

    Routes never change while a process lives, and an address that leads nowhere is not kept.
    """
    resolver = get_resolver()
    resolver.resolve = lru_cache(MOST)(resolver.resolve)  # type: ignore[method-assign]
