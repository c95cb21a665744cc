"""Telling PostgreSQL for which site the current work is done.

Every tenant-owned table filters its rows by the setting ``preau.site`` of the connection. With no
site set nothing is visible and nothing can be written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.utils import timezone, translation
from psycopg.pq import TransactionStatus

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
    _tell(site)
    try:
        yield site
    finally:
        _site.reset(token)
        _tell(_site.get())


@contextmanager
def speaking_for(site: Site, language: str = "") -> Iterator[None]:
    """Do what is inside for ``site``, in its time zone and in ``language``, else in its own."""
    with (
        use_site(site),
        timezone.override(site.zone_info),
        translation.override(language or site.language),
    ):
        yield


def _tell(site: Site | None) -> None:
    connection = connections[ALIAS]
    if connection.connection is None and site is None:
        return
    if connection.connection is not None and connection.connection.closed:
        return  # a new connection is told by ``speak_again``
    if connection.in_atomic_block and (connection.needs_rollback or _has_failed(connection)):
        return  # PostgreSQL takes no order until the rollback, which restores the setting
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, str(site.pk) if site else ""])


def _has_failed(connection: Any) -> bool:
    driver = connection.connection
    return driver is not None and driver.info.transaction_status == TransactionStatus.INERROR


def speak_again(connection: Any, **_: Any) -> None:
    """A connection that (re)opens in the middle of the work learns the site at once."""
    site = _site.get()
    if connection.alias == ALIAS and site is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, str(site.pk)])
