"""Telling the site where what is placed in its tree answers."""

from __future__ import annotations

from preau.tenancy.middleware import forget_hosts
from preau.tenancy.models import Site
from preau.tenancy.scope import current_site

from ..models import Page
from ..targets import inner_of

#: Former addresses that are remembered of one thing.
KEPT = 12


def settle_mounts() -> None:
    """Read the tree again: what is placed where, and the addresses that lead there since before.

    A page that stands today at a former address has it for itself. Seen everywhere in ten seconds.
    """
    site = Site.objects.select_for_update().get(pk=current_site().pk)
    placed = Page.objects.exclude(mount="").select_related("process")
    today = {inner_of(one): one.path for one in placed if one.is_shown}
    today.pop("", None)
    inners = {*site.mounts, *today}
    if not inners:
        return
    taken = set(Page.objects.filter(mount="").values_list("path", flat=True)) | {*today.values()}
    mounts = {}
    for inner in sorted(inners):
        now, before = today.get(inner, ""), site.mounts.get(inner, [])
        former = [one for one in before if one and one != now and one not in taken]
        if now or former:
            mounts[inner] = [now, *former[:KEPT]]
    if mounts != site.mounts:
        site.mounts = current_site().mounts = mounts
        site.save(update_fields=["mounts"])
        forget_hosts()
