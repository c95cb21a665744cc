"""A trace, one sentence a step, that a resident can follow with a finger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from preau.counting.exact import Number
from preau.counting.words.figures import Money, amount, counted
from preau.counting.words.sentences import REASONS, SENTENCES, TIE_NAMES, UNITS

if TYPE_CHECKING:
    from preau.counting.outcome import Outcome, Round
    from preau.counting.rulebook import RuleDocument
    from preau.counting.ties import Tie

VOTES = ("single", "yes-no", "approval", "basket", "for-against")
UNIT_OF_RULE = {"schulze": "duels", "instant-runoff": "firsts", "majority-judgment": "graded"}


def trace_in_french(
    outcome: Outcome, names: Mapping[str, str], money: Money | None = None
) -> list[str]:
    """The steps in French. `money` writes an amount (by default the bare figure)."""
    return trace(outcome, names, "fr", money)


def trace_in_english(
    outcome: Outcome, names: Mapping[str, str], money: Money | None = None
) -> list[str]:
    return trace(outcome, names, "en", money)


def trace(
    outcome: Outcome, names: Mapping[str, str], lang: str, money: Money | None = None
) -> list[str]:
    """One sentence for each round, then the ties, the draw that is asked for, the adjustments."""
    write = money or (lambda number: amount(number, lang))
    lines = [_round(item, outcome.rule, names, lang, write) for item in outcome.rounds]
    lines += [_tie(item, names, lang) for item in outcome.ties]
    if outcome.needs_draw:
        listed = _names(outcome.needs_draw.options, names)
        lines.append(SENTENCES[lang]["needs-draw"].format(options=listed))
    for effect in outcome.effects:
        item = effect.adjustment
        lines.append(
            SENTENCES[lang]["adjustment"].format(
                kind=SENTENCES[lang][item.kind],
                option=names.get(item.option, item.option),
                motive=item.motive,
                signed_by=item.signed_by,
                added=_names(effect.added, names) or "–",
                removed=_names(effect.removed, names) or "–",
            )
        )
    return lines


def _round(
    item: Round, rule: RuleDocument, names: Mapping[str, str], lang: str, money: Money
) -> str:
    return SENTENCES[lang]["round" if rule.envelopes else "round-choice"].format(
        number=item.number,
        option=names.get(item.option, item.option),
        support=support(item.score, rule, lang),
        cost=money(item.cost),
        why=reason(item, names, lang, money),
    )


def support(score: Number, rule: RuleDocument, lang: str) -> str:
    """« 12 voix », « 3 points », « 2 duels gagnés »: what the score of this rule counts."""
    by_kind = "votes" if rule.ballot.kind in VOTES else "points"
    one, many = UNITS[lang][UNIT_OF_RULE.get(rule.rule, by_kind)]
    return counted(score, one, many, lang)


def reason(item: Round, names: Mapping[str, str], lang: str, money: Money) -> str:
    """Why this step ended as it did, in words."""
    figures = {key: _figure(value, names, lang, money, key) for key, value in item.details.items()}
    return REASONS[lang][item.reason].format(
        cost=money(item.cost),
        before=money(item.left_before),
        after=money(item.left_after),
        score=amount(item.score, lang),
        missing=money(item.cost - item.left_before),
        **figures,
    )


def _figure(value: object, names: Mapping[str, str], lang: str, money: Money, key: str) -> str:
    if isinstance(value, Mapping):
        return ", ".join(
            f"{names.get(str(option), str(option))} {amount(figure, lang)}"
            for option, figure in value.items()
        )
    if isinstance(value, list | tuple):
        return _names(tuple(str(item) for item in value), names)
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, bool) or not hasattr(value, "denominator"):
        return str(value)
    return money(value) if key.endswith("_money") else amount(value, lang)  # type: ignore[arg-type]


def _tie(item: Tie, names: Mapping[str, str], lang: str) -> str:
    said = [TIE_NAMES[lang][name] for name in item.decided_by]
    key = "tie" if said else "tie-harmless"
    return SENTENCES[lang][key].format(
        options=_names(item.options, names), criteria=", ".join(said)
    )


def _names(options: tuple[str, ...], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(option, option) for option in options)
