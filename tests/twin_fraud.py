"""A file that proposes to set the resident's ballot aside, in each twin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .addresses import Example
    from .twins import Twin

HERE = "vote-en-cours"


def open_file(twin: Twin, contest: Any) -> None:
    """Proposed by the administrator, waiting for the owner."""
    from preau.voting.fraud.actions import propose_aside
    from preau.voting.fraud.queries import Clue
    from preau.voting.keys import voter_key
    from preau.voting.models import Sign

    key = voter_key(contest.election.roll_key, twin.resident.public_id)
    clue = Clue(Sign.BURST, "", 1, keys=frozenset({key}))
    proposed = propose_aside(
        election=contest.election,
        clue=clue,
        keys=[key],
        reason="Trop de votes dans la minute.",
        actor=twin.administrator,
    )
    assert hasattr(proposed, "number"), proposed


def addresses(
    get: Callable[..., Example], post: Callable[..., Example], owner: dict[str, Any]
) -> Iterator[Example]:
    """A clue that is no longer in the roll, and the file."""
    yield get("voting_desk:clue", HERE, "0" * 20, status=302, **owner)
    yield post("voting_desk:clue", HERE, "0" * 20, status=302, **owner)
    yield get("voting_desk:case", HERE, 1, **owner)
    decided = {"do": "withdraw", "words": "Un stand."}
    yield post("voting_desk:case", HERE, 1, data=decided, **owner)
