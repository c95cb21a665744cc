"""Files of the register: observations, points by theme, figures, the dossier by theme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.kernel.spreadsheets import Sheet

from .models import Channel, Inquiry, Observation, Point, Position, Theme
from .queries import by_day, figures

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
    """By day, by way, by opinion, by theme."""
    channels, positions = dict(Channel.choices), dict(Position.choices)
    for day, n in by_day(inquiry):
        yield [_("Jour"), f"{day:%Y-%m-%d}", n]
    for channel, n in figures(inquiry).channels:
        yield [_("Voie"), channels[Channel(channel)], n]
    said = Observation.objects.filter(inquiry=inquiry, is_late=False).order_by("position")
    for position, n in said.values_list("position").annotate(n=Count("pk")):
        yield [_("Avis"), positions[Position(position)], n]
    themes = Theme.objects.filter(inquiry=inquiry).annotate(n=Count("points"))
    for theme in themes:
        yield [_("Thème"), theme.title, theme.n]


def workbook(inquiry: Inquiry, *, is_sealed_text: bool) -> list[Sheet]:
    """The three tables: the register, the points, the figures."""
    rows = observation_rows(inquiry, is_sealed_text=is_sealed_text)
    return [
        (_("Registre"), observation_heads(), ([_cut(cell) for cell in row] for row in rows)),
        (_("Points"), point_heads(), ([_cut(cell) for cell in row] for row in point_rows(inquiry))),
        (_("Chiffres"), [_("Par"), _("Valeur"), _("Nombre")], figure_rows(inquiry)),
    ]


def _cut(cell: Any) -> Any:
    """A cell of a spreadsheet holds 32,767 signs."""
    return cell if not isinstance(cell, str) or len(cell) <= 32_000 else f"{cell[:32_000]}…"
