"""Votes under guard: a box under the key of a board, ballots set aside by two people."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, TypeVar

from nacl.public import PrivateKey

from preau.accounts.models import User
from preau.electorate.queries import Elector
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.voting.actions import (
    cast_ballot,
    close_contest,
    confirm_trial,
    open_boxes,
    register_key,
)
from preau.voting.actions.sealing import put_sealed
from preau.voting.fraud.actions import confirm_aside, look_at_effect, propose_aside
from preau.voting.fraud.queries import Clue
from preau.voting.keys import voter_key
from preau.voting.models import BallotKey, Channel, Contest, Election, Sign
from preau.voting.records import options_of
from preau.voting.sealed.box import STEP, open_sealed
from preau.voting.sealed.shares import THRESHOLD, join, split

from .town import Town

Answer = TypeVar("Answer")


def _demand(answer: Answer | Refusal) -> Answer:
    if isinstance(answer, Refusal):
        raise Refused(answer)
    return answer


class Board:
    """The ceremony of a secret vote: five parts of a key, of which three open the box."""

    def __init__(self, election: Election, owner: User) -> None:
        private = PrivateKey.generate()
        self.election, self.owner = election, owner
        self.parts = split(bytes(private).hex())
        key = _demand(
            register_key(
                election=election,
                public_key=bytes(private.public_key).hex(),
                publishes=BallotKey.Publishes.CLEAR,
                actor=owner,
            )
        )
        phrase = open_sealed(join(self.parts[:THRESHOLD]), bytes(key.test_sealed), STEP).decode()
        _demand(confirm_trial(election=election, phrase=phrase, actor=owner))

    def fill(self, contest: Contest, groups: list[tuple[list[int], int]]) -> None:
        """Put groups of ballots (by option number, how many) in the sealed box."""
        by_number = {option.number: option.pk for option in options_of(contest)}
        for ballot, times in groups:
            choices = [by_number[number] for number in ballot]
            for _one in range(times):
                put_sealed(
                    contest=contest,
                    elector=Elector(uuid.uuid4()),
                    choices=choices,
                    channel=Channel.WEB,
                    draft=None,
                )

    def close_and_open(self, contests: list[Contest]) -> None:
        """Seal each box at this moment, then open it with three parts and count it."""
        for contest in contests:
            contest.refresh_from_db()
            contest.closes_at = clock.now()
            contest.save(update_fields=["closes_at"])
            close_contest(contest=contest, actor=self.owner)  # its count waits for the board
        key = join(self.parts[-THRESHOLD:])
        _demand(open_boxes(election=self.election, private_key=key, actor=self.owner))


def set_some_aside(town: Town, found: dict[str, Any], contest: Contest) -> None:
    """Numbered addresses vote alike in the open box; two people set their ballots aside."""
    said, election = found["set_aside"], contest.election
    contest.refresh_from_db()
    by_number = {str(option.number): option.pk for option in options_of(contest)}
    choices = {str(by_number[number]): mark for number, mark in said["ballot"].items()}
    keys = set()
    for number in range(1, said["voices"] + 1):
        with clock.stopped(town.at(found["opens_in"] + 3, 22, number)):
            voter = User.objects.create(
                email=f"eleve{number}@{said['domain']}",
                email_verified_at=clock.now(),
                birth_date=date(1990, 1, number),
                zone=next(iter(town.zones.values())),
            )
            _demand(cast_ballot(contest=contest, voter=voter, choices=choices))
        keys.add(voter_key(election.roll_key, voter.public_id))
    clue = Clue(Sign.NUMBERED, f"eleve…@{said['domain']}", len(keys), keys=frozenset(keys))
    second = town.people[said["second"]]
    noon = town.at(found["opens_in"] + 5, 12)
    with clock.stopped(noon):
        case = propose_aside(
            election=election, clue=clue, keys=keys, reason=said["reason"], actor=town.owner
        )
    case = _demand(case)
    with clock.stopped(noon + timedelta(days=1)):
        look_at_effect(case=case, actor=second)
        _demand(confirm_aside(case=case, words=said["decision"], actor=second))
