"""The vote of the booth's own tests, and people who look like one person."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from preau.accounts.models import Membership, Role, User
from preau.voting.actions import cast_ballot
from preau.voting.fraud.actions import look_at_effect, propose_aside
from preau.voting.fraud.queries import signs_of
from preau.voting.models import SetAside, Sign
from preau.voting.receipts import Receipt
from preau.voting.tests.conftest import Vote, draft_vote, vote

__all__ = ["draft_vote", "vote"]


class Fraud:
    """Six numbered addresses of Gare for one project, five true residents for another."""

    def __init__(self, vote: Vote) -> None:
        self.vote = vote
        self.options = vote.options(vote.gare)
        self.second = User.objects.create(
            email="seconde@ville.example", first_name="Sonia", last_name="Segond"
        )
        Membership.objects.create(user=self.second, role=Role.OWNER)
        self.receipts = [self.cast(f"eleve{n}@ecole.example", 3) for n in range(6)]
        names = ("ana", "bob", "cleo", "dina", "elie")
        self.others = [self.cast(f"{name}@example.org", 2) for name in names]

    def cast(self, email: str, place: int) -> Receipt:
        voter = User.objects.create(
            email=email,
            birth_date=date(1990, 1, 1 + User.objects.count()),
            zone=self.vote.cast.zone(),
            email_verified_at=datetime(2027, 1, 4, tzinfo=UTC),
        )
        chosen = [self.options[place].pk]
        answer = cast_ballot(contest=self.vote.gare, voter=voter, choices=chosen)
        assert isinstance(answer, Receipt)
        return answer

    @property
    def clue(self) -> Any:
        return next(o for o in signs_of(self.vote.election).clues if o.sign == Sign.NUMBERED)

    def propose(self, *, looked_at: bool = True) -> SetAside:
        clue = self.clue
        case = propose_aside(
            election=self.vote.election,
            clue=clue,
            keys=clue.keys,
            reason="Six adresses créées en une minute.",
            actor=self.vote.cast.odile,
        )
        assert isinstance(case, SetAside)
        if looked_at:
            assert look_at_effect(case=case, actor=self.second) is None
        return case


@pytest.fixture
def fraud(vote: Vote) -> Fraud:
    return Fraud(vote)
