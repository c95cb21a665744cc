"""The vote of the booth's own tests, seen from the polling place."""

from __future__ import annotations

from typing import Any

import pytest

from preau.voting.tests.conftest import Vote, draft_vote, lasting_vote, vote

__all__ = ["draft_vote", "lasting_vote", "vote"]


class Place:
    """A polling place of an open vote, three clerks, and what they do with a batch."""

    def __init__(self, vote: Vote, cast: Any) -> None:
        from preau.accounts.models import Membership, User
        from preau.voting.paper.actions import add_station, set_paper_rule

        self.vote, self.cast = vote, cast
        self.rule = set_paper_rule(
            election=vote.election, precedence="paper", late_hours=24, actor=cast.odile
        )
        self.clerks = []
        for name in ("Ana", "Bruno", "Chloé"):
            clerk = User.objects.create(
                email=f"{name.lower()}@saint-aubin.test", first_name=name, last_name="Saisie"
            )
            Membership.objects.create(user=clerk, role="clerk", process_id=vote.process.pk)
            self.clerks.append(clerk)
        self.station: Any = add_station(
            election=vote.election, name="Médiathèque", place="Place Hugo", actor=cast.odile
        )

    def batch(self, size: int = 3, contest: Any = None) -> Any:
        from preau.voting.paper.actions import open_batch

        made = open_batch(
            contest=contest or self.vote.gare,
            station=self.station,
            size=size,
            actor=self.clerks[0],
        )
        assert hasattr(made, "number"), made
        return made

    def read(self, batch: Any, clerk: int, *typed: str) -> Any:
        """One clerk reads a batch to its end, ballot after ballot."""
        from preau.voting.paper.entry import finish_reading, start_reading, write_line
        from preau.voting.paper.reading import read

        actor = self.clerks[clerk]
        batch.refresh_from_db()
        reading = start_reading(batch=batch, actor=actor)
        assert hasattr(reading, "turn"), reading
        for position, words in enumerate(typed, start=1):
            line = write_line(
                reading=reading, position=position, read=read(batch.contest, words), actor=actor
            )
            assert hasattr(line, "kind"), line
        return finish_reading(reading=reading, actor=actor)

    def settle(self, batch: Any, clerk: int, **typed: str) -> Any:
        """The third look: ``p2="1 3"`` settles ballot 2."""
        from preau.voting.paper.entry import finish_reading, start_reading, write_line
        from preau.voting.paper.reading import read

        reading = start_reading(batch=batch, actor=self.clerks[clerk])
        assert getattr(reading, "turn", None) == 3, reading
        for place, words in typed.items():
            write_line(
                reading=reading,
                position=int(place[1:]),
                read=read(batch.contest, words),
                actor=self.clerks[clerk],
            )
        return finish_reading(reading=reading, actor=self.clerks[clerk])

    def sign(self, batch: Any, *clerks: int) -> Any:
        from preau.voting.paper.actions import sign_batch

        answer = None
        for clerk in clerks:
            answer = sign_batch(batch=batch, actor=self.clerks[clerk])
        batch.refresh_from_db()
        return answer

    def sealed(self, *typed: str, contest: Any = None) -> Any:
        """A batch read alike by two and signed by two."""
        batch = self.batch(len(typed), contest)
        self.read(batch, 0, *typed)
        self.read(batch, 1, *typed)
        self.sign(batch, 0, 1)
        return batch


@pytest.fixture
def place(vote: Vote, cast: Any) -> Place:
    return Place(vote, cast)
