"""A whole call, 200 applications and 12 members, and its report found again from raw rows.

What is expected is written here apart: plain SQL for the rows, other formulas for the figures.
"""

from __future__ import annotations

import csv
import io
import statistics
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from preau.juries.figures import ranking
from preau.juries.giving import share_out
from preau.juries.models import Conflict, Grant, Mark, Reading
from preau.juries.report import report_of, rows
from preau.juries.ruling import Ruling, close_deliberation, open_deliberation, rule
from preau.kernel import clock
from preau.kernel.refusal import Refusal

from .world import EUROS, World, build

FILES, MEMBERS, READERS = 200, 12, 3
ENVELOPE = 400_000 * EUROS


@dataclass
class Raw:
    """The rows, as the database holds them."""

    #: Marks of finished readings: application, juror, value, low, high, weight.
    marks: list[tuple[int, int, int, int, int, int]]
    readings: list[tuple[int, int, str]]
    grants: dict[int, tuple[str, int]]
    numbers: dict[int, int]
    asked: dict[int, int]


@pytest.fixture
def decided(cast: Any, noon: datetime) -> World:
    """Marks drawn from a fixed seed, one severe member, ties of interest, equal scores, an envelope."""
    rng = Random("jury")
    world = build(
        cast, noon, files=FILES, members=MEMBERS, envelope_cents=ENVELOPE, readers=READERS
    )
    pairs = {(rng.randint(1, FILES), rng.randrange(MEMBERS)) for _one in range(40)}
    files = {one.number: one for one in world.process.proposals.all()}
    Conflict.objects.bulk_create(
        Conflict(juror=world.members[place], proposal=files[number], at=noon)
        for number, place in sorted(pairs)
    )
    share_out(jury=world.jury, actor=world.owner, seed="deux cents")
    world.jury.refresh_from_db()
    _mark_all(world, rng, noon)
    open_deliberation(jury=world.jury, actor=world.owner)
    _rule_all(world)
    return world


def _mark_all(world: World, rng: Random, at: datetime) -> None:
    """Ninety-five readings in a hundred are finished; one member in twelve marks low."""
    grid = world.jury.grids.all()[0]
    use, budget = grid.criteria.all()
    marks, done = [], []
    for one in Reading.objects.filter(juror__jury=world.jury).order_by("proposal_id", "juror_id"):
        if rng.random() < 0.05:
            continue
        worth = 1 + one.proposal_id % 4
        severe = one.juror_id == world.members[5].pk
        first = max(0, worth + rng.randint(-1, 1) - severe)
        marks.append(Mark(reading=one, criterion=use, value=first))
        marks.append(Mark(reading=one, criterion=budget, value=rng.randrange(5, 21, 5)))
        one.state, one.done_at = Reading.State.DONE, at
        done.append(one)
    Reading.objects.bulk_update(done, ["state", "done_at"])
    Mark.objects.bulk_create(marks)
    grid.frozen_at = at
    grid.save(update_fields=["frozen_at"])


def _rule_all(world: World) -> None:
    """In order: all is granted until the envelope is empty, then reserve, then refusals.

    One decision in ten goes through the act, the others are written beside it.
    """
    left, others = ENVELOPE, 0
    for place, line in enumerate(ranking(world.jury)):
        amount = min(line.asked_cents or 0, 9_000 * EUROS, left)
        decision = "retained" if amount else ("reserve" if others < 10 else "refused")
        others += not amount
        left -= amount
        member = _present(world, line.proposal.pk)
        if place % 10:
            Grant.objects.create(
                jury=world.jury,
                proposal=line.proposal,
                decision=decision,
                amount_cents=amount,
                ruled_by=member,
                at=clock.now(),
            )
            continue
        ruling = Ruling(decision, amount, "Motif.", "Équilibre des quartiers.")
        answer = rule(jury=world.jury, proposal=line.proposal, ruling=ruling, actor=member.user)
        assert isinstance(answer, Grant), answer
    assert left == 0
    last = world.process.proposals.order_by("-number")[0]
    more = rule(
        jury=world.jury,
        proposal=last,
        ruling=Ruling("retained", 10_000 * EUROS, "", "Une autre."),
        actor=_present(world, last.pk).user,
    )
    assert isinstance(more, Refusal)
    assert more.code == "envelope"


def _present(world: World, proposal_id: int) -> Any:
    away = set(Conflict.objects.filter(proposal_id=proposal_id).values_list("juror_id", flat=True))
    return next(one for one in world.members if one.pk not in away)


