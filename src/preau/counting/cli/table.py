"""The table that a terminal shows: rule, ballots, one line a project, ties, remarks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from preau.counting.outcome import Outcome, Round
from preau.counting.words import amount, describe_rule, reason, trace

NAME_WIDTH = 44
WORDS = {
    "fr": {
        "head": ("", "Projet", "Soutien", "Coût", "Reste", "Décision"),
        "ballots": "Bulletins valables : {valid} ; blancs : {blank} ; nuls : {spoiled}.",
        "sum": "Retenus : {winners}. Dépensé : {spent} sur {envelope}, il reste {left}.",
        "choice": "Résultat : {names}.",
        "rule": "La règle",
        "hash": "SHA-256 du fichier : {sha256}",
        "remarks": "Remarques sur le fichier",
    },
    "en": {
        "head": ("", "Project", "Support", "Cost", "Left", "Decision"),
        "ballots": "Ballots: {valid} valid, {blank} blank, {spoiled} spoiled.",
        "sum": "Elected: {winners}. Spent: {spent} of {envelope}, {left} left.",
        "choice": "Result: {names}.",
        "rule": "The rule",
        "hash": "SHA-256 of the file: {sha256}",
        "remarks": "Remarks on the file",
    },
}


@dataclass(frozen=True)
class Source:
    """What was counted, for the reader: its title, the names of options, remarks, its hash."""

    title: str
    names: dict[str, str]
    sha256: str
    remarks: tuple[str, ...] = ()


def table(source: Source, outcome: Outcome, lang: str) -> str:
    """The whole page, ready to print."""
    return "\n".join(_lines(source, outcome, lang)) + "\n"


def _lines(source: Source, outcome: Outcome, lang: str) -> Iterator[str]:
    say = WORDS[lang]
    names = source.names
    yield source.title
    yield ""
    yield str(say["rule"])
    yield from (f"  {line}" for line in describe_rule(outcome.rule, lang))
    yield ""
    yield str(say["ballots"]).format(
        valid=amount(outcome.valid, lang),
        blank=amount(outcome.blank, lang),
        spoiled=amount(sum(outcome.spoiled.values()), lang),
    )
    yield ""
    yield from _rounds(outcome, names, lang)
    yield ""
    said = trace(outcome, names, lang)[len(outcome.rounds) :]
    yield from said
    yield _sum(outcome, names, lang)
    if source.remarks:
        yield str(say["remarks"])
        yield from (f"  {remark}" for remark in source.remarks)
    yield str(say["hash"]).format(sha256=source.sha256)


def _rounds(outcome: Outcome, names: dict[str, str], lang: str) -> Iterator[str]:
    yield _row(*(str(cell) for cell in WORDS[lang]["head"]))
    for item in outcome.rounds:
        yield _row(
            "✓" if item.status in ("elected", "added") else "·",
            names.get(item.option, item.option),
            amount(item.score, lang) if item.option else "",
            amount(item.cost, lang) if outcome.envelope else "",
            amount(item.left_after, lang) if outcome.envelope else "",
            _why(item, names, lang),
        )


def _why(item: Round, names: dict[str, str], lang: str) -> str:
    return reason(item, names, lang, lambda number: amount(number, lang))


def _row(mark: str, name: str, points: str, cost: str, left: str, why: str) -> str:
    return f"{mark:1} {_fitted(name)} {points:>9} {cost:>13} {left:>13}  {why}".rstrip()


def _fitted(name: str) -> str:
    """The name on exactly NAME_WIDTH columns of a terminal."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if len(name) > NAME_WIDTH:
        name = name[: NAME_WIDTH - 1].rstrip() + "…"
    return name.ljust(NAME_WIDTH)


def _sum(outcome: Outcome, names: dict[str, str], lang: str) -> str:
    if not outcome.rule.envelopes:
        listed = ", ".join(names[option] for option in outcome.winners) or "–"
        return str(WORDS[lang]["choice"]).format(names=listed)
    return str(WORDS[lang]["sum"]).format(
        winners=len(outcome.winners),
        spent=amount(outcome.spent, lang),
        envelope=amount(outcome.envelope, lang),
        left=amount(outcome.left, lang),
    )
