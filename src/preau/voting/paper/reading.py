"""What a clerk types for one ballot, in one field and by keyboard: ``12 5 7``, ``b``, ``n2``."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..formats import Choices, ballot_formats
from ..models import Contest, Option, PaperLine

BLANK, SPOILED, ABSENT = "b", "n", "a"
REASONS = list(PaperLine.Reason)
Kind = PaperLine.Kind


@dataclass(frozen=True)
class Read:
    """One ballot as it was read."""

    kind: str
    choices: Choices = field(default_factory=list)
    reason: str = ""


class Misread(Exception):
    """What was typed says no ballot; the message says why."""


def read(contest: Contest, typed: str, *, may_be_absent: bool = False) -> Read:
    """The ballot that ``typed`` says: numbers in rank order, b for blank, n and a reason.

    A third look may also find that there is no such ballot: a.
    """
    words = typed.lower().replace(",", " ").replace(";", " ").split()
    if not words:
        raise Misread(_("Écrivez les numéros du bulletin, b pour un blanc, n pour un nul."))
    form = ballot_formats.get(contest.ballot_format)
    if words == [BLANK]:
        return Read(Kind.BLANK, form.empty())
    if words == [ABSENT] and may_be_absent:
        return Read(Kind.ABSENT)
    if words[0].startswith(SPOILED):
        return _spoiled("".join(words)[1:])
    options = {str(option.number): option for option in contest.listed}
    choices = _marks(contest, options, words) if form.is_marked else _list(options, words)
    if isinstance(choices, list) and not form.is_ordered:
        choices.sort()  # two people may read crosses in another order
    refusal = form.misfit(contest, choices)
    if refusal is not None:
        rule = f" {refusal.rule}" if refusal.rule else ""
        raise Misread(_("%(why)s S’il est ainsi, il est nul.") % {"why": f"{refusal.reason}{rule}"})
    return Read(Kind.VALID, choices)


def _list(options: dict[str, Option], words: list[str]) -> list[int]:
    return [_option(options, word).pk for word in words]


def _marks(contest: Contest, options: dict[str, Option], words: list[str]) -> dict[str, int]:
    """``12:3 5:2`` for points, ``12:p 5:c`` for and against, ``12:1`` for the best grade."""
    found: dict[str, int] = {}
    for word in words:
        number, _sign, mark = word.partition(":")
        option = _option(options, number)
        if str(option.pk) in found:
            raise Misread(_("Le numéro %(word)s est écrit deux fois.") % {"word": number})
        found[str(option.pk)] = _mark(contest, word, mark)
    return dict(sorted(found.items()))


def _mark(contest: Contest, word: str, mark: str) -> int:
    signs = {"p": 1, "c": -1} if contest.ballot_format == "for-against" else {}
    if mark in signs:
        return signs[mark]
    if signs or not (mark.isascii() and mark.isdecimal()) or len(mark) > 6:
        raise Misread(_("« %(word)s » ne dit pas ce que reçoit ce projet.") % {"word": word})
    return int(mark) - (1 if contest.ballot_format == "grades" else 0)


def said(option: Option) -> str:
    """How an option is repeated to who typed its number."""
    return f"{option.number} · {option.title}"


def _option(options: dict[str, Option], word: str) -> Option:
    option = options.get(word.lstrip("0"))
    if option is None:
        raise Misread(_("Le numéro %(word)s n’est pas sur ce bulletin.") % {"word": word})
    return option


def _spoiled(which: str) -> Read:
    if not which.isdecimal() or not 1 <= int(which) <= len(REASONS):
        words = _("Donnez le motif du bulletin nul par son numéro, de n1 à n%(last)s.")
        raise Misread(words % {"last": len(REASONS)})
    return Read(Kind.SPOILED, reason=REASONS[int(which) - 1].value)


def typed_of(contest: Contest, line: PaperLine) -> str:
    """A line as it would be typed again."""
    options = {one.pk: one for one in contest.listed}
    if line.kind in (Kind.BLANK, Kind.ABSENT):
        return BLANK if line.kind == Kind.BLANK else ABSENT
    if line.kind == Kind.SPOILED:
        return f"{SPOILED}{[one.value for one in REASONS].index(line.reason) + 1}"
    if isinstance(line.choices, list):
        return " ".join(str(options[pk].number) for pk in line.choices)
    typed = {1: "p", -1: "c"} if contest.ballot_format == "for-against" else {}
    first = 1 if contest.ballot_format == "grades" else 0
    return " ".join(
        f"{options[int(pk)].number}:{typed.get(mark, mark + first)}"
        for pk, mark in line.choices.items()
    )


def line_in_words(contest: Contest, line: PaperLine | None) -> list[str]:
    """A line for people: titles in order, or why it counts for nothing; nothing when missing."""
    if line is None or line.kind == Kind.ABSENT:
        return [_("Pas de bulletin")]
    if line.kind == Kind.BLANK:
        return [_("Bulletin blanc")]
    if line.kind == Kind.SPOILED:
        words = _("Bulletin nul : %(reason)s")
        return [words % {"reason": PaperLine.Reason(line.reason).label}]
    lines = ballot_formats.get(contest.ballot_format).lines(contest, line.choices)
    return [f"{said(one.option)} {one.words}".strip() for one in lines]
