"""A count as pages and papers use it: counted again, told step by step, its rule, its voters."""

from __future__ import annotations

from django.db.models import Count as CountOf

from preau.counting import Draw, Outcome, Profile, count, trace_in_english, trace_in_french
from preau.counting.exact import Number
from preau.ui.words import is_english, money

from .models import Channel, Contest, RollEntry
from .queries import current_count
from .records import candidates, grouped_ballots, options_of


def recount(contest: Contest, *, percent: int = 100) -> Outcome:
    """Count the sealed box again, under ``percent`` % of its envelope, with the recorded draw."""
    options = options_of(contest)
    running = candidates(options)
    rule = contest.document
    if percent != 100:
        rule = rule.with_envelope(contest.envelope_cents * percent // 100)
    profile = Profile.from_groups(rule.ballot, grouped_ballots(contest, options), running)
    standing = current_count(contest)
    seed = standing.draw_seed if standing is not None else ""
    draw = Draw(seed=seed) if seed else None
    return count(running.values(), profile, rule, draw=draw)


def trace_of(contest: Contest, outcome: Outcome) -> list[str]:
    """The count, one sentence a step, in the language of the page."""
    names = {str(one.number): one.title for one in contest.options.all()}
    write = trace_in_english if is_english() else trace_in_french
    return write(outcome, names, lambda cents: money(float(cents)))


def rule_in_words(contest: Contest) -> list[str]:
    """The frozen rule, one sentence a line, without its envelope, which pages say in euros."""
    rule = contest.document
    if not rule.envelopes:
        return rule.in_english() if is_english() else rule.in_french()
    dearer = rule.with_envelope(rule.envelope + 1)
    pairs = (
        zip(rule.in_english(_euros), dearer.in_english(_euros), strict=True)
        if is_english()
        else zip(rule.in_french(_euros), dearer.in_french(_euros), strict=True)
    )
    return [line for line, other in pairs if line == other]


def _euros(cents: Number) -> str:
    return money(float(cents))


def draw_seed(contest: Contest) -> str:
    """What was drawn in public for this contest, if a decisive tie asked for it."""
    standing = current_count(contest)
    return standing.draw_seed if standing is not None else ""


def voters_by_channel(contests: list[Contest]) -> list[tuple[str, int]]:
    """How many ballots came online, and by each other channel that was used: one query."""
    rows = (
        RollEntry.objects.filter(contest__in=contests)
        .values("channel")
        .annotate(voters=CountOf("pk"))
    )
    found = {row["channel"]: row["voters"] for row in rows}
    used = [(code, label) for code, label in Channel.choices if found.get(code) or code == "web"]
    return [(str(label), found.get(code, 0)) for code, label in used]


def voters_by_contest(contests: list[Contest]) -> dict[int, int]:
    """How many people voted in each contest, from the roll, in one query."""
    rows = (
        RollEntry.objects.filter(contest__in=contests)
        .values("contest_id")
        .annotate(voters=CountOf("pk"))
    )
    return {row["contest_id"]: row["voters"] for row in rows}
