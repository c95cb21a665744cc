"""Counting votes: ballots and a frozen rule document in, outcome and trace out.

Pure and standalone: standard library only, no database, no clock, no randomness but a recorded
draw. `python -m preau.counting count FILE` counts a file, `verify BUNDLE` recounts a published one.
"""

from preau.counting.ballots import Ballot, BallotRules, Kind, Spoil, read_ballot
from preau.counting.engine import count
from preau.counting.model import Adjustment, Candidate, CountError, Draw
from preau.counting.outcome import Effect, Outcome, Round
from preau.counting.profile import Profile
from preau.counting.rulebook import (
    Envelope,
    EqualShares,
    Majority,
    RuleDocument,
    RuleError,
    Threshold,
)
from preau.counting.ties import Tie
from preau.counting.words import trace_in_english, trace_in_french

__all__ = [
    "Adjustment",
    "Ballot",
    "BallotRules",
    "Candidate",
    "CountError",
    "Draw",
    "Effect",
    "Envelope",
    "EqualShares",
    "Kind",
    "Majority",
    "Outcome",
    "Profile",
    "Round",
    "RuleDocument",
    "RuleError",
    "Spoil",
    "Threshold",
    "Tie",
    "count",
    "read_ballot",
    "trace_in_english",
    "trace_in_french",
]
