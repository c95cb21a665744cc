"""What an edition takes along when a process is made again: ballot, count, envelopes."""

from __future__ import annotations

from typing import Any

from preau.processes.models import Process
from preau.processes.outline import OutlinePart
from preau.territory.models import Zone

from .models import Edition, Envelope

_RULES = (
    "ballot_format",
    "ballot_rules",
    "max_choices",
    "points",
    "fit",
    "ties",
    "unspent_rule",
)


def read(process: Process) -> Any:
    edition = Edition.objects.filter(process=process).first()
    if edition is None:
        return None
    envelopes = edition.envelopes.select_related("zone").order_by("zone__number")
    return {
        "rules": {name: getattr(edition, name) for name in _RULES},
        "envelopes": [[one.zone.slug if one.zone else None, one.cents] for one in envelopes],
    }


def write(process: Process, data: Any) -> None:
    """The rules; the envelopes too, when every zone they name is one of this site."""
    rules = {name: data["rules"][name] for name in _RULES if name in data["rules"]}
    edition = Edition.objects.create(process=process, **rules)
    named = {slug for slug, _cents in data["envelopes"]} - {None}
    zones = dict(Zone.objects.filter(slug__in=named).values_list("slug", "pk"))
    if named - set(zones):
        return
    Envelope.objects.bulk_create(
        Envelope(edition=edition, zone_id=zones[slug] if slug else None, cents=cents)
        for slug, cents in data["envelopes"]
    )


PART = OutlinePart(read, write)
