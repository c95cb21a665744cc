"""The ground of a city: site, addresses, zones, services, people, themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from preau.accounts.models import Membership, Role, Service, User
from preau.demo.content import DemoCity, Person, Resident
from preau.demo.content.types import Zone as ZoneMaterial
from preau.kernel import clock
from preau.kernel.text import sort_key
from preau.proposals.models import Theme
from preau.services.models import Rule
from preau.tenancy.models import Domain, Site
from preau.tenancy.scope import use_site
from preau.territory.models import Zone

from .personas import PERSONAS
from .town import OWNERS, email_of, everyone

#: How the site names the authority that speaks.
AUTHORITIES = {"saint-aubin": "la Ville", "villeneuve": "la commune", "brisants": "la communauté"}
PHONES = {
    "saint-aubin": "02 61 91 14 14",
    "villeneuve": "02 61 91 15 15",
    "brisants": "02 61 91 16 16",
}
#: Who keeps the site itself.
ADMINISTRATORS = {
    "saint-aubin": "ibrahim-diarra",
    "villeneuve": "helene-aubert",
    "brisants": "yann-corre",
}
ROLES = {
    "agent": Role.AGENT,
    "decision-maker": Role.DECIDER,
    "official": Role.READER,
    "commissioner": Role.COMMISSIONER,
}


@transaction.atomic
def lay_ground(city: DemoCity, hosts: tuple[str, ...]) -> Site:
    """Create the site of ``city``, answering at ``hosts`` (the main one first), and its people."""
    site = Site.objects.create(
        slug=city.key,
        name=city.site_title,
        authority=AUTHORITIES[city.key],
        contact_email=city.contact_email,
        contact_phone=PHONES[city.key],
    )
    for host in hosts:
        Domain.objects.create(site=site, host=host, is_canonical=host == hosts[0])
    with use_site(site), timezone.override(site.zone_info):
        zones = _lay_zones(city)
        people = _know_people(city, zones)
        services = _set_up_services(city, people)
        Membership.objects.bulk_create(_memberships(city, people, services))
        Theme.objects.bulk_create(
            Theme(code=theme.code, name=theme.name, drawing=theme.code, order=order)
            for order, theme in enumerate(city.themes, start=1)
        )
        _write_rules(city, services)
    return site


def _write_rules(city: DemoCity, services: dict[str, Service]) -> None:
    """A rule for each theme: its ideas go to the service that studied most of them."""
    for order, theme in enumerate(Theme.objects.all(), start=1):
        ideas = [one for edition in city.editions for one in edition.proposals]
        counts = Counter(one.service for one in ideas if one.theme == theme.code)
        if counts:
            service = services[counts.most_common(1)[0][0]]
            Rule.objects.create(order=order, theme=theme, service=service)


def _lay_zones(city: DemoCity) -> dict[str, Zone]:
    return {
        zone.code: Zone.objects.create(
            kind=Zone.Kind.QUARTER,
            number=number,
            name=zone.name,
            slug=zone.code,
            polygon=_polygon(zone),
            population=zone.population,
        )
        for number, zone in enumerate(city.zones, start=1)
    }


def _polygon(zone: ZoneMaterial) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [[list(point) for point in zone.ring]]}


def _know_people(city: DemoCity, zones: dict[str, Zone]) -> dict[str, User]:
    """Personas first, in the order in which they are offered; then everyone else."""
    personas = PERSONAS[city.key]
    at = clock.now()
    known = {one.key: one for one in everyone(city)}
    keys = [*personas, *(key for key in known if key not in personas)]
    users = [
        User(
            email=email_of(city, known[key]),
            email_verified_at=at,
            zone=zones.get(known[key].zone or ""),
            demo_persona=personas.get(key, ""),
            **_names(known[key]),
            birth_date=_birth_date(known[key], at),
        )
        for key in keys
    ]
    return dict(zip(keys, User.objects.bulk_create(users), strict=True))


def _names(one: Person | Resident) -> dict[str, str]:
    """A resident as the public site shows one: a first name and an initial, or less for a child."""
    if isinstance(one, Resident):
        return {"first_name": one.first_name, "public_name": f"{one.first_name} {one.initial}"}
    is_child = one.age is not None and one.age < 15
    public_name = one.first_name if is_child else f"{one.first_name} {one.last_name[0]}."
    return {
        "first_name": one.first_name,
        "last_name": one.last_name,
        "public_name": public_name,
    }


def _birth_date(one: Person | Resident, at: datetime) -> date | None:
    """A day that gives the stated age for months to come; people's days differ."""
    if one.age is None:
        return None
    past = 20 + sum(one.key.encode()) * 7 % 200
    day = timezone.localdate(at) - timedelta(days=past)
    return day.replace(year=day.year - one.age, day=min(day.day, 28))


def _set_up_services(city: DemoCity, people: dict[str, User]) -> dict[str, Service]:
    services = [
        Service(
            name=service.name,
            description=service.description,
            email=f"{service.code}@{city.contact_email.split('@')[1]}",
            lead=people[service.lead],
            sort_key=sort_key(service.name)[:160],
        )
        for service in city.services
    ]
    made = Service.objects.bulk_create(services)
    return {material.code: one for material, one in zip(city.services, made, strict=True)}


def _memberships(
    city: DemoCity, people: dict[str, User], services: dict[str, Service]
) -> Iterator[Membership]:
    yield Membership(user=people[OWNERS[city.key]], role=Role.OWNER)
    yield Membership(user=people[ADMINISTRATORS[city.key]], role=Role.ADMINISTRATOR)
    for person in city.people:
        role = ROLES.get(person.role)
        if role is not None:
            service = services[person.service] if person.service else None
            yield Membership(user=people[person.key], role=role, service=service)
