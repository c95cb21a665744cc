"""Followers read what became of their ideas: one mail for all, once it no longer moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from preau.kernel import clock
from preau.messaging.models import Email
from preau.proposals.actions import set_status
from preau.proposals.following import tell_followers
from preau.proposals.models import Proposal, Status, Support
from preau.proposals.supports import support

Put = Callable[..., Proposal]


@pytest.fixture
def followed(deposit: Put, cast: Any) -> list[Proposal]:
    """Two ideas of Nadia's that Lucas follows; Paul is co-author of the first."""
    ideas = [deposit("Des bancs"), deposit("Des arbres")]
    for idea in ideas:
        support(proposal=idea, person=cast.lucas)
    support(proposal=ideas[0], person=cast.paul, is_coauthor=True)
    return ideas


def move(idea: Proposal, status: str) -> None:
    set_status(proposal=idea, status=status, actor=None, sentence="Parce que.")


def later(at: datetime, minutes: int) -> int:
    with clock.stopped(at + timedelta(minutes=minutes)):
        return tell_followers()


def test_tell_all_at_once(followed: list[Proposal], noon: datetime) -> None:
    for idea in followed:
        move(idea, Status.RETAINED)
    assert later(noon, 5) == 0
    assert later(noon, 40) == 1
    mail = Email.objects.get(kind="followed")
    assert mail.to == "lucas@example.org"
    assert "2 idées que vous suivez" in mail.subject
    assert "Retenue pour le vote" in mail.text
    assert "Des bancs" in mail.text
    assert "Des arbres" in mail.text
    assert later(noon, 60) == 0


def test_say_nothing_of_what_was_undone(followed: list[Proposal], noon: datetime) -> None:
    before = followed[0].status
    move(followed[0], Status.REFUSED)
    move(followed[0], before)
    assert later(noon, 40) == 0
    assert not Email.objects.filter(kind="followed").exists()


def test_say_nothing_of_the_past(followed: list[Proposal], noon: datetime) -> None:
    move(followed[0], Status.REFUSED)
    assert later(noon, 60 * 24 * 8) == 0
    Support.objects.update(told_status="")
    assert later(noon, 40) == 0
    assert later(noon, 60) == 0


def test_tell_one_by_its_number(followed: list[Proposal], noon: datetime) -> None:
    move(followed[1], Status.REFUSED)
    assert later(noon, 40) == 1
    assert "n°\u00a02 que vous suivez" in Email.objects.get(kind="followed").subject


def test_read_each_idea_once(
    followed: list[Proposal],
    deposit: Put,
    cast: Any,
    noon: datetime,
    django_assert_max_num_queries: Any,
) -> None:
    """Statements grow with the mails written, never with the ideas that each of them tells."""
    for number in range(20):
        idea = deposit(f"Une fontaine {number}")
        support(proposal=idea, person=cast.lucas)
        move(idea, Status.REFUSED)
    with django_assert_max_num_queries(14):
        assert later(noon, 40) == 1
