"""Grace, suspension and its end, as the database's own clock judges them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.ledger.models import Entry
from preau.voting.actions import (
    cast_ballot,
    cast_draft,
    close_contest,
    resume_vote,
    set_grace,
    suspend_vote,
)
from preau.voting.models import Ballot, BallotDraft, Count, HourAct


def _close_just_now(vote: Any, *, ago: int = 5) -> None:
    """The hour passes without the seal: by the owner of the tables, as time would."""
    from preau.voting.actions import move_dates

    at = clock.now()
    moved = move_dates(
        election=vote.election,
        opens_at=at - timedelta(days=9),
        closes_at=at - timedelta(seconds=ago),
        reason="l’heure passe",
        actor=vote.cast.odile,
    )
    assert moved == vote.election
    for contest in (vote.gare, vote.centre, vote.town):
        contest.refresh_from_db()


def _draft(vote: Any, *, begun_ago: int) -> BallotDraft:
    at = clock.now()
    draft = BallotDraft.objects.create(
        contest=vote.gare, visitor=f"v{begun_ago}", choices=[], updated_at=at
    )
    BallotDraft.objects.filter(pk=draft.pk).update(begun_at=at - timedelta(seconds=begun_ago))
    draft.refresh_from_db()
    draft.contest = vote.gare
    return draft


def test_finish_in_the_grace(draft_vote: Any, cast: Any) -> None:
    """A ballot begun in time is taken, one begun after is not, and the seal waits."""
    vote = draft_vote
    assert set_grace(election=vote.election, minutes=5, actor=cast.odile) == vote.election
    vote.open()
    _close_just_now(vote)
    waits = close_contest(contest=vote.gare)
    assert isinstance(waits, Refusal)
    late = cast_draft(draft=_draft(vote, begun_ago=1), voter=cast.nadia)
    assert isinstance(late, Refusal)
    assert late.code == "closed"
    direct = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    assert isinstance(direct, Refusal)
    assert not isinstance(cast_draft(draft=_draft(vote, begun_ago=60), voter=cast.nadia), Refusal)
    assert Ballot.objects.filter(contest=vote.gare).count() == 1
    _close_just_now(vote, ago=400)
    over = cast_draft(draft=_draft(vote, begun_ago=900), voter=vote.resident(1))
    assert isinstance(over, Refusal)
    assert isinstance(close_contest(contest=vote.gare), Count)


def test_declare_grace_before(vote: Any, cast: Any) -> None:
    late = set_grace(election=vote.election, minutes=5, actor=cast.odile)
    assert isinstance(late, Refusal)
    with (
        pytest.raises(IntegrityError, match="frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE voting_election SET grace_seconds = 600")


def test_suspend_and_resume(vote: Any, cast: Any, client: Client) -> None:
    vote.cast_many(vote.gare, [[0]])
    no_reason = suspend_vote(election=vote.election, reason=" ", actor=cast.odile)
    assert isinstance(no_reason, Refusal)
    before = vote.gare.closes_at
    suspend_vote(election=vote.election, reason="Panne de l’hébergeur", actor=cast.odile)
    vote.gare.refresh_from_db()
    refused = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.rule) == ("suspended", "Panne de l’hébergeur")
    page = client.get(f"/demarches/{vote.process.slug}/voter/gare/choisir/")
    assert page.status_code == 403
    assert "Panne de l’hébergeur" in page.content.decode()
    home = client.get(f"/demarches/{vote.process.slug}/").content.decode()
    assert "Le vote est suspendu" in home
    assert isinstance(close_contest(contest=vote.gare), Refusal)
    act = resume_vote(
        election=vote.election, reason="Le site répond", gives_back=True, actor=cast.odile
    )
    assert isinstance(act, HourAct)
    vote.gare.refresh_from_db()
    vote.step.refresh_from_db()
    assert vote.gare.closes_at == vote.step.closes_at == act.closes_after
    assert vote.gare.closes_at > before
    assert not isinstance(cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[]), Refusal)
    home = client.get(f"/demarches/{vote.process.slug}/").content.decode()
    assert "Les heures du vote ont changé\u00a0: Le site répond" in home
    assert "Le site répond" not in client.get("/aide/").content.decode()
    public = client.get(f"/demarches/{vote.process.slug}/voter/secret/").content.decode()
    assert "Panne de l’hébergeur" in public
    assert "Le site répond" in public
    assert cast.odile.full_name in public
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"suspended_vote", "resumed_vote"} <= verbs
    assert isinstance(
        resume_vote(election=vote.election, reason="encore", gives_back=False, actor=cast.odile),
        Refusal,
    )


def test_refuse_ballot_of_suspended_box_by_raw_sql(vote: Any, cast: Any) -> None:
    suspend_vote(election=vote.election, reason="Panne", actor=cast.odile)
    with (
        pytest.raises(IntegrityError, match="suspended"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO voting_rollentry (election_id, contest_id, is_for_zone, voter_key,"
            " channel, at) VALUES (%s, %s, true, 'v', 'web', now())",
            [vote.election.pk, vote.gare.pk],
        )
    for sql in ("DELETE FROM voting_houract", "UPDATE voting_houract SET reason = 'x'"):
        with (
            pytest.raises(IntegrityError, match="never rewritten"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_stay_closed(vote: Any, cast: Any) -> None:
    """Suspending does not open again what has ended."""
    vote.end()
    late = suspend_vote(election=vote.election, reason="Panne", actor=cast.odile)
    assert isinstance(late, Refusal)
    with (
        pytest.raises(IntegrityError, match="not opened again"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE voting_contest SET suspended_at = now()")


def test_act_from_the_desk(vote: Any, cast: Any, client: Client) -> None:
    client.force_login(cast.odile)
    page = f"/bureau/demarches/{vote.process.slug}/heures-du-vote/"
    assert "Suspendre le vote" in client.get(page).content.decode()
    assert client.post(page, {"do": "suspend", "reason": ""}).status_code == 200
    assert client.post(page, {"do": "suspend", "reason": "Panne"}).status_code == 302
    assert "Reprendre le vote" in client.get(page).content.decode()
    again = {"do": "resume", "reason": "Réparé", "gives_back": "on"}
    assert client.post(page, again).status_code == 302
    assert "Réparé" in client.get(page).content.decode()


def test_count_form_opened_in_last_hours(draft_vote: Any, cast: Any, client: Client) -> None:
    """Opened and untouched when the vote closes: begun all the same, where a grace is declared."""
    vote = draft_vote
    set_grace(election=vote.election, minutes=10, actor=cast.odile)
    vote.open()
    client.get(f"/demarches/{vote.process.slug}/voter/gare/choisir/")
    assert not BallotDraft.objects.exists(), "days before, nothing needs to be kept"
    vote.step.closes_at = clock.now() + timedelta(hours=1)
    for contest in (vote.gare, vote.centre, vote.town):
        contest.closes_at = vote.step.closes_at
        contest.save(update_fields=["closes_at"])
    client.get(f"/demarches/{vote.process.slug}/voter/gare/choisir/")
    assert BallotDraft.objects.get().begun_at < vote.step.closes_at
