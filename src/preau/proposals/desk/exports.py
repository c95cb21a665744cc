"""The proposals of a selection as a file, row by row, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.registry import Registry
from preau.kernel.sheets import euros

from ..models import Proposal
from .files import ExportFile
from .selection import Selection

CHUNK = 500


@dataclass(frozen=True)
class ExportColumns:
    """Columns that another floor adds: ``load`` answers cells by proposal id, for one chunk."""

    heads: Callable[[], list[str]]
    load: Callable[[Sequence[Proposal]], dict[int, list[Any]]]


export_columns: Registry[ExportColumns] = Registry("proposal export column")


def heads(_selection: Selection, people: bool) -> list[str]:
    """First row of the file. No address, no real name unless ``people``: what the page shows."""
    own = [
        _("Numéro"),
        _("Titre"),
        _("Statut"),
        _("Quartier"),
        _("Thème"),
        _("Service"),
        _("Coût déclaré (€)"),
        _("Coût étudié (€)"),
        _("Lieu"),
        _("Latitude"),
        _("Longitude"),
        _("Auteur affiché"),
        _("Déposée le"),
        _("Statut depuis le"),
        _("Constat"),
        _("Proposition"),
        _("Pour qui"),
    ]
    own += [head for more in export_columns for head in more.heads()]
    if people:
        own += [_("Nom de l’auteur"), _("Adresse e-mail de l’auteur"), _("Adulte à prévenir")]
    return own


def rows(selection: Selection, people: bool) -> Iterator[list[Any]]:
    """One row per proposal, in the order of the selection, read through a server-side cursor."""
    found = selection.proposals().select_related("zone", "theme", "service")
    found = found.defer("search", "search_key", "zone__polygon")
    if people:
        found = found.select_related("author")
    everything = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(everything, CHUNK)):
        extra = [(len(more.heads()), more.load(chunk)) for more in export_columns]
        for one in chunk:
            cells = _cells(one)
            for width, by_id in extra:
                cells += by_id.get(one.pk, [""] * width)
            yield [*cells, *_person(one)] if people else cells


def _person(one: Proposal) -> list[Any]:
    author = one.author
    return [*([author.full_name, author.email] if author else ["", ""]), one.guardian]


def _cells(one: Proposal) -> list[Any]:
    return [
        one.number,
        one.title,
        one.get_status_display(),
        one.zone.name if one.zone else _("Toute la ville"),
        one.theme.name if one.theme else "",
        one.service.name if one.service else "",
        euros(one.declared_cost_cents),
        euros(one.cost_cents),
        one.place,
        one.latitude,
        one.longitude,
        one.author_name,
        timezone.localtime(one.submitted_at).strftime("%d/%m/%Y"),
        timezone.localtime(one.status_at).strftime("%d/%m/%Y"),
        one.finding,
        one.idea,
        one.audience,
    ]


PROPOSALS = ExportFile(
    code="propositions",
    label=gettext_lazy("Les idées"),
    hint=gettext_lazy("Une ligne par idée\u00a0: le texte, le statut, le coût, la décision."),
    name="propositions",
    order=1,
    heads=heads,
    rows=rows,
)
