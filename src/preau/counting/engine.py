"""`count`: one pure function from ballots and a rule document to an outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from preau.counting.contest import Contest, Counted
from preau.counting.exact import Number
from preau.counting.model import Adjustment, Candidate, CountError, Draw, check_candidates
from preau.counting.outcome import Effect, Outcome, Round
from preau.counting.profile import Profile
from preau.counting.rulebook import RuleDocument
from preau.counting.rules import RULES
from preau.counting.rules.by_score import quorum_missed
from preau.counting.scores import Support, tally
from preau.counting.ties import Tie, TieOrder

BY_SCORE = ("greedy", "plurality", "majority", "approval", "points")


def count(
    candidates: Iterable[Candidate],
    profile: Profile,
    rule: RuleDocument,
    *,
    draw: Draw | None = None,
    adjustments: Sequence[Adjustment] = (),
    turnout: Mapping[str, Number] | None = None,
) -> Outcome:
    """Count a contest. Pure: the same arguments give the same outcome, to the byte.

    A decisive tie stops the count with `needs_draw` until `draw` is given. `turnout` (rate by zone)
    is needed by the « to-best-turnout » leftover rule alone. Raises CountError on candidates or
    ballots that do not fit the rule document.
    """
    everyone = check_candidates(candidates)
    _check(everyone, profile, rule, adjustments)
    support = tally(profile, rule, everyone)
    excluded = {item.option for item in adjustments if item.kind == "exclusion"}
    rates = turnout or {}

    def run(barred: set[str]) -> Counted:
        running = {key: item for key, item in everyone.items() if key not in barred}
        order = TieOrder(rule, running, support, draw)
        contest = Contest(running, profile, rule, support, order, rates)
        if profile.cast < rule.quorum:
            return quorum_missed(contest, rule.quorum)
        return RULES[rule.rule](contest)

    counted = run(excluded)
    if rule.rule in BY_SCORE:
        counted.ties = _equal_scores(counted, TieOrder(rule, everyone, support, draw))
    outcome = _outcome(counted, rule, profile, support, draw)
    if not adjustments:
        return outcome
    before = tuple(run(set()).winners) if excluded else outcome.winners
    return _adjusted(outcome, everyone, adjustments, before)


def _outcome(
    counted: Counted, rule: RuleDocument, profile: Profile, support: Support, draw: Draw | None
) -> Outcome:
    return Outcome(
        rule=rule,
        winners=tuple(counted.winners),
        scores=support.scores,
        spent=counted.spent,
        envelope=rule.envelope,
        rounds=tuple(counted.rounds),
        ties=tuple(counted.ties),
        valid=profile.valid,
        blank=profile.blank,
        spoiled=dict(profile.spoiled),
        needs_draw=counted.unresolved,
        draw=draw,
        details=counted.details,
    )


def _check(
    candidates: Mapping[str, Candidate],
    profile: Profile,
    rule: RuleDocument,
    adjustments: Sequence[Adjustment],
) -> None:
    if not candidates:
        raise CountError("there is no candidate")
    if profile.kind is not rule.ballot.kind:
        raise CountError(f"the rule is for {rule.ballot.kind} ballots, these are {profile.kind}")
    named = {option for ballot in profile.ballots for option in ballot.options}
    named |= {item.option for item in adjustments} | set(rule.already_won)
    unknown = sorted(named - candidates.keys())
    if unknown:
        raise CountError(f"unknown options: {', '.join(unknown[:5])}")


def _equal_scores(counted: Counted, order: TieOrder) -> list[Tie]:
    """Every group of options considered with equal points, and what told its members apart."""
    drawn = {option for tie in counted.ties for option in tie.options}
    groups: dict[Number, list[str]] = {}
    for item in counted.rounds:
        if item.option and item.option not in groups.setdefault(item.score, []):
            groups[item.score].append(item.option)
    ties = []
    for options in groups.values():
        if len(options) > 1:
            by_draw = not drawn.isdisjoint(options)
            decided_by = order.used(options) + (("draw",) if by_draw else ())
            ties.append(Tie(tuple(options), decided_by, decisive=by_draw))
    return ties


def _adjusted(
    outcome: Outcome,
    candidates: Mapping[str, Candidate],
    adjustments: Sequence[Adjustment],
    before: tuple[str, ...],
) -> Outcome:
    """Write the adjustments in the record, in order, with the winners each one moved."""
    effects: list[Effect] = []
    excluded = tuple(item for item in adjustments if item.kind == "exclusion")
    for item in adjustments:
        if item.kind == "exclusion":
            first = item is excluded[0]  # exclusions act together: the first one carries the effect
            now = outcome.winners
            added = tuple(option for option in now if option not in before) if first else ()
            gone = tuple(option for option in before if option not in now) if first else ()
            effects.append(Effect(item, added, gone))
            outcome = _with_round(outcome, candidates[item.option], "excluded", "exclusion", 0)
        elif item.kind == "withdrawal":
            had = item.option in outcome.winners
            winners = tuple(option for option in outcome.winners if option != item.option)
            effects.append(Effect(item, (), (item.option,) if had else ()))
            cost = candidates[item.option].cost if had else 0
            outcome = replace(outcome, winners=winners, spent=outcome.spent - cost)
            outcome = _with_round(outcome, candidates[item.option], "withdrawn", "withdrawal", cost)
        else:
            has = item.option in outcome.winners
            winners = outcome.winners if has else (*outcome.winners, item.option)
            effects.append(Effect(item, () if has else (item.option,), ()))
            outcome = replace(outcome, winners=winners)
            outcome = _with_round(outcome, candidates[item.option], "added", "top-up", 0)
    return replace(outcome, effects=tuple(effects))


def _with_round(
    outcome: Outcome, option: Candidate, status: str, reason: str, returned: Number
) -> Outcome:
    before = outcome.left - returned
    number = len(outcome.rounds) + 1
    score = outcome.scores[option.id]
    last = Round(number, option.id, status, reason, score, option.cost, before, outcome.left)
    return replace(outcome, rounds=(*outcome.rounds, last))
