"""Closing: sealed once, no link left, counted, drawn when it must be."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from preau.counting import bundle
from preau.kernel.refusal import Refusal
from preau.ledger.models import Entry
from preau.voting import tasks
from preau.voting.actions import (
    OptionDraft,
    cast_ballot,
    close_contest,
    move_dates,
    open_election,
    record_draw,
    set_options,
)
from preau.voting.models import Ballot, BoxSecret, Contest, Count, ReceiptLine, Seal
from preau.voting.queries import current_count, has_voted, my_ballot, my_receipt, turnout
from preau.voting.records import (
    ballot_lines,
    ballots_hash,
    candidates,
    counted_codes,
    grouped_ballots,
    options_of,
    receipt_root,
)


def test_count_at_closing(vote: Any) -> None:
    vote.cast_many(vote.gare, [[0, 1, 2], [0, 1], [1], []])
    count = close_contest(contest=vote.end().gare)
    assert isinstance(count, Count)
    # 100 000 € for options of 20 000, 40 000, 60 000 and 80 000 €: points 6, 7, 1, 0.
    assert count.outcome["scores"] == {"1": 6, "2": 7, "3": 1, "4": 0}
    assert count.winners == [2, 1]
    assert count.outcome["ballots"]["blank"] == 1
    assert count.trace
    vote.gare.refresh_from_db()
    assert vote.gare.state == Contest.State.COUNTED
    assert current_count(vote.gare) == count


def test_refuse_before_the_hour(vote: Any, cast: Any) -> None:
    refusal = close_contest(contest=vote.gare, actor=cast.odile)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "not_due"
    assert BoxSecret.objects.filter(contest=vote.gare).exists()


def test_cut_every_link(vote: Any, cast: Any) -> None:
    nadia = cast.nadia
    receipt = cast_ballot(contest=vote.gare, voter=nadia, choices=[])
    before = set(Ballot.objects.values_list("pk", flat=True))
    close_contest(contest=vote.end().gare)
    assert not BoxSecret.objects.filter(contest=vote.gare).exists()
    ballot = Ballot.objects.get(contest=vote.gare)
    assert (ballot.box_key, ballot.receipt) == (None, None)
    assert ballot.pk not in before
    assert my_ballot(vote.gare, nadia) is None
    assert my_receipt(vote.gare, nadia) is None
    assert has_voted(vote.gare, nadia)
    assert counted_codes(vote.gare) == [str(receipt)]


def test_shuffle_ballots(vote: Any) -> None:
    """Neither the table's own order nor the keys keep the order in which ballots came."""
    places = [[number % 4] for number in range(40)]
    vote.cast_many(vote.gare, places)
    options = [option.pk for option in vote.options(vote.gare)]
    close_contest(contest=vote.end().gare)
    with connection.cursor() as cursor:
        for order in ("ctid", "id"):
            cursor.execute(
                f"SELECT choices->0 FROM voting_ballot WHERE contest_id = %s ORDER BY {order}",
                [vote.gare.pk],
            )
            found = [options.index(int(row[0])) for row in cursor.fetchall()]
            assert sorted(found) == sorted(place[0] for place in places)
            assert found != [place[0] for place in places]


def test_close_once(vote: Any, cast: Any) -> None:
    vote.cast_many(vote.gare, [[0]])
    vote.end()
    first = close_contest(contest=vote.gare)
    keys = set(Ballot.objects.values_list("pk", flat=True))
    assert close_contest(contest=vote.gare, actor=cast.odile) == first
    assert set(Ballot.objects.values_list("pk", flat=True)) == keys
    assert Seal.objects.count() == 1
    verbs = list(Entry.objects.filter(subject_id=vote.gare.pk).values_list("verb", flat=True))
    assert verbs.count("closed") == verbs.count("counted") == verbs.count("opened") == 1


def test_seal_what_was_cast(vote: Any) -> None:
    vote.cast_many(vote.gare, [[0, 1], [1], [0, 1]])
    close_contest(contest=vote.end().gare)
    seal = Seal.objects.get(contest=vote.gare)
    assert (seal.ballots, seal.voters) == (3, 3)
    assert seal.rule_hash == vote.gare.document.sha256()
    groups = grouped_ballots(vote.gare, options_of(vote.gare))
    assert ballot_lines(groups) == [b'["1","2"]\n', b'["1","2"]\n', b'["2"]\n']
    assert seal.ballots_hash == ballots_hash(groups)
    assert seal.receipt_root == receipt_root(counted_codes(vote.gare))
    assert current_count(vote.gare).input_hash == seal.ballots_hash  # type: ignore[union-attr]


