"""An election read from a `.pb` file: candidates, profile, and what the file says of its rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from preau.counting.ballots import BallotRules, Kind, RawBallot
from preau.counting.exact import Number, exact
from preau.counting.model import Candidate
from preau.counting.pabulib.sections import (
    FileError,
    Remark,
    Row,
    Sections,
    line_of_vote,
    read_sections,
)
from preau.counting.profile import Profile

KINDS = {
    "approval": Kind.APPROVAL,
    "choose-1": Kind.SINGLE,
    "ordinal": Kind.RANKED,
    "cumulative": Kind.POINTS,
    "scoring": Kind.POINTS,
}


@dataclass(frozen=True)
class PbElection:
    """`published` holds the winners that the file marks `selected` (None when it marks none),
    `stated_scores` its column « score » (or « votes »), `remarks` what the reader repaired or found odd. Candidates keep the order of the file, which
    is no order of filing and decides nothing."""

    path: Path
    sha256: str
    meta: Mapping[str, str]
    candidates: tuple[Candidate, ...]
    ballot: BallotRules
    profile: Profile
    budget: Number
    threshold: Number | None = None
    published: frozenset[str] | None = None
    selected: Mapping[str, str] = field(default_factory=dict)
    stated_scores: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        return {item.id: item.name or item.id for item in self.candidates}


def read_election(path: Path) -> PbElection:
    """Read and check a `.pb` or `.pb.gz` file. Raises FileError with the line of what is wrong."""
    return _Builder(read_sections(path)).election()


class _Builder:
    def __init__(self, sections: Sections) -> None:
        self.sections = sections
        self.remarks = list(sections.remarks)
        self.meta: dict[str, str] = {}
        self.meta_lines: dict[str, int] = {}
        self.candidates: dict[str, Candidate] = {}
        self.selected: dict[str, str] = {}
        self.scores: dict[str, str] = {}

    def election(self) -> PbElection:
        self._read_meta()
        self._read_projects()
        kind = self._kind()
        budget = self._meta_number("budget")
        said = self.meta.get("min_project_score_threshold")
        threshold = self._meta_number("min_project_score_threshold") if said else None
        ballot = self._ballot_rules(kind)
        profile = self._profile(ballot)
        self._compare_counts()
        won = frozenset(key for key, mark in self.selected.items() if mark == "1")
        return PbElection(
            path=self.sections.path,
            sha256=self.sections.sha256,
            meta=self.meta,
            candidates=tuple(self.candidates.values()),
            ballot=ballot,
            profile=profile,
            budget=budget,
            threshold=threshold,
            published=won if self.selected else None,
            selected=self.selected,
            stated_scores=self.scores,
            remarks=tuple(self.remarks),
        )

    def error(self, line: int, code: str, **figures: object) -> FileError:
        return FileError(self.sections.path, line, code, **figures)

    def remark(self, code: str, line: int = 0, **figures: object) -> None:
        self.remarks.append(Remark(code, figures, line))

    def _read_meta(self) -> None:
        for line, cells in self.sections.meta:
            key = cells[0].strip().lower()
            if key == "key" and not self.meta:
                continue
            if len(cells) < 2:
                raise self.error(line, "meta-no-value", key=key)
            self.meta[key] = ";".join(cells[1:]).strip().rstrip(";")
            self.meta_lines[key] = line

    def _meta_number(self, key: str) -> Number:
        if key not in self.meta:
            raise self.error(0, "meta-missing", key=key)
        try:
            number = exact(self.meta[key])
        except ValueError:
            line = self.meta_lines[key]
            raise self.error(line, "meta-not-number", key=key, value=repr(self.meta[key])) from None
        if number < 0:
            raise self.error(self.meta_lines[key], "meta-negative", key=key, value=number)
        return number

    def _kind(self) -> Kind:
        name = self.meta.get("vote_type", "").lower()
        if name not in KINDS:
            line = self.meta_lines.get("vote_type", 0)
            raise self.error(line, "vote-type", value=repr(name), known=" | ".join(KINDS))
        return KINDS[name]

    def _read_projects(self) -> None:
        rows = iter(self.sections.projects)
        first = next(rows, None)
        if first is None:
            raise self.error(0, "section-empty", name="PROJECTS")
        header = [cell.strip().lower() for cell in first.cells]
        for name in ("project_id", "cost"):
            if name not in header:
                raise self.error(first.line, "column-missing", name="PROJECTS", column=name)
        for row in rows:
            self._read_project(header, row)
        if not self.candidates:
            raise self.error(first.line, "section-empty", name="PROJECTS")

    def _read_project(self, header: list[str], row: Row) -> None:
        cells = self._fitted(header, row)
        values = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        key = values["project_id"]
        if not key:
            raise self.error(row.line, "project-no-id")
        if key in self.candidates:
            raise self.error(row.line, "project-twice", option=repr(key))
        try:
            cost = exact(values["cost"])
        except ValueError:
            said = repr(values["cost"])
            raise self.error(row.line, "cost-not-number", option=key, value=said) from None
        if cost < 0:
            raise self.error(row.line, "cost-negative", option=key, value=values["cost"])
        zone = values.get("district") or values.get("neighborhood") or ""
        self.candidates[key] = Candidate(
            key, cost, values.get("name", ""), None, values.get("category", ""), zone
        )
        self.scores[key] = values.get("score") or values.get("votes") or ""
        if "selected" in header:
            self.selected[key] = values["selected"]

    def _fitted(self, header: list[str], row: Row) -> list[str]:
        """As many cells as the header: an unquoted « ; » belongs to the name."""
        cells, excess = row.cells, len(row.cells) - len(header)
        while excess > 0 and not cells[-1].strip():
            cells, excess = cells[:-1], excess - 1
        if excess < 0 and len(cells) > max(header.index("project_id"), header.index("cost")):
            self.remark("cells-missing", row.line, missing=-excess)
            return cells + [""] * -excess
        if excess > 0 and "name" in header:
            place = header.index("name")
            self.remark("semicolon", row.line)
            name = ";".join(cells[place : place + excess + 1])
            return [*cells[:place], name, *cells[place + excess + 1 :]]
        if excess:
            raise self.error(row.line, "columns", found=len(cells), expected=len(header))
        return cells

    def _ballot_rules(self, kind: Kind) -> BallotRules:
        """Repeats are counted, as the cities did; the limits of META are checked and reported."""
        return BallotRules(kind=kind, repeats="count", points_least=None)

    def _profile(self, ballot: BallotRules) -> Profile:
        groups = list(self._groups(ballot.kind))
        self._report_odd_ballots(groups)
        profile = Profile.from_groups(ballot, groups, self.candidates)
        if profile.spoiled:
            self._refuse_unknown_option()
        return profile

    def _groups(self, kind: Kind) -> Iterator[tuple[RawBallot, int]]:
        for (vote, points), times in self.sections.votes.items():
            options = vote.split(",") if "," in vote else [vote] if vote else []
            if " " in vote:
                options = [option.strip() for option in options]
            if kind is Kind.POINTS:
                yield self._pointed(options, points, vote), times
            else:
                yield options, times

    def _pointed(self, options: list[str], points: str, vote: str) -> RawBallot:
        try:
            marks = [exact(mark) for mark in points.split(",")] if options else []
        except ValueError:
            raise self._vote_error(vote, points, "points-not-numbers", value=repr(points)) from None
        if len(marks) != len(options):
            figures = {"options": len(options), "points": len(marks)}
            raise self._vote_error(vote, points, "points-missing", **figures)
        given: dict[str, Number] = {}
        for option, mark in zip(options, marks, strict=True):
            given[option] = given.get(option, 0) + mark
        return given

    def _report_odd_ballots(self, groups: list[tuple[RawBallot, int]]) -> None:
        repeated = short = long = 0
        least, most = self._limit("min_length", 0), self._limit("max_length", len(self.candidates))
        for options, times in groups:
            size = len(options or ())
            repeated += times if len(set(options or ())) != size else 0
            short += times if 0 < size < least else 0
            long += times if size > most else 0
        if repeated:
            self.remark("repeats", number=repeated)
        if short:
            self.remark("too-short", number=short, limit=least)
        if long:
            self.remark("too-long", number=long, limit=most)

    def _limit(self, key: str, default: int) -> int:
        return int(self._meta_number(key)) if self.meta.get(key) else default

    def _refuse_unknown_option(self) -> None:
        for vote, points in self.sections.votes:
            for option in (option.strip() for option in vote.split(",")):
                if option not in self.candidates and vote:
                    said = repr(option)
                    raise self._vote_error(vote, points, "unknown-option", option=said)

    def _vote_error(self, text: str, marks: str, code: str, **figures: object) -> FileError:
        return self.error(line_of_vote(self.sections, text, marks), code, **figures)

    def _compare_counts(self) -> None:
        found = {"num_projects": len(self.candidates), "num_votes": self.sections.vote_rows}
        for key, number in found.items():
            if self.meta.get(key, str(number)) != str(number):
                self.remark("meta-disagrees", key=key, said=self.meta[key], found=number)
        if self.sections.voter_ids != self.sections.vote_rows:
            again = self.sections.vote_rows - self.sections.voter_ids
            self.remark("voters-twice", number=again)
