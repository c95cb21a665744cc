"""A copy of an election that takes ballots now, whatever the dates of the real one."""

from __future__ import annotations

import secrets
from datetime import timedelta
from random import Random

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.processes.models import Process, Step
from preau.tenancy.scope import current_site
from preau.territory.models import Zone

from ..actions import open_election
from ..models import Contest, Election, Option

#: A voter of every age may take part: who may vote is not what is rehearsed.
HOST = "repetition.invalid"


def copy_election(election: Election) -> Election:
    """The same contests and options under a process of their own, frozen and open."""
    at, real = clock.now(), election.step.process
    process = Process.objects.create(
        title=real.title,
        slug=f"repetition-{secrets.token_hex(8)}",
        blueprint=real.blueprint,
        state=Process.State.DRAFT,
    )
    step = Step.objects.create(
        process=process,
        order=1,
        kind="vote",
        title=election.step.title,
        slug="vote",
        opens_at=at - timedelta(minutes=1),
        closes_at=at + timedelta(hours=1),
    )
    made = Election.objects.create(step=step)
    for contest in election.contests.all():
        _copy_contest(contest, made)
    answer = open_election(election=made, actor=None)
    if isinstance(answer, Refusal):
        raise Refused(answer)
    return made


def _copy_contest(contest: Contest, election: Election) -> None:
    kept = {
        name: getattr(contest, name)
        for name in (
            "zone_id",
            "title",
            "slug",
            "question",
            "envelope_cents",
            "ballot_format",
            "min_choices",
            "max_choices",
            "rule",
        )
    }
    made = Contest.objects.create(election=election, **kept)
    options = [
        Option(
            contest=made,
            **{
                field.attname: getattr(option, field.attname)
                for field in Option._meta.concrete_fields
                if field.attname not in ("id", "site_id", "contest_id")
            },
        )
        for option in contest.options.all()
    ]
    Option.objects.bulk_create(options)


def make_voters(number: int, zones: list[Zone], rng: Random) -> list[User]:
    """Synthetic people, each in one of the neighbourhoods that vote."""
    token = secrets.token_hex(6)
    at = clock.now()
    return User.objects.bulk_create(
        [
            User(
                site=current_site(),
                email=f"{token}-{place}@{HOST}",
                email_verified_at=at,
                zone=rng.choice(zones) if zones else None,
            )
            for place in range(number)
        ]
    )
