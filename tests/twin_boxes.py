"""What a city keeps of its boxes beside the booth: their log, their seal, their hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from .twin_fraud import addresses as files
from .twins import Twin

if TYPE_CHECKING:
    from .addresses import Example

HERE = "vote-en-cours"


def addresses(
    twin: Twin, get: Callable[..., Example], post: Callable[..., Example]
) -> Iterator[Example]:
    """The public proofs of a box, and the desk pages of a board."""
    for name, status in (("secrecy", 200), ("forgetting", 404)):
        yield get(f"voting:{name}", HERE, status=status)
    for name in ("log", "log_heads", "log_lines", "log_consistency"):
        yield get(f"voting:{name}", HERE, twin.things["contest"])
    receipt = f"?recu={twin.things['counted_receipt']}"
    yield get("voting:log_inclusion", "premier", twin.things["counted"], query=receipt)
    owner: dict[str, Any] = {"who": "owner"}
    for name, status in (("sealed", 200), ("hours", 200), ("trial", 403), ("box", 403)):
        yield get(f"voting_desk:{name}", HERE, status=status, **owner)
    yield get("voting_desk:signs", HERE, **owner)
    yield post("voting_desk:signs", HERE, status=200, **owner)
    yield from files(get, post, owner)
    yield post("voting_desk:hours", HERE, data={"do": "suspend", "reason": "Panne."}, **owner)
