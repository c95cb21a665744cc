"""Jobs carry the site they work for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from .models import Site
from .scope import current_site, speaking_for

log = structlog.get_logger()


def for_site(work: Callable[..., Any]) -> Callable[..., Any]:
    """Let a task take ``site_id`` and do its work as that site, in its time zone and language.

    A site that was deleted meanwhile wants nothing any more: its jobs end without work.
    """

    @wraps(work)
    def with_site(*, site_id: int, **arguments: Any) -> Any:
        site = Site.objects.filter(pk=site_id).first()
        if site is None:
            log.info("job_of_deleted_site", site_id=site_id, job=work.__name__)
            return None
        with speaking_for(site):
            return work(**arguments)

    return with_site


def ask_once(job: Any, **arguments: Any) -> bool:
    """Have the worker do ``job``, configured with its ``queueing_lock``, for the current site.

    False when the same one waits already: the database refuses it, and the savepoint keeps the
    transaction of the act whole.
    """
    try:
        with transaction.atomic():
            job.defer(site_id=current_site().pk, **arguments)
    except AlreadyEnqueued:
        return False
    return True


def each_site(work: Callable[[], Any]) -> None:
    """Do ``work`` for every active site in turn (periodic jobs).

    One site where it fails keeps it from no other; what failed is raised together at the end.
    """
    failures: list[Exception] = []
    for site in Site.objects.filter(state=Site.State.ACTIVE).order_by("pk"):
        try:
            with speaking_for(site):
                work()
        except Exception as error:
            error.add_note(f"for the site {site.slug}")
            failures.append(error)
    if failures:
        raise ExceptionGroup("the work of some sites failed", failures)
