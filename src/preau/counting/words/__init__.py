"""Rules and traces said in plain words, in French and in English."""

from preau.counting.words.figures import amount
from preau.counting.words.findings import describe_finding
from preau.counting.words.problems import describe_problem
from preau.counting.words.rules import describe_rule
from preau.counting.words.traces import reason, trace, trace_in_english, trace_in_french

__all__ = [
    "amount",
    "describe_finding",
    "describe_problem",
    "describe_rule",
    "reason",
    "trace",
    "trace_in_english",
    "trace_in_french",
]