def test_list_replaced_receipts_apart(vote: Any, cast: Any) -> None:
    old = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    new = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    close_contest(contest=vote.end().gare)
    states = dict(ReceiptLine.objects.values_list("code", "state"))
    assert states == {str(old): "replaced", str(new): "counted"}


def test_draw_decisive_tie(draft_vote: Any, cast: Any) -> None:
    """Two options of the same cost, the same points, and money for one of them."""
    tied = draft_vote
    set_options(
        contest=tied.gare,
        options=[OptionDraft(number=n, title=f"Projet {n}", cost_cents=80_000_00) for n in (1, 2)],
        actor=cast.odile,
    )
    tied.open()
    tied.cast_many(tied.gare, [[0], [1]])
    count = close_contest(contest=tied.end().gare)
    assert isinstance(count, Count)
    assert count.needs_draw
    tied.gare.refresh_from_db()
    assert tied.gare.state == Contest.State.CLOSED
    no_seed = record_draw(contest=tied.gare, seed=" ", actor=cast.odile)
    assert isinstance(no_seed, Refusal)
    drawn = record_draw(contest=tied.gare, seed="loto du 12 juin : 4 8 15", actor=cast.odile)
    assert isinstance(drawn, Count)
    assert not drawn.needs_draw
    assert len(drawn.winners) == 1
    assert current_count(tied.gare) == drawn
    assert Count.objects.filter(contest=tied.gare).count() == 2, "the first count stays on record"
    again = record_draw(contest=tied.gare, seed="un autre", actor=cast.odile)
    assert isinstance(again, Refusal)


def test_leave_open_what_is_not_due(vote: Any) -> None:
    tasks.close_due()
    assert {contest.state for contest in vote.election.contests.all()} == {"open"}


def test_put_off_closing(vote: Any, cast: Any) -> None:
    later = vote.gare.closes_at + timedelta(days=1)
    move_dates(
        election=vote.election,
        opens_at=vote.gare.opens_at,
        closes_at=later,
        reason="Panne du site samedi",
        actor=cast.odile,
    )
    vote.gare.refresh_from_db()
    vote.step.refresh_from_db()
    assert vote.gare.closes_at == vote.step.closes_at == later
    entry = Entry.objects.get(verb="moved")
    assert entry.data["reason"] == "Panne du site samedi"
    jobs = ProcrastinateJob.objects.filter(
        task_name="voting.close_at_its_hour", args__contest_id=vote.gare.pk
    )
    assert later in {job.scheduled_at for job in jobs}


def test_refuse_to_open_empty(draft_vote: Any, cast: Any) -> None:
    draft_vote.list_options(draft_vote.town, total=0)
    refusal = open_election(election=draft_vote.election, actor=cast.odile)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "no_option"
    assert not BoxSecret.objects.exists()


def test_refuse_to_open_twice(vote: Any, cast: Any) -> None:
    refusal = open_election(election=vote.election, actor=cast.odile)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "frozen"


def test_refuse_to_change_options(vote: Any, cast: Any) -> None:
    refusal = set_options(contest=vote.gare, options=[], actor=cast.odile)
    assert isinstance(refusal, Refusal)
    assert vote.gare.options.count() == 4


def test_turn_out(vote: Any) -> None:
    vote.cast_many(vote.gare, [[0], [1]])
    assert turnout(vote.election).voters == 2
    close_contest(contest=vote.end().gare)
    assert turnout(vote.election).voters == 2


def test_seal_the_bundle(vote: Any, tmp_path: Path) -> None:
    """Whoever holds the published bundle finds the hashes of the seal in it, and a right count."""
    vote.cast_many(vote.gare, [[0, 1, 2], [1], [], [2, 0], [2]])
    count = close_contest(contest=vote.end().gare)
    options = options_of(vote.gare)
    groups = grouped_ballots(vote.gare, options)
    manifest = bundle.write(
        tmp_path / "gare.zip",
        contest={"title": "Gare"},
        candidates=candidates(options).values(),
        ballots=[choices for choices, times in groups for _ in range(times)],
        rule=vote.gare.document,
        receipts=counted_codes(vote.gare),
        minor_units=100,
    )
    seal = Seal.objects.get(contest=vote.gare)
    assert manifest["receipts_root"] == seal.receipt_root
    assert (
        manifest["parts"]
        | {
            "ballots.jsonl": seal.ballots_hash,
            "options.csv": seal.options_hash,
            "rulebook.json": seal.rule_hash,
            "outcome.json": count.outcome_hash,  # type: ignore[union-attr]
        }
        == manifest["parts"]
    )
    assert bundle.verify(tmp_path / "gare.zip").ok
