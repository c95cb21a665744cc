"""The printed catalogue: projects by neighbourhood, with a code that leads to each page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal, Refused
from preau.kernel.registry import Registry
from preau.media.models import Picture
from preau.tenancy.addresses import absolute_url
from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf, qr_svg
from preau.ui.words import money, number, numbered

from ..models import Proposal, ProposalQuerySet, Status
from .files import PDF, ExportFile, demand_paper
from .selection import Selection

_LAYOUT = Path(__file__).parent / "catalogue.typ"
#: Signs of a text on paper; the code leads to the rest.
LONGEST = 700
#: Those that people vote on, or did.
CHOSEN = (
    Status.RETAINED,
    Status.NOT_ELECTED,
    Status.ELECTED,
    Status.STUDY,
    Status.WORKS,
    Status.DONE,
)
#: Words agreed for the ballot, by proposal id, that a floor above knows: a title and a text.
catalogue_words: Registry[Callable[[Sequence[Proposal]], dict[int, tuple[str, str]]]] = Registry(
    "catalogue words"
)


def _heads(_selection: Selection, _people: bool) -> list[str]:
    return []


def _rows(_selection: Selection, _people: bool) -> Iterator[list[Any]]:
    return iter(())


def in_catalogue(selection: Selection) -> ProposalQuerySet:
    """Ideas of the filter that everyone may read; those retained when no status is asked for."""
    found = selection.proposals().visible().select_related("zone", "theme", "picture")
    if not selection.status:
        found = found.filter(status__in=CHOSEN)
    return found.defer("search", "search_key", "zone__polygon").order_by(
        "zone__number", "zone__sort_key", "zone", "number"
    )


def catalogue_pdf(selection: Selection) -> bytes:
    """The catalogue of a selection. Raises ``Refused`` when nothing, or too much, is in it."""
    found = in_catalogue(selection)
    demand_paper(found.order_by().count())
    projects = list(found)
    if not projects:
        raise Refused(
            Refusal(
                "empty",
                _("Aucune idée de ce filtre n’est retenue\u00a0: le catalogue serait vide."),
                remedy=_("Choisissez un statut dans le filtre, puis recommencez."),
            )
        )
    words: dict[int, tuple[str, str]] = {}
    for source in catalogue_words:
        words |= source(projects)
    pictures: dict[str, bytes] = {}
    zones = [
        {"name": name, "count": _counted(len(group)), "projects": group}
        for name, group in _by_zone(selection, projects, words, pictures)
    ]
    process = selection.process
    facts = {
        "lang": (get_language() or "fr")[:2],
        "city": current_site().name,
        "title": process.title,
        "count": _counted(len(projects)),
        "contents": _("Les projets, quartier par quartier"),
        "scan": _("Scannez le code d’un projet pour le lire en entier et suivre la suite."),
        "url": absolute_url(reverse("public:process", args=[process.slug])),
        "zones": zones,
    }
    return compile_pdf(_LAYOUT.read_bytes(), facts, pictures)


def _counted(count: int) -> str:
    return ngettext("%(n)s projet", "%(n)s projets", count) % {"n": number(count)}


def _by_zone(
    selection: Selection,
    projects: list[Proposal],
    words: dict[int, tuple[str, str]],
    pictures: dict[str, bytes],
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for _pk, group in groupby(projects, key=lambda one: one.zone_id):
        here = list(group)
        zone = here[0].zone.name if here[0].zone else _("Toute la ville")
        yield zone, [_facts(selection, one, words, pictures) for one in here]


def _facts(
    selection: Selection,
    one: Proposal,
    words: dict[int, tuple[str, str]],
    pictures: dict[str, bytes],
) -> dict[str, Any]:
    title, text = words.get(one.pk, (one.title, one.idea))
    cost = one.best_cost_cents
    path = reverse("proposals:proposal_by_number", args=[selection.process.slug, one.number])
    url = absolute_url(path)
    about = [one.theme.name if one.theme else "", one.place]
    return {
        "number": numbered(one.number),
        "title": title,
        "about": " · ".join(part for part in about if part),
        "cost": money(cost) if cost is not None else "",
        "text": _cut(text),
        "picture": _picture(one.picture, pictures),
        "alt": (one.picture.alt if one.picture else "") or title,
        "url": url.split("://", 1)[-1],
        "code": qr_svg(url),
    }


def _picture(picture: Picture | None, pictures: dict[str, bytes]) -> str:
    """Name of the smallest rendition among the files of the paper; empty when there is none."""
    if picture is None or not picture.widths:
        return ""
    path = picture.path(picture.widths[0])
    if not default_storage.exists(path):
        return ""
    name = f"{picture.key.hex}.webp"
    with default_storage.open(path) as file:
        pictures[name] = file.read()
    return name


def _cut(text: str) -> str:
    """Whole words, and the sign that says that there is more."""
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


CATALOGUE = ExportFile(
    code="catalogue",
    label=gettext_lazy("Le catalogue des projets"),
    hint=gettext_lazy(
        "À imprimer, quartier par quartier, avec un code à scanner par projet. Les idées retenues, ou celles du statut choisi."
    ),
    name="catalogue",
    order=9,
    heads=_heads,
    rows=_rows,
    formats=(PDF,),
    has_people=False,
    paper=catalogue_pdf,
)
