"""What is read in the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Process
from preau.tenancy.scope import current_site

from .models import Indicator, Member, Post, SharedModel, Taking

#: Sizes of cities that compare with one another.
SIZES = (
    (0, 10_000, _("moins de 10\u00a0000 habitants")),
    (10_000, 50_000, _("de 10\u00a0000 à 50\u00a0000 habitants")),
    (50_000, 2_000_000_000, _("plus de 50\u00a0000 habitants")),
)


def own_member() -> Member | None:
    """The current site in the directory, when it is there."""
    return Member.objects.filter(site_id=current_site().pk, left_at=None).first()


def directory(words: str = "") -> QuerySet[Member]:
    """Members by name; narrowed by words of their name or of what they do."""
    found = Member.objects.filter(left_at=None).annotate(
        experiences=Count("posts", Q(posts__kind="experience", posts__hidden_at=None))
    )
    if words:
        found = found.filter(Q(name__icontains=words) | Q(presentation__icontains=words))
    return found.order_by("name", "pk")


def posts(kind: str) -> QuerySet[Post]:
    """The posts of a kind with how many answers and people each has."""
    return (
        Post.objects.filter(kind=kind, hidden_at=None)
        .select_related("member")
        .annotate(replies=Count("answers", Q(answers__hidden_at=None), distinct=True))
        .order_by("-at", "-pk")
    )


def shared_models() -> QuerySet[SharedModel]:
    """The last version of each model, the newest first."""
    latest = SharedModel.objects.filter(withdrawn_at=None).values("family").annotate(last=Max("pk"))
    return (
        SharedModel.objects.filter(pk__in=latest.values("last"))
        .select_related("member")
        .defer("outline")
        .order_by("-at", "-pk")
    )


@dataclass(frozen=True)
class Mark:
    """One figure: the city's own, and where the middle half of similar cities stands."""

    key: str
    own: float | None
    cities: int
    low: float
    middle: float
    high: float


def size_of(member: Member) -> tuple[int, int, Any]:
    """The size class of a city."""
    return next(one for one in SIZES if one[0] <= member.population < one[1])


def benchmark(member: Member) -> list[Mark]:
    """Figures of cities alike: never fewer than five of them, never one alone."""
    least, most, _words = size_of(member)
    own = dict(Indicator.objects.filter(site_id=member.site_id).values_list("key", "value"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, cities, low, middle, high FROM network_benchmark(%s, %s)", [least, most]
        )
        rows = cursor.fetchall()
    return [Mark(row[0], own.get(row[0]), *row[1:]) for row in rows]


def has_their_rulebook(process: Process) -> bool | None:
    """Whether the règlement is still, word for word, that of the city whose model was taken.

    None when no model of the network made this process. One statement.
    """
    taken = (
        Taking.objects.filter(site=current_site(), draft=process.pk)
        .values_list("model__outline__rulebook", flat=True)
        .first()
    )
    return None if not taken else taken == process.rulebook
