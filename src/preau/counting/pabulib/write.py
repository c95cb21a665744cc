"""Write a contest as a `.pb` file that any Pabulib tool reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from preau.counting.ballots import Ballot, BallotRules, Kind, RawBallot, Spoil, read_ballot
from preau.counting.exact import Number, plain, whole
from preau.counting.model import Candidate, CountError, check_candidates
from preau.counting.outcome import Outcome

VOTE_TYPES = {
    Kind.SINGLE: "choose-1",
    Kind.YES_NO: "choose-1",
    Kind.RANKED: "ordinal",
    Kind.POINTS: "cumulative",
    Kind.FOR_AGAINST: "scoring",
    Kind.GRADES: "scoring",
}
RULES = {
    ("greedy", "skip"): "greedy",
    ("greedy", "stop"): "greedy-no-skip",
    ("greedy", "reserve"): "greedy-custom",
    ("equal-shares", ""): "equalshares",
}


def write_pb(
    contest: Mapping[str, str],
    candidates: Iterable[Candidate],
    ballots: Sequence[RawBallot],
    outcome: Outcome,
    minor_units: int = 1,
) -> str:
    """The text of the file. Spoiled ballots are left out, blank ones kept; voters are numbered.

    `contest` gives META its words (description, country, unit, instance, date_begin, language…).
    """
    options = check_candidates(candidates)
    rules = outcome.rule.ballot
    read = [read_ballot(rules, ballot, options) for ballot in ballots]
    kept = [ballot for ballot in read if not isinstance(ballot, Spoil)]
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerow(["META"])
    rows.writerow(["key", "value"])
    rows.writerows(_meta(contest, len(options), len(kept), outcome, minor_units))
    rows.writerow(["PROJECTS"])
    rows.writerow(
        ["project_id", "cost", "votes", "score", "name", "category", "district", "selected"]
    )
    mentions = dict.fromkeys(options, 0)
    for ballot in kept:
        for option in ballot.options if ballot else ():
            mentions[option] += 1
    for item in sorted(options.values(), key=lambda option: option.id):
        rows.writerow(_project(item, mentions[item.id], outcome, minor_units))
    rows.writerow(["VOTES"])
    marked = any(ballot and ballot.marks for ballot in kept)
    rows.writerow(["voter_id", "vote", *(["points"] if marked else [])])
    for number, ballot in enumerate(kept, 1):
        chosen = ",".join(ballot.options) if ballot else ""
        marks = ",".join(_decimal(mark) for mark in _marks(rules, ballot)) if ballot else ""
        rows.writerow([number, chosen, *([marks] if marked else [])])
    return text.getvalue()


def _marks(rules: BallotRules, ballot: Ballot) -> Iterable[Number]:
    """Points as Pabulib understands them: the more, the better. Our best grade is number 0."""
    if rules.kind is Kind.GRADES:
        return [len(rules.grades) - 1 - grade for grade in ballot.marks]
    return ballot.marks


def _meta(
    contest: Mapping[str, str], projects: int, votes: int, outcome: Outcome, minor_units: int
) -> list[list[str]]:
    rule = outcome.rule
    name = RULES.get((rule.rule, rule.fit), rule.rule)
    if name == "greedy" and rule.threshold:
        name = "greedy-threshold"
    meta: dict[str, Any] = {key: _one_line(value) for key, value in contest.items()}
    meta |= {
        "num_projects": projects,
        "num_votes": votes,
        "budget": _decimal(Fraction(rule.envelope) / minor_units),
        "vote_type": VOTE_TYPES.get(rule.ballot.kind, "approval"),
        "rule": name,
    }
    if rule.ballot.min_choices:
        meta["min_length"] = rule.ballot.min_choices
    if rule.ballot.max_choices:
        meta["max_length"] = rule.ballot.max_choices
    if rule.points:
        # Keys of our own: without them a reader guesses the table, and what a short ranking gives.
        meta["points_table"] = "-".join(_decimal(points) for points in rule.points)
        meta["partial_rankings"] = rule.partial
    if rule.ballot.points_total:
        meta["max_sum_points"] = rule.ballot.points_total
    if rule.threshold and (rule.threshold.unit, rule.threshold.of) == ("absolute", "score"):
        meta["min_project_score_threshold"] = _decimal(rule.threshold.minimum)
    return [[key, str(value)] for key, value in meta.items()]


def _project(item: Candidate, votes: int, outcome: Outcome, minor_units: int) -> list[str]:
    if "," in item.id or ";" in item.id:
        raise CountError(f"option {item.id!r}: a .pb file allows neither comma nor semicolon")
    return [
        item.id,
        _decimal(Fraction(item.cost) / minor_units),
        str(votes),
        _decimal(outcome.scores[item.id]),
        _one_line(item.name),
        _one_line(item.category),
        _one_line(item.zone),
        "1" if item.id in outcome.winners else "0",
    ]


def _decimal(number: Number) -> str:
    return str(plain(whole(number)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