def _select(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _read_raw(world: World) -> Raw:
    jury = world.jury.pk
    marks = _select(
        "SELECT r.proposal_id, r.juror_id, m.value, c.low, c.high, c.weight FROM juries_mark m"
        " JOIN juries_reading r ON r.id = m.reading_id JOIN juries_juror j ON j.id = r.juror_id"
        " JOIN juries_criterion c ON c.id = m.criterion_id"
        f" WHERE j.jury_id = {jury} AND r.state = 'done'"
    )
    readings = _select(
        "SELECT r.proposal_id, r.juror_id, r.state FROM juries_reading r"
        f" JOIN juries_juror j ON j.id = r.juror_id WHERE j.jury_id = {jury}"
    )
    grants = _select(
        f"SELECT proposal_id, decision, amount_cents FROM juries_grant WHERE jury_id = {jury}"
    )
    files = _select(
        "SELECT id, number, declared_cost_cents FROM proposals_proposal"
        f" WHERE process_id = {world.process.pk}"
    )
    return Raw(
        marks,  # type: ignore[arg-type]
        readings,  # type: ignore[arg-type]
        {pk: (decision, cents) for pk, decision, cents in grants},
        {pk: number for pk, number, _cents in files},
        {pk: cents for pk, _number, cents in files},
    )


def _scores(marks: list[tuple[int, int, int, int, int, int]]) -> dict[int, dict[int, Decimal]]:
    """By decimals of fifty figures, where the product uses fractions."""
    found: dict[int, dict[int, list[tuple[Decimal, int]]]] = defaultdict(lambda: defaultdict(list))
    for file, juror, value, low, high, weight in marks:
        part = Decimal(value - low) / Decimal(high - low)
        found[file][juror].append((part, weight))
    return {
        file: {
            juror: 20 * sum(part * weight for part, weight in parts) / sum(w for _p, w in parts)
            for juror, parts in given.items()
        }
        for file, given in found.items()
    }


def _cent(value: Decimal) -> Decimal:
    # Twelve figures first: what only the division left over is no half.
    return round(value, 12).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _ranks(means: dict[int, Decimal]) -> dict[int, int]:
    return {one: 1 + sum(other > value for other in means.values()) for one, value in means.items()}


def _mean(values: Any) -> Decimal:
    held = list(values)
    return sum(held, Decimal(0)) / len(held)


@pytest.fixture
def exact() -> Iterator[None]:
    with localcontext() as context:
        context.prec = 50
        yield


def test_find_every_figure_again(
    decided: World, exact: None, django_assert_max_num_queries: Any, noon: datetime
) -> None:
    raw, report = _read_raw(decided), report_of(decided.jury)
    scores = _scores(raw.marks)
    means = {file: _cent(_mean(given.values())) for file, given in scores.items()}
    ranks = _ranks(means)
    assert len(scores) > 190
    assert [line.proposal.pk for line in report.lines] == sorted(
        raw.numbers, key=lambda pk: (ranks.get(pk, 10**6), raw.numbers[pk])
    )
    jurors = {juror for given in scores.values() for juror in given}
    without = [_ranks(_without(scores, juror)) for juror in jurors]
    for line in report.lines:
        pk, standing = line.proposal.pk, line.standing
        decision, cents = raw.grants[pk]
        assert line.grant is not None
        assert (line.grant.decision, line.grant.amount_cents) == (decision, cents)
        assert line.asked_cents == raw.asked[pk]
        if pk not in scores:
            assert standing is None
            continue
        assert standing is not None
        values = scores[pk].values()
        assert (standing.rank, standing.mean, standing.readers) == (
            ranks[pk],
            means[pk],
            len(values),
        )
        assert (standing.low, standing.high) == (_cent(min(values)), _cent(max(values)))
        places = [ranks[pk], *(one[pk] for one in without)]
        assert (standing.best, standing.worst) == (min(places), max(places))
        equal = {other for other in means if means[other] == means[pk] and other != pk}
        assert set(standing.tied) == equal
    _check_totals(raw, report, means, ranks)
    _check_jurors(raw, report, scores)
    _check_criteria(raw, report)
    assert report.conflicts == _select("SELECT count(*) FROM juries_conflict")[0][0] > 30
    _check_file_page_and_paper(decided, django_assert_max_num_queries)
    with clock.stopped(noon + timedelta(hours=3)):
        held = close_deliberation(jury=decided.jury, actor=decided.members[0].user)
    assert not isinstance(held, Refusal)


def _without(scores: dict[int, dict[int, Decimal]], juror: int) -> dict[int, Decimal]:
    found = {}
    for file, given in scores.items():
        left = [value for one, value in given.items() if one != juror] or list(given.values())
        found[file] = _cent(_mean(left))
    return found


def _check_totals(raw: Raw, report: Any, means: dict[int, Decimal], ranks: dict[int, int]) -> None:
    done = [pair for pair in raw.readings if pair[2] == "done"]
    given = [pair for pair in raw.readings if pair[2] != "void"]
    assert (report.readings, report.readings_given) == (len(done), len(given))
    by_file = defaultdict(int, dict.fromkeys(raw.numbers, 0))
    for file, _juror, _state in done:
        by_file[file] += 1
    counted: dict[int, int] = defaultdict(int)
    for count in by_file.values():
        counted[count] += 1
    assert report.by_readings == dict(counted)
    everyone = list(ranks.values())
    assert report.tied == sum(everyone.count(rank) > 1 for rank in everyone)
    assert report.tied > 20
    assert report.middle == statistics.median(means.values())
    granted = [cents for _decision, cents in raw.grants.values()]
    assert report.granted_cents == sum(granted) == ENVELOPE
    assert report.left_cents == 0
    assert report.asked_cents == sum(raw.asked.values())
    said = [decision for decision, _cents in raw.grants.values()]
    codes = ("retained", "reserve", "refused")
    assert report.decisions == {code: said.count(code) for code in codes}
    assert all(report.decisions.values())
    retained = [pk for pk, (decision, _cents) in raw.grants.items() if decision == "retained"]
    assert report.asked_of_retained_cents == sum(raw.asked[pk] for pk in retained)
    loads = defaultdict(int)
    for _file, juror, _state in given:
        loads[juror] += 1
    assert max(loads.values()) - min(loads.values()) <= 1
    assert len(given) == FILES * READERS


def _check_jurors(raw: Raw, report: Any, scores: dict[int, dict[int, Decimal]]) -> None:
    for one in report.markers:
        juror = one.juror.pk
        own = [given[juror] for given in scores.values() if juror in given]
        gaps = [
            given[juror] - _mean(value for other, value in given.items() if other != juror)
            for given in scores.values()
            if juror in given and len(given) > 1
        ]
        assert one.hand is not None
        assert one.hand.readings == len(own)
        assert float(one.hand.mean) == pytest.approx(float(_mean(own)))
        assert one.hand.spread == pytest.approx(statistics.pstdev(map(float, own)))
        assert float(one.hand.severity) == pytest.approx(float(_mean(gaps)))
        assert one.hand.compared == len(gaps)
        states = [state for _file, reader, state in raw.readings if reader == juror]
        assert report.progress[juror] == (states.count("done"), len(states))
    severe = min(report.markers, key=lambda one: one.hand.severity)
    assert severe.juror.name == "Jurée 6"


def _check_criteria(raw: Raw, report: Any) -> None:
    use, budget = report.criteria
    for figures, most in ((use, 5), (budget, 20)):
        values = [row[2] for row in raw.marks if row[4] == most]
        assert figures.marks == len(values)
        assert figures.mean == _cent(Decimal(sum(values)) / len(values))
        assert (figures.low, figures.high) == (min(values), max(values))


def _check_file_page_and_paper(decided: World, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(20):
        report = report_of(decided.jury)
        lines = list(rows(report))
    assert len(lines) == FILES
    client = Client()
    client.force_login(decided.owner)
    raw = b"".join(client.get(decided.jury.desk_url("report_file")).streaming_content)
    read = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert [int(one["Numéro"]) for one in read] == [one.proposal.number for one in report.lines]
    assert sum(int(one["Accordé (€)"] or 0) for one in read) * EUROS == ENVELOPE
    first = report.lines[0].standing
    assert first is not None
    assert Decimal(read[0]["Note moyenne sur 20"].replace(",", ".")) == first.mean
    page = client.get(decided.jury.desk_url("report")).content.decode()
    assert f">{report.tied}<" in page
    assert client.get(decided.jury.desk_url("report_paper")).content.startswith(b"%PDF")
    for name in ("ranking", "calibration", "home", "letters"):
        with django_assert_max_num_queries(40):
            assert client.get(decided.jury.desk_url(name)).status_code == 200
