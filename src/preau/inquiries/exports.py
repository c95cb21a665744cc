"""Files of the register: observations, points by theme, figures, the dossier by theme."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.db.models.functions import ExtractHour
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.kernel.spreadsheets import Sheet

from .dossier import all_versions, downloads
from .models import Channel, Inquiry, Link, Observation, Point, Position, Theme
from .queries import by_day, figures
from .templatetags.inquiries import reason, told

CHUNK = 1000


def observation_heads() -> list[Any]:
    """Columns of the register."""
    return [
        _("Numéro"),
        _("Hors délai"),
        _("Voie"),
        _("Reçue le"),
        _("Publiée le"),
        _("Signature"),
        _("Avis"),
        _("Lieu ou parcelle"),
        _("Lettre type"),
        _("Observation"),
        _("Empreinte"),
    ]


def observation_rows(inquiry: Inquiry, *, is_sealed_text: bool) -> Iterator[list[Any]]:
    """The register in order, from a server-side cursor."""
    channels, positions = dict(Channel.choices), dict(Position.choices)
    found = Observation.objects.filter(inquiry=inquiry).order_by("is_late", "number")
    for one in found.iterator(chunk_size=CHUNK):
        yield [
            one.number,
            _("oui") if one.is_late else "",
            channels[one.channel],
            _when(one.received_at),
            _when(one.published_at),
            one.signature,
            positions.get(one.position, ""),
            one.parcel,
            one.likeness[:8],
            one.text if is_sealed_text else one.public_text,
            one.digest,
        ]


def _when(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""


def point_heads() -> list[Any]:
    """Columns of the points."""
    return [
        _("Thème"),
        _("Observation"),
        _("Point"),
        _("Parcelle"),
        _("Point soulevé"),
        _("Réponse"),
    ]


def point_rows(inquiry: Inquiry) -> Iterator[list[Any]]:
    """Points by theme, then by observation."""
    found = Point.objects.filter(observation__inquiry=inquiry).select_related(
        "observation", "theme"
    )
    ordered = found.order_by("theme__order", "theme_id", "observation__number", "order")
    for one in ordered.iterator(chunk_size=CHUNK):
        theme = one.theme.title if one.theme else ""
        yield [theme, one.observation.ref, one.order, one.parcel, one.text, one.answer]


def figure_rows(inquiry: Inquiry) -> Iterator[list[Any]]:
    """By day, hour, way, place, opinion and theme; then how often each piece was taken away."""
    channels, positions = dict(Channel.choices), dict(Position.choices)
    for day, n in by_day(inquiry):
        yield [_("Jour"), f"{day:%Y-%m-%d}", n]
    said = Observation.objects.filter(inquiry=inquiry, is_late=False).order_by()
    for hour, n in _counted(said.annotate(hour=ExtractHour("received_at")), "hour"):
        yield [_("Heure"), f"{hour:02d}", n]
    for channel, n in figures(inquiry).channels:
        yield [_("Voie"), channels[Channel(channel)], n]
    for place, n in _counted(said.exclude(place=""), "place"):
        yield [_("Registre ou lieu"), place, n]
    for position, n in _counted(said, "position"):
        yield [_("Avis"), positions[Position(position)], n]
    for theme in Theme.objects.filter(inquiry=inquiry).annotate(n=Count("points")):
        yield [_("Thème"), theme.title, theme.n]
    counts = downloads(inquiry)
    for version in all_versions(inquiry):
        name = f"{version.piece.title} ({version.number})"
        yield [_("Téléchargements"), name, counts.get(version.pk, 0)]


def _counted(found: Any, name: str) -> Iterator[tuple[Any, int]]:
    rows = found.values_list(name).annotate(n=Count("pk")).order_by(name)
    yield from rows


#: Lines of the chain that the other tables tell already.
_TOLD_ELSEWHERE = ("observation", "published", "mail", "mail_decided", "day")


def journal_rows(inquiry: Inquiry) -> Iterator[list[Any]]:
    """Acts, versions of pieces, masked spans, outages, people and dates, in order."""
    found = Link.objects.filter(inquiry=inquiry).exclude(kind__in=_TOLD_ELSEWHERE)
    for link in found.order_by("place").iterator(chunk_size=CHUNK):
        said = json.loads(link.content)
        more = said.get("title") or said.get("name") or ""
        if link.kind == "mask":
            more = reason(said["reason"])
        elif link.kind == "outage":
            more = f"{said['start']} – {said['end']}"
        yield [link.place, _when(link.at), told(link), more, said.get("by", ""), link.hash]


def journal_heads() -> list[Any]:
    return [_("Ligne"), _("Heure"), _("Fait"), _("Détail"), _("Par"), _("Empreinte")]


def workbook(inquiry: Inquiry, *, is_sealed_text: bool) -> list[Sheet]:
    """The tables: the register, the points, the figures, what was done besides."""
    rows = observation_rows(inquiry, is_sealed_text=is_sealed_text)
    return [
        (_("Registre"), observation_heads(), ([_cut(cell) for cell in row] for row in rows)),
        (_("Points"), point_heads(), ([_cut(cell) for cell in row] for row in point_rows(inquiry))),
        (_("Chiffres"), [_("Par"), _("Valeur"), _("Nombre")], figure_rows(inquiry)),
        (
            _("Journal"),
            journal_heads(),
            ([_cut(cell) for cell in row] for row in journal_rows(inquiry)),
        ),
    ]


def _cut(cell: Any) -> Any:
    """A cell of a spreadsheet holds 32,767 signs."""
    return cell if not isinstance(cell, str) or len(cell) <= 32_000 else f"{cell[:32_000]}…"
