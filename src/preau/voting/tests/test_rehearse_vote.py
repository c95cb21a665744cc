"""A rehearsal runs the whole vote, and leaves nothing behind but its report."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from preau.accounts.models import User
from preau.kernel.refusal import Refused
from preau.voting.actions import cast_ballot
from preau.voting.formats import ballot_formats
from preau.voting.models import Ballot, Contest, Rehearsal, RollEntry
from preau.voting.queries import my_ballot, turnout
from preau.voting.rehearsal import LARGEST, checks, rehearse

#: What a rehearsal adds: its report, and its line in the record.
ADDED = {"voting.Rehearsal": 1, "ledger.Entry": 1}


def _sizes() -> dict[str, int]:
    """Rows of every table, jobs and mails included."""
    found = {}
    models: list[type[Model]] = [one for one in apps.get_models() if one._meta.managed]
    for model in models:
        found[model._meta.label] = model._default_manager.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        found["jobs"] = cursor.fetchone()[0]
    return found


def _rehearse(vote: Any, voters: int = 30, seed: str = "essai") -> Rehearsal:
    return rehearse(
        election=vote.election,
        voters=voters,
        seed=seed,
        actor=vote.cast.odile,
        describe=lambda contest, count: {"counted": count.outcome["ballots"]},
    )


@pytest.mark.parametrize("code", [one.code for one in ballot_formats])
def test_rehearse_each_format(draft_vote: Any, code: str) -> None:
    vote = draft_vote.reformat(code)
    found = _rehearse(vote)
    assert [one["title"] for one in found.report["contests"]] == [
        "Centre",
        "Toute la ville",
        "Gare",
    ]
    for one in found.report["contests"]:
        assert set(one["checks"]) == set(checks.CHECKS)
        assert all(one["checks"].values()), one["checks"]
        assert one["counted"]["valid"] + one["counted"]["blank"] == one["ballots"]
    assert found.is_right
    assert sum(one["ballots"] for one in found.report["contests"]) > 30


def test_leave_nothing_behind(vote: Any, cast: Any) -> None:
    cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[vote.options(vote.gare)[0].pk])
    before, kept = _sizes(), my_ballot(vote.gare, cast.nadia)
    people = turnout(vote.election)
    _rehearse(vote)
    after = _sizes()
    assert {name: n - before[name] for name, n in after.items() if n != before[name]} == ADDED
    assert my_ballot(vote.gare, cast.nadia) == kept
    assert turnout(vote.election) == people
    assert not User.objects.filter(email__endswith="repetition.invalid").exists()


def test_rehearse_at_any_date(vote: Any, cast: Any) -> None:
    """Before it opens, and long after it has closed."""
    assert _rehearse(vote).is_right
    assert _rehearse(vote.end()).is_right
    assert not RollEntry.objects.exists()
    assert Contest.objects.count() == 3


def test_rehearse_the_same_again(vote: Any) -> None:
    first, second, other = (_rehearse(vote, seed=seed) for seed in ("a", "a", "b"))
    told = [one["winners"] for one in first.report["contests"]]
    assert told == [one["winners"] for one in second.report["contests"]]
    figures = [(one["ballots"], one["blank"]) for one in first.report["contests"]]
    assert figures != [(one["ballots"], one["blank"]) for one in other.report["contests"]]


def test_say_what_does_not_hold(vote: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that fails is told, not hidden."""
    monkeypatch.setattr(checks, "counted_codes", lambda contest: [])
    found = _rehearse(vote)
    assert not found.is_right
    assert not any(one["checks"]["receipts"] for one in found.report["contests"])


def test_leave_nothing_behind_when_it_breaks(vote: Any) -> None:
    def breaks(contest: Contest, count: Any) -> dict[str, Any]:
        raise RuntimeError("no words for this contest")

    before = _sizes()
    with pytest.raises(RuntimeError):
        rehearse(election=vote.election, voters=5, seed="a", actor=vote.cast.odile, describe=breaks)
    assert _sizes() == before
    assert not Ballot.objects.exists()


def test_refuse_rehearsal(vote: Any, cast: Any) -> None:
    for voters, actor in ((0, cast.odile), (LARGEST + 1, cast.odile), (10, cast.nadia)):
        with pytest.raises(Refused):
            rehearse(
                election=vote.election,
                voters=voters,
                seed="a",
                actor=actor,
                describe=lambda contest, count: {},
            )
    assert not Rehearsal.objects.exists()
