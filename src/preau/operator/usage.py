"""Counting what sites hold, without reading it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from preau.kernel import clock
from preau.tenancy.models import Site
from preau.tenancy.scope import use_site

from .models import Usage
from .sites import files_of

#: Figure → how it is counted; one statement for all of them.
_COUNTS = {
    "agents": "SELECT count(DISTINCT user_id) FROM accounts_membership",
    "people": "SELECT count(*) FROM accounts_user WHERE is_active",
    "processes": "SELECT count(*) FROM processes_process",
    "proposals": "SELECT count(*) FROM proposals_proposal",
    "responses": "SELECT count(*) FROM surveys_response WHERE sent_at IS NOT NULL",
    "mails": "SELECT count(*) FROM messaging_email WHERE created_at > now() - interval '30 days'",
}


def measure(site: Site) -> Usage:
    """Count ``site`` again and keep the figures."""
    with use_site(site), connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({one})" for one in _COUNTS.values()))
        figures = dict(zip(_COUNTS, cursor.fetchone(), strict=True))
    figures["bytes"] = _bytes(files_of(site.pk))
    with use_site(None):
        usage, _new = Usage.objects.update_or_create(
            site=site, defaults={"at": clock.now(), "figures": figures}
        )
    return usage


def _bytes(files: list[Path]) -> int:
    return sum(path.stat().st_size for path in files) if Path(settings.MEDIA_ROOT).is_dir() else 0


def measure_all() -> int:
    """Count every site; how many."""
    sites = list(Site.objects.order_by("pk"))
    for site in sites:
        measure(site)
    return len(sites)
