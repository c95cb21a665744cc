"""In which services a person works today, and where an idea would go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from preau.accounts.models import Membership, Role, Service, User
from preau.kernel import clock
from preau.kernel.text import stem_key
from preau.proposals.models import Proposal

from .models import Absence, Consulted, Rule


def services_of(person: User) -> set[int]:
    """Ids of the services this person works in today: own, led, and those of the absent.

    Read once per request.
    """
    known: set[int] | None = person.__dict__.get("_services")
    if known is None:
        known = person.__dict__["_services"] = _services_of(person)
    return known


def _services_of(person: User) -> set[int]:
    return set(services_worked_by(person).values_list("pk", flat=True))


def services_worked_by(person: User | int) -> QuerySet[Service]:
    """The same as rows, to be part of a larger question."""
    today = timezone.localdate(clock.now())
    absent = Absence.objects.on(today).filter(stand_in=person).values("user")
    worked = Membership.objects.filter(Q(user=person) | Q(user__in=absent), role=Role.AGENT)
    return Service.objects.filter(
        Q(lead=person)
        | Q(lead__in=absent)
        | Q(pk__in=worked.filter(service__isnull=False).values("service"))
    ).order_by()


def people_of(services: Iterable[int]) -> dict[int, list[User]]:
    """Who is at work in each of these services today: whoever is away gives way to the stand-in."""
    wanted = set(services)
    today = timezone.localdate(clock.now())
    away = {
        one.user_id: one.stand_in for one in Absence.objects.on(today).select_related("stand_in")
    }
    held = Membership.objects.filter(role=Role.AGENT, service__in=wanted).select_related("user")
    found: dict[int, dict[int, User]] = {pk: {} for pk in wanted}
    for one in held.order_by("user__last_name", "pk"):
        person = away.get(one.user_id, one.user)
        if one.service_id is not None and person.is_active:
            found[one.service_id][person.pk] = person
    return {pk: list(people.values()) for pk, people in found.items()}


def all_services() -> Any:
    """Every service with its lead and its agents, in three statements."""
    agents = Membership.objects.filter(role=Role.AGENT).select_related("user")
    return Service.objects.select_related("lead").prefetch_related(
        Prefetch("memberships", queryset=agents.order_by("user__last_name"), to_attr="agents")
    )


@dataclass(frozen=True)
class Route:
    """Where a rule sends an idea: the service in charge, those also asked."""

    rule: Rule
    service: Service
    consulted: tuple[Service, ...]


@dataclass
class Router:
    """Rules read once, applied to as many ideas as needed."""

    rules: Sequence[Rule]

    @classmethod
    def load(cls) -> Router:
        consulted = Consulted.objects.select_related("service")
        rules = Rule.objects.select_related("theme", "zone", "service")
        return cls(list(rules.prefetch_related(Prefetch("consulted", queryset=consulted))))

    def route(self, proposal: Proposal) -> Route | None:
        """The first rule that fits, or None."""
        rule = next((one for one in self.rules if fits(one, proposal)), None)
        if rule is None:
            return None
        also = tuple(one.service for one in rule.consulted.all()) if rule.pk else ()
        return Route(rule, rule.service, also)


def fits(rule: Rule, proposal: Proposal) -> bool:
    """True when theme, zone and words of ``rule`` all fit; a condition left empty always fits."""
    if rule.theme_id is not None and rule.theme_id != proposal.theme_id:
        return False
    if rule.zone_id is not None and rule.zone_id != proposal.zone_id:
        return False
    words = words_of(rule.keywords)
    text = f" {_singular(proposal.search_key)} "
    return not words or any(f" {word} " in text for word in words)


def words_of(keywords: str) -> list[str]:
    """Keys of the words of a rule, as the text of ideas is searched: without accents or plurals."""
    keys = (_singular(stem_key(word)) for word in keywords.replace("\n", ",").split(","))
    return [key for key in keys if key]


def _singular(key: str) -> str:
    """Each word without the mark of its plural, the same way on both sides."""
    return " ".join(word.rstrip("sx") if len(word) > 3 else word for word in key.split())


@dataclass(frozen=True)
class Trial:
    """What the rules would do to ideas already known."""

    lines: list[tuple[Proposal, Route | None]]
    counts: list[tuple[str, int]]
    unrouted: int
    #: Among ideas that have a service: how many would go where people sent them.
    alike: int
    known: int


def try_rules(rules: Sequence[Rule], *, most: int = 2000, shown: int = 40) -> Trial:
    """Apply ``rules`` (saved or not) to the latest ideas, without changing any."""
    ideas = Proposal.objects.select_related("process", "service", "theme", "zone")
    ideas = ideas.defer("finding", "idea", "audience", "search", "zone__polygon")[:most]
    router = Router(rules)
    counts: dict[str, int] = {}
    lines: list[tuple[Proposal, Route | None]] = []
    unrouted = alike = known = 0
    for idea in ideas:
        found = router.route(idea)
        if len(lines) < shown:
            lines.append((idea, found))
        if found is None:
            unrouted += 1
        else:
            counts[found.service.name] = counts.get(found.service.name, 0) + 1
        if idea.service_id is not None:
            known += 1
            alike += found is not None and found.service.pk == idea.service_id
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    return Trial(lines, ranked, unrouted, alike, known)
