"""A demonstration city as it stands in the database, by the keys of its material."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from preau.accounts.models import Service, User
from preau.demo.content import DemoCity, Person, Resident
from preau.kernel.text import slug
from preau.proposals.models import Theme
from preau.tenancy.models import Site
from preau.territory.models import Zone


@dataclass(frozen=True)
class Town:
    """Rows of one city; ``today`` is day 0 of the material."""

    city: DemoCity
    site: Site
    today: date
    people: dict[str, User]
    zones: dict[str, Zone]
    services: dict[str, Service]
    themes: dict[str, Theme]

    @classmethod
    def read(cls, city: DemoCity, site: Site, today: date) -> Self:
        """The rows of ``city`` in the current site."""
        users = {user.email: user for user in User.objects.prefetch_related("memberships__service")}
        zones = {zone.slug: zone for zone in Zone.objects.all()}
        services = {service.name: service for service in Service.objects.all()}
        return cls(
            city=city,
            site=site,
            today=today,
            people={one.key: users[email_of(city, one)] for one in everyone(city)},
            zones={zone.code: zones[zone.code] for zone in city.zones},
            services={service.code: services[service.name] for service in city.services},
            themes={theme.code: theme for theme in Theme.objects.all()},
        )

    @property
    def owner(self) -> User:
        """Who runs every process of the city."""
        return self.people[OWNERS[self.city.key]]

    def on(self, days: int) -> date:
        """The day that the material calls ``days``."""
        return self.today + timedelta(days=days)

    def at(self, days: int, hour: int = 0, minute: int = 0) -> datetime:
        """A moment of that day, local time of the site."""
        return moment(self.on(days), hour, minute, self.site.zone_info)

    def working_day(self, days: int) -> int:
        """The same day, or the Friday before a weekend: town halls do not decide on Sundays."""
        return days - max(0, self.on(days).weekday() - 4)


#: Keys of the people who run the processes.
OWNERS = {"saint-aubin": "odile", "villeneuve": "samia-oudin", "brisants": "soizic-lebras"}


def moment(day: date, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=zone)


def everyone(city: DemoCity) -> list[Person | Resident]:
    """Everybody of the material, full names first."""
    return [*city.people, *city.residents]


def email_of(city: DemoCity, one: Person | Resident) -> str:
    """Address of a person of the material; residents have one at their city's example domain."""
    if isinstance(one, Person):
        return one.email
    return f"{slug(one.first_name)}.{one.key[1:]}@habitants.{city.key}.example"
