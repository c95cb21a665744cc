"""A vote of today: real hours, because the box is judged by the database's own clock."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from preau.kernel import clock
from preau.tenancy.scope import use_site

RULE = {"rule": "greedy", "fit": "skip", "ties": ["first-ranks", "cheaper", "draw"]}
#: How a question without money is counted, by the format of its ballot.
CHOICE: dict[str, dict[str, Any]] = {
    "yes-no": {"rule": "majority", "majority": {"share": "1/2"}},
    "single": {"rule": "plurality"},
    "approval": {"rule": "approval"},
    "points": {"rule": "points"},
    "for-against": {"rule": "points"},
    "grades": {"rule": "majority-judgment"},
    "ranked": {"rule": "schulze"},
}
TITLES = [
    "Une cour-oasis à l’école Jean-Zay",
    "Arceaux à vélos devant la médiathèque",
    "Un verger partagé rue des Lilas",
    "Des bancs à l’ombre sur le mail",
]


class Vote:
    """An election of a city: four projects in Gare, in Centre and for the town."""

    def __init__(self, cast: Any) -> None:
        from preau.processes.models import Process, Step

        self.cast = cast
        at = clock.now()
        self.process = Process.objects.create(
            title="Budget participatif 2027",
            slug=f"budget-{uuid.uuid4().hex[:6]}",
            blueprint="participatory_budget",
            state=Process.State.PUBLISHED,
        )
        self.step = Step.objects.create(
            process=self.process,
            order=1,
            kind="vote",
            title="Vote",
            slug="vote",
            opens_at=at - timedelta(days=2),
            closes_at=at + timedelta(days=7),
        )
        self._ask()
        self._prepare()

    def _ask(self) -> None:
        from preau.processes.models import Requirement

        for order, (kind, rule) in enumerate(
            [("email", {}), ("age", {"least": 16}), ("residence", {"kind": "quarter"})]
        ):
            Requirement.objects.create(step=self.step, order=order, kind=kind, rule=rule)

    def _prepare(self) -> None:
        from preau.voting.actions import add_contest, create_election

        gare, centre = self.cast.zone(), self.cast.zone("Centre", 2)
        self.election = create_election(step=self.step, actor=self.cast.odile)
        self.gare, self.centre = (
            add_contest(
                election=self.election,
                zone=zone,
                title=zone.name,
                envelope_cents=100_000_00,
                rule=RULE,
                actor=self.cast.odile,
            )
            for zone in (gare, centre)
        )
        self.town = add_contest(
            election=self.election,
            title="Toute la ville",
            envelope_cents=300_000_00,
            rule=RULE,
            actor=self.cast.odile,
        )
        self.list_options(self.gare, zone_id=gare.pk)
        self.list_options(self.centre, start=10, zone_id=centre.pk)
        self.list_options(self.town, start=20)

    def list_options(
        self, contest: Any, *, start: int = 0, total: int = 4, zone_id: int | None = None
    ) -> None:
        from preau.voting.actions import OptionDraft, set_options

        drafts = [
            OptionDraft(
                number=start + place + 1,
                title=TITLES[place % 4] + (f" ({place})" if place >= 4 else ""),
                cost_cents=(place % 4 + 1) * 20_000_00,
                theme="Nature en ville" if place % 2 == 0 else "Mobilités",
                zone_id=zone_id,
            )
            for place in range(total)
        ]
        set_options(contest=contest, options=drafts, actor=self.cast.odile)

    def reformat(self, ballot_format: str, *, total: int = 4, **limits: Any) -> Vote:
        """The ballot of Gare in another format; ``question`` makes its options answers."""
        from preau.voting.actions import OptionDraft, add_contest, set_options

        self.gare.delete()
        question = limits.pop("question", "")
        self.gare = add_contest(
            election=self.election,
            zone=self.cast.zone(),
            title="Gare",
            question=question,
            envelope_cents=0 if question else 100_000_00,
            rule=CHOICE[ballot_format] if question else RULE,
            ballot_format=ballot_format,
            ballot_rules=limits,
            actor=self.cast.odile,
        )
        if ballot_format == "yes-no":
            answers = [OptionDraft(number=1, title="Oui"), OptionDraft(number=2, title="Non")]
            set_options(contest=self.gare, options=answers, actor=self.cast.odile)
        else:
            self.list_options(self.gare, total=total, zone_id=self.cast.zone().pk)
        return self

    def open(self) -> Vote:
        from preau.voting.actions import open_election

        assert open_election(election=self.election, actor=self.cast.odile) == self.election
        for contest in (self.gare, self.centre, self.town):
            contest.refresh_from_db()
        return self

    def end(self) -> Vote:
        """The hour of closing passes."""
        from preau.voting.actions import move_dates

        at = clock.now()
        moved = move_dates(
            election=self.election,
            opens_at=at - timedelta(days=9),
            closes_at=at - timedelta(seconds=1),
            reason="fin du vote",
            actor=self.cast.odile,
        )
        assert moved == self.election
        for contest in (self.gare, self.centre, self.town):
            contest.refresh_from_db()
        return self

    def options(self, contest: Any) -> list[Any]:
        return list(contest.options.order_by("number"))

    def resident(self, number: int) -> Any:
        """One more adult of quartier Gare."""
        from datetime import UTC, date, datetime

        from preau.accounts.models import User

        return User.objects.create(
            email=f"gare{number}@example.org",
            birth_date=date(1990, 1, 1),
            zone=self.cast.zone(),
            email_verified_at=datetime(2027, 1, 4, tzinfo=UTC),
        )

    def cast_many(self, contest: Any, ballots: list[list[int]]) -> list[Any]:
        """One resident for each ballot, given as places in the list of options."""
        from preau.voting.actions import cast_ballot

        options = self.options(contest)
        return [
            cast_ballot(
                contest=contest,
                voter=self.resident(number),
                choices=[options[place].pk for place in places],
            )
            for number, places in enumerate(ballots)
        ]


@pytest.fixture
def draft_vote(cast: Any) -> Vote:
    return Vote(cast)


@pytest.fixture
def vote(draft_vote: Vote) -> Vote:
    return draft_vote.open()


@pytest.fixture
def lasting_vote(django_db_setup: None, django_db_blocker: Any) -> Iterator[Vote]:
    """An open vote that is really committed, for tests with several connections.

    It lives in a city of its own, which no other test can see; the run's database is thrown away.
    """
    from django.db import connections

    from conftest import Cast
    from preau.tenancy.models import Domain, Site

    with django_db_blocker.unblock():
        city = Site.objects.create(slug=f"durable-{uuid.uuid4().hex[:8]}", name="Durable")
        Domain.objects.create(site=city, host=f"{city.slug}.test", is_canonical=True)
        with use_site(city):
            yield Vote(Cast(city)).open()
        connections.close_all()
