"""What every back office reads at its top: the operator's words, and who is visiting.

Kept on the site itself, which every request knows already: no page asks for it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.ledger.models import Entry
from preau.processes.desk import DeskBanner
from preau.tenancy.middleware import forget_hosts
from preau.tenancy.models import Site
from preau.tenancy.scope import current_site, use_site

from .models import Announcement, Visit

#: How long after its arrival a site says what did not come along.
TOLD = timedelta(days=30)


def notices_of(site: Site, announced: list[Announcement], at: datetime) -> list[dict[str, Any]]:
    """The words for one site; those of a visit come first."""
    with use_site(site):
        on = [one for one in Visit.objects.filter(ends_at__gt=at) if one.is_on(at)]
        came = _arrival(site, at)
        waits = Visit.objects.filter(answered_at=None).exists()
    found = [
        {"kind": "visit", "words": one.operator_name, "until": one.ends_at.isoformat()}
        for one in on
        if one.ends_at
    ]
    if came:
        found.append({"kind": "came", "words": "", "until": (came + TOLD).isoformat()})
    if waits:
        found.append({"kind": "asked", "words": "", "until": ""})
    return found + [
        {"kind": "word", "words": one.words, "until": one.ends_at.isoformat()} for one in announced
    ]


def _arrival(site: Site, at: datetime) -> datetime | None:
    """When a young site came from another installation; None when it was made here, or long ago."""
    if site.created_at < at - TOLD:
        return None
    came = Entry.objects.filter(verb="imported_site", at__gt=at - TOLD)
    return came.values_list("at", flat=True).order_by("-id").first()


@transaction.atomic
def refresh(sites: list[Site] | None = None) -> int:
    """Write on the sites what they must read now; how many changed."""
    at, changed = clock.now(), 0
    with use_site(None):
        announced = list(Announcement.objects.filter(starts_at__lte=at, ends_at__gt=at))
    for site in sites if sites is not None else list(Site.objects.all()):
        wanted = notices_of(site, announced, at)
        if site.notices != wanted:
            site.notices = wanted
            site.save(update_fields=["notices"])
            changed += 1
    if changed:
        forget_hosts()
    return changed


def banners(person: User) -> list[DeskBanner]:
    """The notices of the current site in words, but those whose time is past."""
    at = clock.now()
    return [
        _banner(one)
        for one in current_site().notices
        if not one["until"] or datetime.fromisoformat(one["until"]) > at
    ]


def _banner(notice: dict[str, Any]) -> DeskBanner:
    if notice["kind"] == "visit":
        words = _("%(name)s, de la plateforme, travaille en ce moment dans ce bureau.")
        return DeskBanner(words % {"name": notice["words"]}, "operator_desk:visits", "warning")
    if notice["kind"] == "came":
        words = _(
            "Ce site vient d’arriver sur cette plateforme. Les secrets de la double vérification "
            "n’ont pas voyagé\u00a0: qui l’avait mise la remet."
        )
        return DeskBanner(words, "team_desk:security")
    if notice["kind"] == "asked":
        words = _("La plateforme demande à entrer dans ce bureau.")
        return DeskBanner(words, "operator_desk:visits", "warning")
    return DeskBanner(notice["words"])
