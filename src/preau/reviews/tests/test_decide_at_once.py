"""Deciding at the same moment: one decision is kept, the others are told to look again."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.reviews.actions import decide
from preau.reviews.models import Decision, Verdict
from preau.tenancy.scope import use_site

from .world import World

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.django_db(transaction=True)]


def test_let_one_of_two_first_decisions_win(world: World, cast: Any) -> None:
    """Sixteen people answer the same idea at once: one decision, fifteen told to look again."""
    proposal, karim = world.propose("Un banc"), cast.karim
    outcomes: list[str] = []

    def answer() -> None:
        try:
            with use_site(cast.site), clock.stopped(world.review.opens_at), transaction.atomic():
                decide(
                    proposal=type(proposal).objects.get(pk=proposal.pk),
                    step=world.review,
                    verdict=Verdict.REFUSED,
                    motive=world.motive,
                    actor=karim,
                    seen=None,
                )
            outcomes.append("decided")
        except Refused as refused:
            outcomes.append(refused.refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=answer) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided", *["decided_meanwhile"] * 15]
    assert Decision.objects.count() == 1
