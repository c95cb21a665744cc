"""An open vote of the measured town, and people signed in who are ready to vote in it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

OPTIONS = 40
RULE = {"rule": "greedy", "fit": "skip", "ties": ["first-ranks", "cheaper", "draw"]}


def open_vote() -> Any:
    """A new contest of 40 projects for the whole town, its box empty; three choices in rank order."""
    from preau.accounts.models import Membership, Role, User
    from preau.kernel import clock
    from preau.processes.models import Process, Requirement, Step
    from preau.voting.actions import (
        OptionDraft,
        add_contest,
        create_election,
        open_election,
        set_options,
    )
    from preau.voting.models import Contest

    odile, _ = User.objects.get_or_create(email="odile@example.org")
    Membership.objects.get_or_create(user=odile, role=Role.ADMINISTRATOR)
    at, slug = clock.now(), f"vote-{secrets.token_hex(4)}"
    # Those of earlier measures leave the home page.
    Process.objects.filter(slug__startswith="vote-").update(state=Process.State.ARCHIVED)
    process = Process.objects.create(
        title="Vote de mesure", slug=slug, blueprint="participatory_budget", state="published"
    )
    step = Step.objects.create(
        process=process,
        order=1,
        kind="vote",
        title="Vote",
        slug="vote",
        opens_at=at - timedelta(days=1),
        closes_at=at + timedelta(days=1),
    )
    for order, (kind, rule) in enumerate([("email", {}), ("age", {"least": 16})]):
        Requirement.objects.create(step=step, order=order, kind=kind, rule=rule)
    election = create_election(step=step, actor=odile)
    contest = add_contest(
        election=election, title="Toute la ville", envelope_cents=1, rule=RULE, actor=odile
    )
    drafts = [
        OptionDraft(number=n, title=f"Projet {n}", cost_cents=n * 100_000, summary="Un lieu.")
        for n in range(1, OPTIONS + 1)
    ]
    set_options(contest=contest, options=drafts, actor=odile)
    opened = open_election(election=election, actor=odile)
    if opened != election:
        raise SystemExit(f"the vote did not open: {opened}")
    return Contest.objects.select_related("election__step__process").get(pk=contest.pk)


@dataclass(frozen=True)
class Voter:
    """Somebody known to the site, with the cookies of a browser that is signed in."""

    user: Any
    cookies: str
    csrf: str
    choices: list[int]


def sign_in_voters(contest: Any, count: int, *, with_drafts: bool) -> list[Voter]:
    """``count`` new residents with a session each; with a ballot ready to be confirmed if asked."""
    from preau.accounts.models import Session, User
    from preau.kernel import clock
    from preau.voting.models import BallotDraft

    run = secrets.token_hex(4)
    users = User.objects.bulk_create(
        [
            User(
                email=f"{run}-{number}@example.org",
                email_verified_at=datetime(2026, 1, 4, tzinfo=UTC),
                birth_date=date(1990, 1, 1),
            )
            for number in range(count)
        ]
    )
    options = list(contest.options.values_list("pk", flat=True))
    voters, sessions, drafts = [], [], []
    for place, user in enumerate(users):
        token, csrf = secrets.token_hex(16), secrets.token_hex(16)
        choices = [options[(place * step + step) % len(options)] for step in (1, 3, 7)]
        choices = list(dict.fromkeys(choices))
        key, data = _session(user, token)
        sessions.append(
            Session(
                session_key=key,
                session_data=data,
                person_id=user.pk,
                visitor=token,
                expire_date=clock.now() + timedelta(days=1),
            )
        )
        drafts.append(
            BallotDraft(contest=contest, visitor=token, choices=choices, updated_at=clock.now())
        )
        voters.append(Voter(user, f"sessionid={key}; csrftoken={csrf}", csrf, choices))
    Session.objects.bulk_create(sessions)
    if with_drafts:
        BallotDraft.objects.bulk_create(drafts)
    return voters


def _session(user: Any, token: str) -> tuple[str, str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from preau.accounts.sessions import SessionStore

    data = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        "visitor": token,
    }
    return secrets.token_hex(16), SessionStore().encode(data)
