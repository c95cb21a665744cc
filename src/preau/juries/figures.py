"""The figures of a jury, from its rows: scores, ranking, how each juror marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from preau.proposals.models import Proposal
from preau.proposals.readings import asked_by

from .maths.calibration import METHODS, Hand, corrected, hands
from .maths.scores import Scale, Standing, score, stand
from .models import Criterion, Grant, Juror, Jury, Mark, Reading
from .queries import OUT, applications, grants_of, grid_of


def scale_of(criterion: Criterion) -> Scale:
    return Scale(criterion.weight, criterion.low, criterion.high)


def score_of(marks: Iterable[Mark], criteria: Iterable[Criterion]) -> Fraction | None:
    """The score of one reading; None while a mark is missing."""
    scales = {one.pk: scale_of(one) for one in criteria}
    values = {mark.criterion_id: mark.value for mark in marks if mark.value is not None}
    if not scales or not scales.keys() <= values.keys():
        return None
    return score({code: values[code] for code in scales}, scales)


def scores_of(jury: Jury) -> dict[int, dict[int, Fraction]]:
    """Scores of the finished readings by application, then by juror; three statements."""
    grid = grid_of(jury)
    if grid is None:
        return {}
    scales = {one.pk: scale_of(one) for one in grid.criteria.all()}
    found_marks = Mark.objects.filter(
        reading__juror__jury=jury,
        reading__state=Reading.State.DONE,
        criterion__grid=grid,
        value__isnull=False,
    ).exclude(reading__proposal__status__in=OUT)
    rows = found_marks.values_list(
        "reading__proposal_id", "reading__juror_id", "criterion_id", "value"
    )
    marks: dict[tuple[int, int], dict[int, int]] = {}
    for application, juror, criterion, value in rows:
        marks.setdefault((application, juror), {})[criterion] = value or 0
    found: dict[int, dict[int, Fraction]] = {}
    for (application, juror), given in sorted(marks.items()):
        if given.keys() == scales.keys():
            found.setdefault(application, {})[juror] = score(given, scales)
    return found


@dataclass(frozen=True)
class Line:
    """One application of the ranking: where it stands, what it asks, what was decided."""

    proposal: Proposal
    standing: Standing | None
    asked_cents: int | None
    grant: Grant | None
    #: Mean and rank once each juror's hand is taken off, when that was asked for.
    corrected: Standing | None = None


def ranking(jury: Jury, correction: str = "") -> list[Line]:
    """Every application in order; those that nobody read come last, by number."""
    scores = scores_of(jury)
    found = applications(jury)
    standings = {one.application: one for one in stand(scores)}
    others = (
        {one.application: one for one in stand(corrected(scores, correction))}
        if correction in METHODS
        else {}
    )
    asked, grants = asked_by(found), grants_of(jury)
    lines = [
        Line(one, standings.get(one.pk), asked[one.pk], grants.get(one.pk), others.get(one.pk))
        for one in found
    ]
    last = len(lines) + 1
    return sorted(
        lines,
        key=lambda line: (line.standing.rank if line.standing else last, line.proposal.number),
    )


@dataclass(frozen=True)
class Marker:
    """A juror with how they mark; ``hand`` is None before a first finished reading."""

    juror: Juror
    hand: Hand | None
    after: Hand | None = None


def markers(jury: Jury, correction: str = "") -> list[Marker]:
    """Each member and how they mark, before and after a correction."""
    scores = scores_of(jury)
    before = hands(scores)
    after = hands(corrected(scores, correction)) if correction in METHODS else {}
    return [
        Marker(one, before.get(one.pk), after.get(one.pk))
        for one in jury.jurors.order_by("pk")
        if one.left_at is None or one.pk in before
    ]
