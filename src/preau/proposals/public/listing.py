"""The ideas of a process: list, map, table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from preau.kernel import clock
from preau.processes.access import load_process
from preau.processes.models import Process
from preau.processes.queries import process_now
from preau.ui.words import number

from .. import lists
from ..lists import Facets, Places, Wanted
from ..models import Proposal, Status
from ..similar import titles_near
from .order import default_order, draw_order, own_order

#: Columns of the table: order in the address (empty when it cannot sort), heading.
COLUMNS = (
    ("numero", _("N°")),
    ("titre", _("Titre")),
    ("quartier", _("Quartier")),
    ("", _("Thème")),
    ("cout", _("Coût")),
    ("statut", _("Statut")),
    ("recent", _("Déposée le")),
)


_ICONS = {"liste": "list", "carte": "map", "tableau": "table"}


@dataclass(frozen=True)
class Link:
    """A link to the same list, otherwise asked for."""

    label: Any
    url: str
    is_on: bool = False
    direction: str = ""
    icon: str = ""


def proposal_list(request: HttpRequest, process: str) -> HttpResponse:
    """Everything is in the address; works as a plain form, and pages by numbers."""
    found = load_process(request, process)
    at = clock.now()
    asked, places = lists.wanted(request.GET, request.user.pk), Places.read()
    default = "numero" if asked.view == "tableau" else default_order(found, at)
    counts = lists.facets(found, asked, places)
    paginator = Paginator(range(counts.total), lists.PAGE)
    asked = replace(asked, page=min(asked.page, paginator.num_pages))
    own = own_order(request)
    if (asked.order or default) == "hasard" and not (own or asked.draw):
        asked = replace(asked, draw=draw_order(at))
    proposals = lists.page_of(
        lists.listed(found, asked, places), asked, default=default, seed=asked.draw or own
    )
    for proposal in proposals:
        proposal.process = found
    return render(
        request,
        "proposals/list.html",
        {
            "process": found,
            "moment": process_now(found, request.user, at),
            "asked": asked,
            "facets": counts,
            "proposals": proposals,
            "near": _near(found, asked, counts),
            "from_list": _from_list(asked),
            "views": _views(asked),
            "orders": [(code, lists.ORDERS[code]) for code in lists.CHOICES],
            "order": asked.order or default,
            "chips": _chips(asked, counts),
            "at_vote": _at_vote(asked, counts),
            "clear": asked.but(**lists.UNFILTERED),
            "page": paginator.page(asked.page),
            "sign_in_for_more": _sign_in(request),
            "is_filter_open": replace(asked, words="").is_filtered,
            "columns": _columns(asked, default),
            "data_query": asked.but(view="liste", order="", draw=0).removeprefix("?"),
        },
    )


def _near(process: Process, asked: Wanted, counts: Facets) -> list[Proposal]:
    """Titles that nearly say the words, when the words alone find nothing."""
    if counts.total or not asked.words:
        return []
    return titles_near(process, asked.words)


def _sign_in(request: HttpRequest) -> str:
    """Where somebody unknown signs in to see the favourites that the address asks for."""
    if request.user.is_authenticated or request.GET.get("favoris") != "oui":
        return ""
    return f"{reverse('public:sign_in')}?{urlencode({'suite': request.get_full_path()})}"


def _from_list(asked: Wanted) -> str:
    """What a card's link carries, so that its page knows the list it came from."""
    query = asked.but(page=asked.page).removeprefix("?")
    return f"?liste=1&{query}" if query else "?liste=1"


def _views(asked: Wanted) -> list[Link]:
    return [
        Link(
            label,
            asked.but(view=code, order="", descending=False),
            asked.view == code,
            icon=_ICONS[code],
        )
        for code, label in lists.VIEWS.items()
    ]


def _chips(asked: Wanted, counts: Facets) -> list[Link]:
    """Each active filter as a link that drops it."""
    chips = [Link(f"« {asked.words} »", asked.but(words=""))] if asked.words else []
    for name in ("zones", "themes", "statuses", "brackets"):
        codes = getattr(asked, name)
        for choice in getattr(counts, name):
            if choice.is_on:
                left = tuple(code for code in codes if code != choice.code)
                chips.append(Link(choice.label, asked.but(**{name: left})))
    if asked.follower:
        chips.append(Link(_("Mes favoris"), asked.but(follower=None)))
    return chips


def _at_vote(asked: Wanted, counts: Facets) -> Link | None:
    """The way to what is on the ballot, when the list mixes it with the rest."""
    retained = next((one for one in counts.statuses if one.code == Status.RETAINED), None)
    if asked.statuses or retained is None or retained.count == counts.total:
        return None
    label = ngettext(
        "Voir seulement le projet au vote",
        "Voir seulement les %(count)s projets au vote",
        retained.count,
    ) % {"count": number(retained.count)}
    return Link(label, asked.but(statuses=(str(Status.RETAINED),)))


def _columns(asked: Wanted, default: str) -> list[Link]:
    """Headings of the table; the present one turns its order."""
    links = []
    for code, label in COLUMNS:
        is_on = bool(code) and code == (asked.order or default)
        turned = is_on and not asked.descending
        url = asked.but(order=code, descending=turned) if code else ""
        # The newest come first unless turned: the date then goes down.
        goes_down = asked.descending != (code == "recent")
        links.append(
            Link(label, url, is_on, ("descending" if goes_down else "ascending") if is_on else "")
        )
    return links
