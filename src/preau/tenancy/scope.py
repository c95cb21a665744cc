"""Telling PostgreSQL for which site the current work is done.

Every tenant-owned table filters its rows by the setting ``preau.site`` of the connection. With no
site set nothing is visible and nothing can be written. The connection is told the site with the
first statement that is for another one than the last (``database/base.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.utils import timezone, translation

if TYPE_CHECKING:
    from .models import Site

SETTING = "preau.site"
ALIAS = "default"

_site: ContextVar[Site | None] = ContextVar("preau_site", default=None)


class NoSite(RuntimeError):
    """Something asked for the current site where none is set."""


def current_site() -> Site:
    """The site of the work in progress; ``NoSite`` when there is none."""
    site = _site.get()
    if site is None:
        raise NoSite("no site is set: wrap the work in use_site(site)")
    return site


def site_in_use() -> Site | None:
    """The site of the work in progress, or None outside of any."""
    return _site.get()


@contextmanager
def use_site(site: Site | None) -> Iterator[Site | None]:
    """Do what is inside for ``site``; nested uses give the outer one back."""
    token = _site.set(site)
    try:
        yield site
    finally:
        _site.reset(token)


@contextmanager
def speaking_for(site: Site, language: str = "") -> Iterator[None]:
    """Do what is inside for ``site``, in its time zone and in ``language``, else in its own."""
    with (
        use_site(site),
        timezone.override(site.zone_info),
        translation.override(language or site.language),
    ):
        yield
