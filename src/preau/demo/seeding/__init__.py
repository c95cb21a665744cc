"""Turns the demonstration material into rows, through the actions of the product.

The work is cut into chapters, each written whole or not at all: an interrupted seed is simply run
again. A chapter that is there is never touched, so that what visitors did stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from preau.demo.content import DemoCity, load
from preau.kernel import clock
from preau.kernel.text import slug
from preau.processes.models import Process
from preau.tenancy.models import Site
from preau.tenancy.scope import speaking_for

from .calls import is_call_missing, write_call
from .consultations import missing_consultations, write_consultation
from .decided_call import is_past_call_missing, write_past_call
from .editions import write_edition
from .front import dress, has_front
from .ground import lay_ground
from .ideas_box import is_box_missing, write_box
from .inquiries import missing_inquiries, write_inquiry
from .petitions import is_petition_missing, write_petition
from .platform import keep_platform
from .surveys import is_missing, write_survey
from .town import Town
from .votations import missing_votations, write_votation

#: Hosts of each city, the main one first.
HOSTS = {
    "saint-aubin": ("localhost", "127.0.0.1", "saint-aubin.localhost"),
    "villeneuve": ("villeneuve.localhost",),
    "brisants": ("brisants.localhost",),
}


def seed(today: date | None = None) -> Iterator[str]:
    """Write what is missing of every demonstration city; yields the name of each chapter written.

    ``today`` is the day that all dates of the material count from.
    """
    for key, hosts in HOSTS.items():
        city = load(key)
        if not Site.objects.filter(slug=key).exists():
            lay_ground(city, hosts)
            yield city.name
        site = Site.objects.get(slug=key)
        with speaking_for(site, "fr"):
            yield from _seed_city(city, site, today or timezone.localdate(clock.now()))
    if keep_platform():
        yield "Plateforme"


def _seed_city(city: DemoCity, site: Site, today: date) -> Iterator[str]:
    known = set(Process.objects.values_list("slug", flat=True))
    missing = [edition for edition in city.editions if slug(edition.title) not in known]
    votations = missing_votations(city.key)
    consultations = missing_consultations(city.key)
    inquiries = missing_inquiries(city.key)
    has_asked = not is_missing(city.key) and not is_petition_missing(city.key)
    has_asked = has_asked and not is_call_missing(city.key) and not is_box_missing(city.key)
    has_asked = has_asked and not is_past_call_missing(city.key)
    if has_asked and has_front() and not (missing or votations or consultations or inquiries):
        return
    town = Town.read(city, site, today)
    for edition in missing:
        write_edition(town, edition)
        yield f"{city.name}, {edition.title}"
    if is_missing(city.key):
        write_survey(town)
        yield f"{city.name}, questionnaire"
    for votation in votations:
        write_votation(town, votation)
        yield f"{city.name}, {votation['title']}"
    if is_petition_missing(city.key):
        yield f"{city.name}, {write_petition(town)}"
    for consultation in consultations:
        write_consultation(town, consultation)
        yield f"{city.name}, {consultation['title']}"
    for inquiry in inquiries:
        yield f"{city.name}, {write_inquiry(town, inquiry).title}"
    if is_call_missing(city.key):
        yield f"{city.name}, {write_call(town)}"
    if is_past_call_missing(city.key):
        yield f"{city.name}, {write_past_call(town)}"
    if is_box_missing(city.key):
        yield f"{city.name}, {write_box(town)}"
    if not has_front():
        dress(town)
        yield f"{city.name}, page d’accueil"
