"""What a count says of a question, in words: who wins, by how much, and whether it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.ui.props import Bar, Chart
from preau.ui.words import number, percent
from preau.voting.models import Contest, Count, Option
from preau.voting.outcomes import recount, trace_of
from preau.voting.queries import current_count

from .models import Question
from .rules import HALF

#: The formats whose scores are people: each can be said as a share of the votes.
COUNTS_PEOPLE = ("yes-no", "single", "approval")


@dataclass(frozen=True)
class Grade:
    """How many ballots give one grade to an answer; shares in thousandths, for the bar."""

    label: str
    ballots: int
    start: int
    permille: int


@dataclass(frozen=True)
class Row:
    """An answer in the result, in the order of the count."""

    option: Option
    rank: int | None
    score: int
    #: Share of the votes that the rule speaks of, in thousandths; None where it means nothing.
    permille: int | None
    decision: str
    grades: list[Grade] = field(default_factory=list)

    @property
    def share(self) -> float | None:
        return None if self.permille is None else self.permille / 1000


@dataclass(frozen=True)
class Result:
    """A counted question as its page tells it."""

    question: Question
    contest: Contest
    headline: str
    remarks: list[str]
    rows: list[Row]
    steps: list[str]
    valid: int
    blank: int
    cast: int
    quorum: int

    @property
    def missing(self) -> int:
        """Ballots that lacked for the quorum; 0 when it is reached."""
        return max(0, self.quorum - self.cast)

    @property
    def is_graded(self) -> bool:
        return bool(self.rows and self.rows[0].grades)

    @property
    def has_shares(self) -> bool:
        return any(row.permille is not None for row in self.rows)


def result_of(question: Question) -> Result | None:
    """The standing count of a question; None before it, or while a draw is awaited."""
    contest = question.contest
    standing = current_count(contest) if contest is not None else None
    if contest is None or standing is None or standing.needs_draw:
        return None
    return read_result(question, contest, standing)


def read_result(question: Question, contest: Contest, standing: Count) -> Result:
    """Put the outcome of a count beside the question that it answers."""
    outcome: Mapping[str, Any] = standing.outcome
    ballots = outcome["ballots"]
    valid, blank = int(ballots["valid"]), int(ballots["blank"])
    cast = valid + blank + sum(ballots["spoiled"].values())
    rule = contest.document
    quorum = rule.majority.quorum if rule.majority else rule.quorum
    rows = _rows(question, contest, outcome, valid, cast)
    return Result(
        question=question,
        contest=contest,
        headline=_headline(question, rows, quorum - cast),
        remarks=_remarks(question, rows, quorum, cast),
        rows=rows,
        steps=list(standing.trace),
        valid=valid,
        blank=blank,
        cast=cast,
        quorum=quorum,
    )


def steps_of(result: Result) -> list[str]:
    """The count, one sentence a step, in the language of the page."""
    return trace_of(result.contest, recount(result.contest))


def _rows(
    question: Question, contest: Contest, outcome: Mapping[str, Any], valid: int, cast: int
) -> list[Row]:
    options = {str(option.number): option for option in contest.listed}
    ranks = {option: rank for rank, option in enumerate(outcome["winners"], start=1)}
    base = cast if question.is_of_cast else valid
    tallies = outcome["details"].get("grades", {})
    rows = [
        Row(
            option=options[step["option"]],
            rank=ranks.get(step["option"]),
            score=int(step["score"]),
            permille=_permille(question, int(step["score"]), base),
            decision=_decision(step),
            grades=_grades(contest, tallies.get(step["option"], [])),
        )
        for step in outcome["rounds"]
        if step["option"] in options
    ]
    if question.ballot_format == "yes-no":  # « oui » then « non », whoever wins
        return sorted(rows, key=lambda row: row.option.number)
    if contest.document.rule == "instant-runoff":  # the last one out was the closest
        seen = {row.option.pk for row in rows}
        rest = [one for one in contest.listed if one.pk not in seen]
        rows = [*reversed(rows), *(Row(one, None, 0, None, _("non retenu")) for one in rest)]
        return sorted(rows, key=lambda row: row.rank is None)
    return rows


def _permille(question: Question, score: int, base: int) -> int | None:
    if question.ballot_format not in COUNTS_PEOPLE:
        return None
    return round(Fraction(1000 * score, base)) if base else 0


def _grades(contest: Contest, tally: list[int]) -> list[Grade]:
    labels, total, before = contest.document.ballot.grades, sum(tally), 0
    found = []
    for label, ballots in zip(labels, tally, strict=False):
        start, end = _part(before, total), _part(before + ballots, total)
        found.append(Grade(label, ballots, start, end - start))
        before += ballots
    return found


def _part(some: int, total: int) -> int:
    return round(Fraction(1000 * some, total)) if total else 0


def _decision(step: Mapping[str, Any]) -> str:
    """What was decided of an answer, in a few words."""
    if grade := step["details"].get("grade"):
        return _("Mention majoritaire\u00a0: %(grade)s") % {"grade": grade}
    if step["status"] == "elected":
        return _("L’emporte")
    said = {
        "quorum-not-reached": _("Sans effet\u00a0: quorum manqué"),
        "no-majority": _("Sous le seuil"),
        "fewest-first": _("Éliminée"),
    }
    return said.get(step["reason"], _("Ne l’emporte pas"))


def _headline(question: Question, rows: list[Row], missing: int) -> str:
    """The outcome in a sentence: it is the title of the page."""
    if missing > 0:
        return ngettext(
            "Le quorum n’est pas atteint\u00a0: il manquait %(n)s bulletin.",
            "Le quorum n’est pas atteint\u00a0: il manquait %(n)s bulletins.",
            missing,
        ) % {"n": number(missing)}
    first = next((row for row in rows if row.rank == 1), None)
    if question.ballot_format == "yes-no":
        return _yes_or_no(question, first)
    if first is None:
        return _("Aucune réponse n’atteint le seuil demandé.")
    return _winner(question, first)


def _yes_or_no(question: Question, first: Row | None) -> str:
    if first is None:
        if question.share_percent > HALF:
            said = _("Ni le oui ni le non n’atteint le seuil de %(share)s\u00a0%%.")
            return said % {"share": question.share_percent}
        return _("Ni le oui ni le non n’a plus de la moitié.")
    said = (
        _("Le oui l’emporte avec %(share)s.")
        if first.option.number == 1
        else _("Le non l’emporte avec %(share)s.")
    )
    return said % {"share": share_of(first)}


def _winner(question: Question, first: Row) -> str:
    said = {"title": first.option.title}
    match question.ballot_format:
        case "grades":
            return _("«\u00a0%(title)s\u00a0» a la meilleure mention.") % said
        case "ranked":
            return _("«\u00a0%(title)s\u00a0» est la réponse préférée.") % said
        case "approval":
            n = {"n": number(first.score)} | said
            words = ngettext(
                "«\u00a0%(title)s\u00a0» l’emporte avec %(n)s approbation.",
                "«\u00a0%(title)s\u00a0» l’emporte avec %(n)s approbations.",
                first.score,
            )
            return words % n
    return _("«\u00a0%(title)s\u00a0» l’emporte avec %(share)s.") % (
        said | {"share": share_of(first)}
    )


def share_of(row: Row) -> str:
    """« 61,2 % »: the tenth is said, so that a narrow result does not read as a tie."""
    return percent((row.permille or 0) / 1000)


def _remarks(question: Question, rows: list[Row], quorum: int, cast: int) -> list[str]:
    """What must be said beside the headline: the quorum, and what a missed one leaves."""
    found = []
    if question.ballot_format == "yes-no" and len(rows) == 2:
        said = _("%(yes)s oui, %(no)s non.")
        found.append(said % {"yes": number(rows[0].score), "no": number(rows[1].score)})
    if quorum:
        figures = {"cast": number(cast), "quorum": number(quorum)}
        said = (
            _("Quorum atteint\u00a0: %(cast)s bulletins, %(quorum)s étaient demandés.")
            if cast >= quorum
            else _("%(cast)s bulletins sont dans l’urne, %(quorum)s étaient demandés.")
        )
        found.append(said % figures)
        if cast < quorum:
            found.append(_("Le règlement dit que le résultat ne vaut pas. Voici les votes reçus."))
    if question.ballot_format == "yes-no" and cast >= quorum and not any(row.rank for row in rows):
        found.append(_("La proposition n’est ni adoptée ni rejetée par ce vote."))
    return found


def chart_of(result: Result) -> Chart | None:
    """The votes as bars, where a vote is a person."""
    if not result.has_shares:
        return None
    return Chart(
        name=f"resultat-{result.contest.slug}",
        finding=result.headline,
        bars=[Bar(row.option.title, (row.score,)) for row in result.rows],
        series=(_("Voix"),),
        base=ngettext(
            "%(n)s suffrage exprimé, sans les bulletins blancs.",
            "%(n)s suffrages exprimés, sans les bulletins blancs.",
            result.valid,
        )
        % {"n": number(result.valid)},
    )
