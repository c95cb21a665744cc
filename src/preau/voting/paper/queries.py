"""Where each batch stands, and what each place has brought; a constant number of statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process

from ..models import Contest, Election, PaperBatch, PaperLine, PaperReading, RollEntry, Station
from .policies import may_handle_paper


@dataclass(frozen=True)
class BatchLine:
    """A batch with its readings, as the page of paper lists it."""

    batch: PaperBatch
    readings: list[PaperReading]
    read: dict[int, int]

    @property
    def progress(self) -> list[tuple[str, int]]:
        """Ballots read in each turn: « 1re lecture, 12 »."""
        names = {1: _("1re lecture"), 2: _("2e lecture"), 3: _("3e regard")}
        return [(names[one.turn], self.read.get(one.pk, 0)) for one in self.readings]

    @property
    def state(self) -> str:
        if self.batch.state != PaperBatch.State.OPEN:
            return str(self.batch.get_state_display())
        done = [one for one in self.readings if one.finished_at]
        if not self.readings:
            return _("À lire")
        return _("À relire") if len(done) == 1 == len(self.readings) else _("En lecture")


def batch_lines(election: Election) -> list[BatchLine]:
    """Every batch of the election by number, with who read how much: two statements."""
    readings: dict[int, list[PaperReading]] = defaultdict(list)
    counts = {}
    for one in (
        PaperReading.objects.filter(batch__election=election)
        .select_related("operator")
        .annotate(read=Count("lines"))
        .order_by("turn")
    ):
        readings[one.batch_id].append(one)
        counts[one.pk] = one.read
    batches = PaperBatch.objects.filter(election=election).select_related(
        "contest", "station", "signed_by", "sealed_by"
    )
    return [
        BatchLine(one, readings[one.pk], {r.pk: counts[r.pk] for r in readings[one.pk]})
        for one in batches
    ]


@dataclass(frozen=True)
class StationTotal:
    """What a place brought so far."""

    station: Station
    batches: int
    ballots: int
    sealed: int


def station_totals(election: Election, lines: list[BatchLine]) -> list[StationTotal]:
    """Batches, ballots counted by hand, ballots sealed, by place: one statement."""
    found = []
    for station in election.stations.all():
        mine = [one.batch for one in lines if one.batch.station_id == station.pk]
        found.append(
            StationTotal(
                station,
                len(mine),
                sum(one.size for one in mine),
                sum(one.ballots or 0 for one in mine),
            )
        )
    return found


def marked_on_paper(election: Election) -> int:
    """Lines of the roll that were marked at a table."""
    return RollEntry.objects.filter(election=election, channel="paper").count()


def handlers_of(process_id: int) -> Any:
    """Agents who may handle the paper of a process, by name."""
    agents = User.objects.filter(is_active=True, memberships__isnull=False).distinct()
    wanted = [
        one.pk
        for one in agents.prefetch_related("memberships")
        if may_handle_paper(one, process_id) is None
    ]
    return User.objects.filter(pk__in=wanted).order_by("last_name", "first_name")


def leads(person: Any, election: Election) -> bool:
    return may_run_process(person, election.step.process_id) is None


@dataclass(frozen=True)
class PaperFigures:
    """Paper of a contest for its minutes: ballots in the box, blank and spoiled ones, lateness."""

    batches: int
    late_batches: int
    late_ballots: int
    ballots: int
    spoiled: dict[str, int]
    #: Blank papers that the format keeps out of the box.
    blank_apart: int
    #: Batches that were not signed by two in time.
    left_out: int

    @property
    def spoiled_total(self) -> int:
        return sum(self.spoiled.values())


def paper_figures(contest: Contest) -> PaperFigures:
    """What the sealed batches of a contest brought: two statements."""
    found = list(PaperBatch.objects.filter(contest=contest))
    batches = [one for one in found if one.state == PaperBatch.State.SEALED]
    for one in batches:
        one.contest = contest
    late = [one for one in batches if one.is_late]
    lines = settled_lines([one.pk for one in batches])
    spoiled = Counter(line.reason for line in lines if line.kind == PaperLine.Kind.SPOILED)
    blank = sum(1 for line in lines if line.kind == PaperLine.Kind.BLANK)
    return PaperFigures(
        batches=len(batches),
        late_batches=len(late),
        late_ballots=sum(one.ballots or 0 for one in late),
        ballots=sum(one.ballots or 0 for one in batches),
        spoiled={str(PaperLine.Reason(code).label): n for code, n in sorted(spoiled.items())},
        blank_apart=0 if contest.allows_blank else blank,
        left_out=len(found) - len(batches),
    )


def settled_lines(batches: list[int]) -> list[PaperLine]:
    """The lines that stand in these batches: those of the third look, else of the first reading."""
    lines: dict[tuple[int, int], PaperLine] = {}
    found = PaperLine.objects.filter(reading__batch__in=batches, reading__turn__in=(1, 3))
    for line in found.select_related("reading").order_by("reading__turn", "position"):
        lines[line.reading.batch_id, line.position] = line
    return list(lines.values())
