"""The contest of a booth is kept in memory: believed for a second, then only while it is the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from preau.voting.models import BallotDraft, Contest
from preau.voting.public import memory

pytestmark = pytest.mark.django_db


def _page(client: Client, contest: Contest, page: str = "choose") -> tuple[str, int]:
    """The page, and how many statements asked for the version of the contest."""
    with CaptureQueriesContext(connection) as said:
        answer = client.get(contest.url(page))
    assert answer.status_code == 200
    return answer.content.decode(), sum("xmin" in one["sql"] for one in said)


def test_see_change_when_not_believed(vote: Any, client: Client) -> None:
    assert _page(client, vote.gare)[1] == 1
    Contest.objects.filter(pk=vote.gare.pk).update(suspended_at=vote.step.opens_at)
    assert client.get(vote.gare.url("choose")).status_code == 403


def test_believe_for_a_second(vote: Any, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(memory, "BELIEVED", 60.0)
    _page(client, vote.gare)
    assert _page(client, vote.gare)[1] == 0


def test_refuse_closed_box_while_believed(
    vote: Any, client: Client, cast: Any, monkeypatch: Any
) -> None:
    """The database judges the hour, whatever a process still believes."""
    monkeypatch.setattr(memory, "BELIEVED", 60.0)
    client.force_login(cast.nadia)
    _page(client, vote.gare)
    draft = BallotDraft.objects.create(
        contest=vote.gare,
        visitor=client.session["visitor"],
        choices=[vote.gare.options.first().pk],
        updated_at=vote.step.opens_at,
    )
    Contest.objects.filter(pk=vote.gare.pk).update(suspended_at=vote.step.opens_at)
    answer = client.post(vote.gare.url("review"))
    assert answer.status_code == 403
    assert "suspendu" in answer.content.decode()
    assert BallotDraft.objects.get(pk=draft.pk).choices == draft.choices


def test_confirm_in_three_statements(
    vote: Any, client: Client, cast: Any, monkeypatch: Any
) -> None:
    """Session with person, draft with secret, and the vote itself."""
    monkeypatch.setattr(memory, "BELIEVED", 60.0)
    client.force_login(cast.nadia)
    _page(client, vote.gare)
    BallotDraft.objects.create(
        contest=vote.gare,
        visitor=client.session["visitor"],
        choices=[vote.gare.options.first().pk],
        updated_at=vote.step.opens_at,
    )
    with CaptureQueriesContext(connection) as said:
        answer = client.post(vote.gare.url("review"))
    assert answer.url == vote.gare.url("receipt")
    spoken = [one["sql"] for one in said if "SAVEPOINT" not in one["sql"]]
    assert len(spoken) == 3, spoken
