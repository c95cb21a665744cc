"""The same ideas as open data: a table file and a map file, streamed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.kernel.sheets import csv_lines, euros
from preau.processes.access import load_process
from preau.processes.models import Process
from preau.tenancy.addresses import absolute_url
from preau.territory.queries import quarters
from preau.ui.words import money

from ..lists import COST, Places, listed, ordering, wanted
from ..models import ProposalQuerySet, Status

CHUNK = 500
_FIELDS = (
    "number", "title", "slug", "status", "theme__name", "zone__name", "place", "cost",
    "longitude", "latitude", "submitted_at", "author_name", "finding", "idea", "audience",
)  # fmt: skip


def _asked(request: HttpRequest, process: Process) -> ProposalQuerySet:
    proposals = listed(process, wanted(request.GET, request.user.pk), Places.read())
    return proposals.order_by(*ordering("numero"))


def proposals_csv(request: HttpRequest, process: str) -> StreamingHttpResponse:
    """The filtered list as a table file, written as it is read."""
    found = load_process(request, process)
    rows = _asked(request, found).annotate(cost=COST).values_list(*_FIELDS)
    header = [
        _("Numéro"), _("Titre"), _("Statut"), _("Thème"), _("Quartier"), _("Lieu"),
        _("Coût en euros"), _("Longitude"), _("Latitude"), _("Déposée le"), _("Auteur"),
        _("Constat"), _("Proposition"), _("Pour qui"), _("Adresse"),
    ]  # fmt: skip
    lines = csv_lines(header, _cells(found, rows.iterator(chunk_size=CHUNK)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="projets-{found.slug}.csv"'
    return response


def _cells(process: Process, rows: Iterable[tuple[Any, ...]]) -> Iterator[list[Any]]:
    words = {code: str(label) for code, label in Status.choices}
    for number, title, slug, status, theme, zone, place, cost, x, y, at, *texts in rows:
        url = absolute_url(reverse("proposals:proposal", args=[process.slug, number, slug]))
        yield [
            number, title, words[status], theme, zone or _("Toute la commune"), place,
            euros(cost), x, y, timezone.localdate(at).isoformat(), *texts, url,
        ]  # fmt: skip


def proposals_geojson(request: HttpRequest, process: str) -> StreamingHttpResponse:
    """Points of the filtered list; ``fond`` puts the outlines of the quartiers before them, or
    gives them alone (``fond=seul``)."""
    found = load_process(request, process)
    ground = [zone.as_feature() for zone in quarters()] if "fond" in request.GET else []
    features: Iterator[dict[str, Any]] = iter(())
    if request.GET.get("fond") != "seul":
        features = _features(request, found)
    return StreamingHttpResponse(_collection(ground, features), content_type="application/geo+json")


def _features(request: HttpRequest, found: Process) -> Iterator[dict[str, Any]]:
    points = _asked(request, found).filter(longitude__isnull=False, latitude__isnull=False)
    rows = points.annotate(cost=COST).values_list(
        "number", "title", "slug", "status", "theme__name", "zone__name", "cost",
        "longitude", "latitude",
    )  # fmt: skip
    return _points(found, rows.iterator(chunk_size=CHUNK))


def _points(process: Process, rows: Iterable[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    words = {code: str(label) for code, label in Status.choices}
    for number, title, slug, status, theme, zone, cost, longitude, latitude in rows:
        yield {
            "type": "Feature",
            "properties": {
                "number": number,
                "title": title,
                "status": words[status],
                "theme": theme or "",
                "zone": zone or "",
                "cost": euros(cost),
                "note": " · ".join(
                    part for part in (f"n°\u00a0{number}", money(cost), words[status]) if part
                ),
                "url": reverse("proposals:proposal", args=[process.slug, number, slug]),
            },
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        }


def _collection(ground: list[dict[str, Any]], points: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield '{"type":"FeatureCollection","features":['
    comma = ""
    for features in (ground, points):
        for feature in features:
            yield comma + json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
            comma = ","
    yield "]}"
