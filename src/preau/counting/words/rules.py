"""A rule document in plain words: one sentence a line, fit for a règlement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from preau.counting.words.figures import Money, amount
from preau.counting.words.sentences import RULEBOOK, TIE_NAMES

if TYPE_CHECKING:
    from preau.counting.ballots import BallotRules
    from preau.counting.rulebook import RuleDocument, Threshold


def describe_rule(rule: RuleDocument, lang: str, money: Money | None = None) -> list[str]:
    """Everything that decides, nothing else, in the order one asks. `money` writes an amount."""
    say, write = RULEBOOK[lang], money or (lambda number: amount(number, lang))
    lines = [say["rule-" + rule.rule], *_ballot(rule.ballot, lang, write)]
    if rule.points:
        table = " – ".join(amount(points, lang) for points in rule.points)
        lines.append(say["points"].format(table=table))
        if rule.ballot.kind == "ranked":
            lines.append(say["partial-" + rule.partial])
    for envelope in rule.envelopes:
        key = "envelope-zones" if envelope.zones else "envelope"
        lines.append(
            say[key].format(
                id=envelope.id,
                amount=write(envelope.amount),
                zones=", ".join(envelope.zones),
            )
        )
        if envelope.threshold:
            lines.append(_threshold(envelope.threshold, lang))
    if rule.fit:
        lines.append(say["fit-" + rule.fit].format(percent=rule.reserve_percent))
    if rule.threshold:
        lines.append(_threshold(rule.threshold, lang))
    lines += _limits(rule, lang, write)
    lines += _shares_and_majority(rule, lang, write)
    criteria = ", ".join(TIE_NAMES[lang][name] for name in rule.ties)
    return [*lines, say["ties"].format(criteria=criteria)]


def _ballot(ballot: BallotRules, lang: str, money: Money) -> Iterator[str]:
    say = RULEBOOK[lang]
    yield say["ballot-" + ballot.kind].format(grades=", ".join(ballot.grades))
    limits = {
        "min_choices": ballot.min_choices or None,
        "max_choices": ballot.max_choices,
        "max_per_zone": ballot.max_per_zone,
        "max_per_category": ballot.max_per_category,
        "max_against": ballot.max_against,
        "points_total": ballot.points_total,
        "points_each": ballot.points_each,
        "points_least": ballot.points_least or None,
    }
    for name, limit in limits.items():
        if limit is not None:
            yield say[name].format(limit=amount(limit, lang))
    if ballot.max_total_cost is not None:
        yield say["max_total_cost"].format(limit=money(ballot.max_total_cost))
    if ballot.all_graded:
        yield say["all_graded"]
    if ballot.repeats == "count":
        yield say["repeats"]


def _threshold(threshold: Threshold, lang: str) -> str:
    key = f"threshold-{threshold.unit}-{threshold.of}"
    return RULEBOOK[lang][key].format(minimum=amount(threshold.minimum, lang))


def _limits(rule: RuleDocument, lang: str, money: Money) -> Iterator[str]:
    say = RULEBOOK[lang]
    if rule.max_winners:
        yield say["max_winners"].format(limit=rule.max_winners)
    if len(rule.envelopes) > 1:
        yield say["leftover-" + rule.leftover]
    for group in rule.exclusives:
        yield say["exclusives"].format(options=", ".join(group))
    if rule.already_won:
        yield say["already_won"].format(options=", ".join(rule.already_won))
    for zone, minimum in rule.floors.items():
        yield say["floors"].format(zone=zone, minimum=minimum)
    for category, ceiling in rule.ceilings.items():
        yield say["ceilings"].format(category=category, amount=money(ceiling))


def _shares_and_majority(rule: RuleDocument, lang: str, money: Money) -> Iterator[str]:
    say = RULEBOOK[lang]
    if rule.equal_shares:
        shares = rule.equal_shares
        yield say["utility-" + shares.utility]
        yield say["start-" + shares.start]
        yield say["completion-" + shares.completion].format(step=money(shares.step))
        if shares.completion.startswith("add1"):
            yield say["stop-" + shares.stop]
    if rule.majority:
        percent = amount(rule.majority.share * 100, lang)
        limit = "at-least" if rule.majority.at_least else "more-than"
        yield say[f"majority-{limit}-{rule.majority.of}"].format(percent=percent)
    if quorum := rule.majority.quorum if rule.majority else rule.quorum:
        yield say["quorum"].format(quorum=amount(quorum, lang))
