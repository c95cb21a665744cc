"""A board of election with its five parts, and a vote whose first contest is secret."""

from __future__ import annotations

from typing import Any

from nacl.public import PrivateKey

from preau.voting.actions import confirm_trial, register_key, set_secret
from preau.voting.models import BallotKey
from preau.voting.sealed.box import STEP, open_sealed
from preau.voting.sealed.shares import split


class Board:
    """What the ceremony makes: five parts; the private key is for tests to compare."""

    def __init__(self) -> None:
        key = PrivateKey.generate()
        self.private, self.public = bytes(key).hex(), bytes(key.public_key).hex()
        self.parts = split(self.private)


def make_secret(vote: Any, board: Board, *, publishes: str = "clear") -> Any:
    """Make contest « gare » of a draft vote secret: key registered, trial passed."""
    actor, election = vote.cast.odile, vote.election
    set_secret(election=election, contests={vote.gare.pk}, actor=actor)
    key = register_key(election=election, public_key=board.public, publishes=publishes, actor=actor)
    assert isinstance(key, BallotKey)
    phrase = open_sealed(board.private, bytes(key.test_sealed), STEP).decode()
    assert isinstance(confirm_trial(election=election, phrase=phrase, actor=actor), BallotKey)
    vote.gare.refresh_from_db()
    return vote
