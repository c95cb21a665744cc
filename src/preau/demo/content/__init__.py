"""Material of the demonstration cities: invented people, places and ideas, ready to be seeded.

    from preau.demo.content import ballots, load

    city = load("saint-aubin")            # or another of CITIES; a frozen DemoCity
    edition = city.edition("reference")   # "delivered", "reference" or "youth"
    for ballot in ballots(edition, city.zones):
        ...

The texts live in `data/<city>/` as TOML, CSV, JSON and GeoJSON, and the theme drawings in
the design system. Nothing here knows Django: seeding turns this material into rows through the
actions of the product. Towns, rivers, people and proposals are invented.
"""

from preau.demo.content.ballots import DemoBallot, ballots
from preau.demo.content.loader import CITIES, ILLUSTRATIONS, load
from preau.demo.content.types import (
    CITY_WIDE,
    DemoCity,
    Edition,
    Envelope,
    Person,
    Proposal,
    Resident,
    Service,
    Zone,
)

__all__ = [
    "CITIES",
    "CITY_WIDE",
    "ILLUSTRATIONS",
    "DemoBallot",
    "DemoCity",
    "Edition",
    "Envelope",
    "Person",
    "Proposal",
    "Resident",
    "Service",
    "Zone",
    "ballots",
    "load",
]
