"""The petitions of the twin cities: one that the neighbour signed, and its addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from preau.kernel import clock

if TYPE_CHECKING:
    from .addresses import Example
    from .twins import Twin

HERE = ("arbres", "signatures")
FRESH = ("arbres-bis", "signatures")


def petitions(twin: Twin) -> None:
    """Two petitions open in both cities; the resident has signed the first."""
    from preau.blueprints import petition
    from preau.petitions.actions import Signed, sign
    from preau.petitions.models import Petition, Signature

    letter, at = twin.letter, clock.now()
    for slug, _step in (HERE, FRESH):
        petition.create(
            title=f"D{letter}s arbr{letter}s",
            slug=slug,
            actor=twin.owner,
            opens_at=at - timedelta(days=2),
            closes_at=at + timedelta(days=20),
            settings={"demand": f"Plant{letter}r c{letter}nt arbr{letter}s.", "asked": 40},
            summary=f"C{letter}nt arbr{letter}s.",
        )
    first = Petition.objects.select_related("step__process").get(step__process__slug=HERE[0])
    written = Signed(f"Ann{letter}", f"B{letter}rg{letter}r", f"2 ru{letter} du Four", True)
    signed = sign(petition=first, person=twin.resident, signed=written)
    assert isinstance(signed, Signature)


def addresses(get: Callable[..., Example], post: Callable[..., Example]) -> Iterator[Example]:
    """Each page of a petition, as its own people use it."""
    yield get("petitions:petition", *HERE)
    names = {"first_name": "Anne", "last_name": "Berger"}
    said = names | {"address": "3 rue du Four", "declares": "on"}
    yield get("petitions:sign", *FRESH, who="resident")
    yield post("petitions:sign", *FRESH, data=said, who="resident")
    yield post("petitions:withdraw", *HERE, who="resident")
    owner: dict[str, Any] = {"who": "owner"}
    for name in ("home", "answer"):
        yield get(f"petitions_desk:{name}", *HERE, **owner)
    yield get("petitions_desk:settings", *FRESH, **owner)
    demand = {
        "demand": "Des arbres.",
        "kind": "citizen",
        "asks": "agenda",
        "part": "10",
        "asked": "9",
    }
    yield post("petitions_desk:settings", *FRESH, data=demand, **owner)
    yield post("petitions_desk:answer", *HERE, data={"acknowledged_on": "2031-06-01"}, **owner)
    yield post("petitions_desk:export", *HERE, status=200, **owner)
