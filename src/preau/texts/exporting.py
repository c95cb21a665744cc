"""Contributions as lines of a file, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from .models import Consultation, Contribution, Tagging

_CHUNK = 500


def public_heads() -> list[str]:
    """Columns of the open file: nothing that tells who wrote."""
    return [
        _("Numéro"),
        _("Texte"),
        _("Version"),
        _("Passage"),
        _("Position"),
        _("Raisons"),
        _("Rédaction proposée"),
        _("Soutiens"),
        _("Origine"),
        _("Suite donnée"),
        _("Réponse"),
        _("Date"),
    ]


def _rows(consultation: Consultation, *, is_public: bool) -> Iterator[Contribution]:
    found = Contribution.objects.filter(consultation=consultation)
    if is_public:
        found = found.visible()
    found = found.select_related("passage__version__text", "gathering").order_by("number")
    return found.iterator(chunk_size=_CHUNK)


def _line(one: Contribution) -> list[Any]:
    version = one.passage.version
    return [
        one.number,
        version.text.title,
        version.number,
        one.passage.name,
        one.get_position_display(),
        one.body,
        one.rewrite,
        one.supports,
        one.gathering.get_origin_display() if one.gathering else _("En ligne"),
        one.get_outcome_display() if one.outcome else "",
        one.outcome_reason,
        one.at.isoformat(timespec="minutes"),
    ]


def public_rows(consultation: Consultation) -> Iterator[list[Any]]:
    """Words in sight, one line each."""
    for one in _rows(consultation, is_public=True):
        yield _line(one)


def desk_heads() -> list[str]:
    """Columns of the agents' file: state, themes, family; still no name."""
    return [*public_heads(), _("État"), _("Thèmes"), _("Famille de textes"), _("Recueil")]


def desk_rows(consultation: Consultation) -> Iterator[list[Any]]:
    """All contributions with what agents made of them."""
    names: dict[int, list[str]] = {}
    tags = Tagging.objects.filter(contribution__consultation=consultation)
    for pk, name in tags.values_list("contribution", "tag__name").iterator(chunk_size=2000):
        names.setdefault(pk, []).append(name)
    for one in _rows(consultation, is_public=False):
        said = ", ".join(sorted(names.get(one.pk, [])))
        gathering = one.gathering.title if one.gathering else ""
        yield [*_line(one), one.get_state_display(), said, one.family or "", gathering]
