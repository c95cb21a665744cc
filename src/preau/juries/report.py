"""The report: every figure of a jury in one place, from its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from preau.kernel.sheets import euros

from .figures import Line, Marker, markers, ranking
from .maths.scores import median, rounded
from .models import Conflict, Criterion, Deliberation, Grant, Juror, Jury, Mark, Reading
from .queries import (
    OUT,
    applications,
    deliberation_of,
    grid_of,
    progress_by_juror,
    readers_by_application,
)


@dataclass(frozen=True)
class CriterionFigures:
    """How one criterion was marked, in the finished readings."""

    criterion: Criterion
    marks: int
    mean: Decimal | None
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Report:
    """What the page, the paper and the file all say."""

    jury: Jury
    deliberation: Deliberation | None
    lines: list[Line]
    markers: list[Marker]
    progress: dict[int, tuple[int, int]]
    criteria: list[CriterionFigures]
    conflicts: int
    #: Applications by number of finished readings.
    by_readings: dict[int, int]
    #: Members who were given an application, by application.
    given: dict[int, int]

    @property
    def read(self) -> list[Line]:
        return [line for line in self.lines if line.standing]

    @property
    def readings(self) -> int:
        return sum(done for done, _given in self.progress.values())

    @property
    def readings_given(self) -> int:
        return sum(given for _done, given in self.progress.values())

    @property
    def tied(self) -> int:
        """Applications that share their rank with another one."""
        return sum(bool(line.standing and line.standing.tied) for line in self.lines)

    @property
    def middle(self) -> Decimal | None:
        """Half of the applications read have a mean of this at least."""
        means = [line.standing.mean for line in self.read if line.standing]
        return median(means) if means else None

    @property
    def asked_cents(self) -> int:
        return sum(line.asked_cents or 0 for line in self.lines)

    @property
    def granted_cents(self) -> int:
        return sum(line.grant.amount_cents for line in self.lines if line.grant)

    @property
    def left_cents(self) -> int:
        return (self.jury.envelope_cents or 0) - self.granted_cents

    @property
    def decisions(self) -> dict[str, int]:
        """How many applications got each decision, in the order of the decisions."""
        counted = Counter(line.grant.decision for line in self.lines if line.grant)
        return {code: counted[code] for code in Grant.Decision.values}

    @property
    def asked_of_retained_cents(self) -> int:
        return sum(
            line.asked_cents or 0
            for line in self.lines
            if line.grant and line.grant.decision == Grant.Decision.RETAINED
        )


def report_of(jury: Jury) -> Report:
    """The whole report; its number of statements does not grow with the applications."""
    lines, known = ranking(jury), {one.pk for one in applications(jury)}
    done = Counter(line.standing.readers if line.standing else 0 for line in lines)
    given = {
        pk: len(readers) for pk, readers in readers_by_application(jury).items() if pk in known
    }
    return Report(
        jury,
        deliberation_of(jury),
        lines,
        markers(jury),
        progress_by_juror(jury),
        criteria_figures(jury),
        Conflict.objects.filter(juror__jury=jury).count(),
        dict(sorted(done.items())),
        given,
    )


def criteria_figures(jury: Jury) -> list[CriterionFigures]:
    """Each criterion of the grid in use, with its mean mark and its extremes."""
    grid = grid_of(jury)
    criteria = list(grid.criteria.all()) if grid else []
    marks: dict[int, list[int]] = {one.pk: [] for one in criteria}
    rows = Mark.objects.filter(
        reading__juror__jury=jury,
        reading__state=Reading.State.DONE,
        criterion__in=criteria,
        value__isnull=False,
    ).exclude(reading__proposal__status__in=OUT)
    for criterion, value in rows.values_list("criterion_id", "value"):
        marks[criterion].append(value or 0)
    return [_figures(one, marks[one.pk]) for one in criteria]


def _figures(criterion: Criterion, values: list[int]) -> CriterionFigures:
    if not values:
        return CriterionFigures(criterion, 0, None, None, None)
    mean = rounded(Fraction(sum(values), len(values)))
    return CriterionFigures(criterion, len(values), mean, min(values), max(values))


def decimal(value: Decimal | None) -> str:
    """A score as people read it: « 14,25 »."""
    return "" if value is None else f"{value:.2f}".replace(".", ",")


def heads() -> list[str]:
    """The columns of the file, one line by application."""
    return [
        _("Rang"),
        _("Numéro"),
        _("Titre"),
        _("Porteur"),
        _("Lectures"),
        _("Note moyenne sur 20"),
        _("Note la plus basse"),
        _("Note la plus haute"),
        _("Rang au mieux"),
        _("Rang au pire"),
        _("Demandé (€)"),
        _("Décision"),
        _("Accordé (€)"),
        _("Motif"),
        _("Départage"),
    ]


def rows(report: Report) -> Iterator[list[Any]]:
    """The lines of the file, in the order of the ranking."""
    for line in report.lines:
        standing, grant = line.standing, line.grant
        yield [
            standing.rank if standing else None,
            line.proposal.number,
            line.proposal.title,
            line.proposal.author_name,
            standing.readers if standing else 0,
            float(standing.mean) if standing else None,
            float(standing.low) if standing else None,
            float(standing.high) if standing else None,
            standing.best if standing else None,
            standing.worst if standing else None,
            euros(line.asked_cents),
            str(grant.get_decision_display()) if grant else "",
            euros(grant.amount_cents) if grant else None,
            grant.reason if grant else "",
            grant.tie_reason if grant else "",
        ]


def seat_words(juror: Juror, progress: dict[int, tuple[int, int]]) -> str:
    """« 12 sur 14 »."""
    done, given = progress.get(juror.pk, (0, 0))
    return _("%(done)s sur %(given)s") % {"done": done, "given": given}
