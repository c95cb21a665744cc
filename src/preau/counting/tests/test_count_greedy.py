"""Greedy under the envelope: skip, stop, reserve, ties, limits, envelopes, adjustments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from preau.counting import (
    Adjustment,
    BallotRules,
    Candidate,
    CountError,
    Draw,
    Envelope,
    Kind,
    Outcome,
    Profile,
    RuleDocument,
    Threshold,
    count,
    trace_in_french,
)
from preau.counting.words.findings import FINDINGS
from preau.counting.words.problems import PROBLEMS
from preau.counting.words.sentences import REASONS, RULEBOOK, SENTENCES, TIE_NAMES, UNITS


def approvals(*votes: tuple[str, int]) -> list[list[str]]:
    """So many ballots for each project: ("parc", 3) is three ballots that name the park."""
    return [[option] for option, times in votes for _ in range(times)]


def rule(amount: int = 100, **changes: Any) -> RuleDocument:
    values: dict[str, Any] = {
        "ballot": BallotRules("approval"),
        "envelopes": (Envelope("ville", amount),),
        "fit": "skip",
        "ties": ("cheaper", "older", "draw"),
    }
    return RuleDocument("greedy", **(values | changes))


def run(
    candidates: Sequence[Candidate],
    ballots: Sequence[Sequence[str]],
    document: RuleDocument,
    **options: Any,
) -> Outcome:
    profile = Profile.from_ballots(document.ballot, ballots, candidates)
    return count(candidates, profile, document, **options)


PARC = Candidate("parc", 60)
BANC = Candidate("banc", 50)
MARE = Candidate("mare", 30)
TRIO = [PARC, BANC, MARE]
VOTES = approvals(("parc", 3), ("banc", 2), ("mare", 1))


def test_skip_passes_what_is_too_dear() -> None:
    outcome = run(TRIO, VOTES, rule())
    assert outcome.winners == ("parc", "mare")
    assert (outcome.spent, outcome.left) == (90, 10)
    assert [item.reason for item in outcome.rounds] == ["fits", "too-expensive", "fits"]
    assert [(item.left_before, item.left_after) for item in outcome.rounds] == [
        (100, 40),
        (40, 40),
        (40, 10),
    ]


def test_stop_ends_at_the_first_misfit() -> None:
    outcome = run(TRIO, VOTES, rule(fit="stop"))
    assert outcome.winners == ("parc",)
    assert [item.reason for item in outcome.rounds] == ["fits", "too-expensive", "stopped"]


@pytest.mark.parametrize(("amount", "winners"), [(100, ("parc", "banc")), (99, ("parc",))])
def test_reserve_completes_the_first_misfit_when_80_percent_is_left(
    amount: int, winners: tuple[str, ...]
) -> None:
    outcome = run(TRIO, VOTES, rule(amount, fit="reserve"))
    assert outcome.winners == winners


def test_points_decide_not_mentions() -> None:
    document = rule(60, ballot=BallotRules("ranked", max_choices=3), points=(3, 2, 1))
    ballots = [["parc", "banc"], ["parc"], ["mare", "banc"], ["banc"]]
    outcome = run([PARC, BANC, MARE], ballots, document)
    assert dict(outcome.scores) == {"parc": 6, "banc": 7, "mare": 3}
    assert outcome.winners == ("banc",)


def test_threshold_passes_weak_options() -> None:
    outcome = run(TRIO, VOTES, rule(threshold=Threshold(2)))
    assert outcome.winners == ("parc",)
    assert outcome.rounds[2].reason == "below-threshold"
    half = Threshold(50, "percent", "ballots")
    assert run(TRIO, VOTES, rule(threshold=half)).winners == ("parc",)


def test_cheaper_then_older_break_ties_and_say_so() -> None:
    twins = [Candidate("a", 60, order=2), Candidate("b", 60, order=1), Candidate("c", 40, order=3)]
    outcome = run(twins, approvals(("a", 1), ("b", 1), ("c", 1)), rule())
    assert outcome.winners == ("c", "b")
    assert outcome.ties[0].decided_by == ("cheaper", "older")
    assert outcome.needs_draw is None


def test_decisive_tie_stops_until_the_draw_is_made() -> None:
    twins = [Candidate("a", 60), Candidate("b", 60), Candidate("c", 30)]
    ballots = approvals(("c", 2), ("a", 1), ("b", 1))
    stopped = run(twins, ballots, rule())
    assert stopped.winners == ("c",)
    assert stopped.needs_draw is not None
    assert stopped.needs_draw.options == ("a", "b")
    drawn = run(twins, ballots, rule(), draw=Draw(order=("b", "a")))
    assert drawn.winners == ("c", "b")
    assert drawn.ties[0].decided_by == ("draw",)
    seeded = run(twins, ballots, rule(), draw=Draw(seed="loto 2026-11-23: 4 8 15 16 23 42"))
    again = run(twins[::-1], ballots[::-1], rule(), draw=seeded.draw)
    assert seeded.to_json() == again.to_json()


def test_tie_without_effect_asks_for_no_draw() -> None:
    twins = [Candidate("a", 20), Candidate("b", 20)]
    outcome = run(twins, approvals(("a", 1), ("b", 1)), rule())
    assert set(outcome.winners) == {"a", "b"}
    assert outcome.ties[0].decided_by == ()
    assert not outcome.ties[0].decisive


def test_exclusive_projects_the_better_placed_wins() -> None:
    outcome = run(TRIO, VOTES, rule(200, exclusives=(("parc", "mare"),)))
    assert outcome.winners == ("parc", "banc")
    assert outcome.rounds[2].reason == "incompatible"


def test_won_elsewhere_ceiling_and_seats() -> None:
    assert run(TRIO, VOTES, rule(already_won=("parc",))).winners == ("banc", "mare")
    assert run(TRIO, VOTES, rule(200, max_winners=1)).winners == ("parc",)
    green = [Candidate("parc", 60, category="vert"), BANC, Candidate("mare", 30, category="vert")]
    assert run(green, VOTES, rule(200, ceilings={"vert": 80})).winners == ("parc", "banc")


ZONED = [
    Candidate("a", 40, zone="gare"),
    Candidate("b", 30, zone="gare"),
    Candidate("c", 20, zone="port"),
    Candidate("d", 35, zone="port"),
    Candidate("e", 10),
]
ZONED_VOTES = approvals(("a", 5), ("b", 4), ("c", 3), ("d", 2), ("e", 1))


@pytest.mark.parametrize(
    ("leftover", "winners"),
    [
        ("returned", ("a", "c")),
        ("to-city", ("a", "c", "e")),
        ("to-city-for-all", ("a", "c", "b")),
    ],
)
def test_envelopes_of_zones_then_the_city(leftover: str, winners: tuple[str, ...]) -> None:
    envelopes = (
        Envelope("gare", 50, ("gare",)),
        Envelope("port", 40, ("port",)),
        Envelope("ville", 5),
    )
    outcome = run(ZONED, ZONED_VOTES, rule(envelopes=envelopes, leftover=leftover))
    assert outcome.winners == winners
    assert outcome.envelope == 95


def test_leftover_rewards_the_best_turnout() -> None:
    envelopes = (Envelope("gare", 50, ("gare",)), Envelope("port", 40, ("port",)))
    document = rule(envelopes=envelopes, leftover="to-best-turnout")
    outcome = run(ZONED, ZONED_VOTES, document, turnout={"gare": 3, "port": 2})
    assert outcome.winners == ("a", "c", "b")


def test_floors_serve_each_zone_first() -> None:
    outcome = run(ZONED, ZONED_VOTES, rule(65, floors={"gare": 1, "port": 1}))
    assert outcome.winners[:2] == ("a", "c")


def test_adjustments_are_signed_and_their_effect_shown() -> None:
    def decision(kind: Any) -> Adjustment:
        return Adjustment(kind, "parc", "terrain vendu", "Odile, maire adjointe")

    excluded = run(TRIO, VOTES, rule(), adjustments=[decision("exclusion")])
    assert excluded.winners == ("banc", "mare")
    assert (excluded.effects[0].added, excluded.effects[0].removed) == (("banc",), ("parc",))
    withdrawn = run(TRIO, VOTES, rule(), adjustments=[decision("withdrawal")])
    assert (withdrawn.winners, withdrawn.spent) == (("mare",), 30)
    topped = run(TRIO, VOTES, rule(40), adjustments=[decision("top-up")])
    assert (topped.winners, topped.spent) == (("mare", "parc"), 30)
    with pytest.raises(CountError, match="signature"):
        Adjustment("exclusion", "parc", "terrain vendu", " ")


def test_ballots_of_unknown_options_are_refused() -> None:
    profile = Profile.from_ballots("approval", [["inconnu"]])
    with pytest.raises(CountError, match="inconnu"):
        count(TRIO, profile, rule())


def test_ten_percent_more_is_another_count() -> None:
    assert run(TRIO, VOTES, rule()).winners == ("parc", "mare")
    assert run(TRIO, VOTES, rule().with_envelope(110)).winners == ("parc", "banc")


def test_trace_reads_in_french() -> None:
    lines = trace_in_french(run(TRIO, VOTES, rule()), {"parc": "Un parc", "banc": "Un banc"})
    assert lines[0] == "1. Un parc (3\u00a0voix, coût 60)\u00a0: retenu. Il reste 40."
    assert lines[1] == "2. Un banc (2\u00a0voix, coût 50)\u00a0: trop cher, il reste 40."


def test_rule_reads_in_french_and_english() -> None:
    document = rule(
        12_000_00,
        ballot=BallotRules(Kind.RANKED, max_choices=3),
        points=(3, 2, 1),
        threshold=Threshold(5, "percent", "ballots"),
        ties=("first-ranks", "older", "draw"),
    )
    assert document.in_french(lambda cents: f"{int(cents) // 100} €") == [
        "Les projets sont servis du plus soutenu au moins soutenu, dans la limite de l’enveloppe.",
        "Chaque bulletin classe ses choix par ordre de préférence.",
        "Choix au maximum\u00a0: 3.",
        "Points par rang ou par mention\u00a0: 3 – 2 – 1.",
        "Un classement incomplet prend les points à partir du premier rang.",
        "Enveloppe «\u00a0ville\u00a0», pour toute la commune\u00a0: 12000 €.",
        "Un projet trop cher pour ce qui reste est passé, le suivant est examiné.",
        "Soutien minimal\u00a0: 5\u00a0% des bulletins valables.",
        "À égalité, dans l’ordre\u00a0: le plus de premières places, le plus ancien, tirage au sort "
        "public.",
    ]
    assert len(document.in_english()) == len(document.in_french())


def test_every_word_exists_in_both_languages() -> None:
    for catalogue in (SENTENCES, UNITS, TIE_NAMES, REASONS, RULEBOOK, FINDINGS, PROBLEMS):
        assert catalogue["fr"].keys() == catalogue["en"].keys()
