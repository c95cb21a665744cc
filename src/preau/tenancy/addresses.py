"""Whole addresses of the site's pages, for mail, posters and codes to scan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from .scope import current_site

if TYPE_CHECKING:
    from .models import Site

_here: ContextVar[str] = ContextVar("preau_address", default="")


@contextmanager
def answering_at(address: str) -> Iterator[None]:
    """Say during a request at which address (``https://host:port``) the site was called."""
    token = _here.set(address)
    try:
        yield
    finally:
        _here.reset(token)


def address_of(site: Site) -> str:
    """Scheme, host and port of ``site``: those of the request in progress, else its main ones."""
    if here := _here.get():
        return here
    return site.main_url


def absolute_url(path: str) -> str:
    """``path`` with the address of the request in progress, else with the site's main host."""
    return address_of(current_site()) + path
