"""How often something may be tried, by whom: counted, and said when it is too much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from preau.accounts.networks import network_of
from preau.accounts.visitors import visitor_token
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.tenancy.locks import take_turn

from .models import Try


@dataclass(frozen=True)
class Limit:
    """At most ``most`` tries of ``what`` by one ``who`` within ``within``."""

    what: str
    who: str
    most: int
    within: timedelta = timedelta(hours=1)

    def is_reached(self) -> bool:
        since = clock.now() - self.within
        return Try.objects.filter(what=self.what, who=self.who, at__gt=since).count() >= self.most


def limits_here(
    request: HttpRequest, what: str, *, by_visitor: int, by_network: int
) -> list[Limit]:
    """The limits of one browser, and of the network it comes from when that is known."""
    limits = [Limit(what, visitor_token(request), by_visitor)]
    network = network_of(request)
    return [*limits, Limit(what, network, by_network)] if network else limits


def refusal_by_limits(limits: Iterable[Limit]) -> Refusal | None:
    """Why this is tried too often; asked and counted one after the other for each ``who``."""
    for limit in sorted(limits, key=lambda one: one.who):
        take_turn(f"try {limit.what}", limit.who)
        if limit.is_reached():
            return Refusal(
                "too_many_tries",
                _("Trop d’essais en peu de temps."),
                rule=_("Leur nombre est limité, pour que personne ne devine à votre place."),
                remedy=_("Attendez une heure\u00a0: ce que vous avez préparé est gardé."),
            )
    return None


def count_try(limits: Iterable[Limit]) -> None:
    """Write down one more try for each of ``limits``."""
    at = clock.now()
    Try.objects.bulk_create(Try(what=one.what, who=one.who, at=at) for one in limits)
