"""Whole addresses of the site's pages, for mail, posters and codes to scan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .scope import current_site

_here: ContextVar[str] = ContextVar("preau_address", default="")


@contextmanager
def answering_at(address: str) -> Iterator[None]:
    """Say during a request at which address (``https://host:port``) the site was called."""
    token = _here.set(address)
    try:
        yield
    finally:
        _here.reset(token)


def absolute_url(path: str) -> str:
    """``path`` with the address of the request in progress, else with the site's main host."""
    return f"{_here.get() or f'https://{current_site().canonical_host}'}{path}"
