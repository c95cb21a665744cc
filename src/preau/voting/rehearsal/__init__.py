"""Rehearsing a vote: the whole of it, on a copy, before or during the real one.

Everything happens inside one transaction that is always taken back: no copy, no synthetic voter,
no ballot, no mail and no job is ever seen by another connection. What remains is the report.
"""

from .run import LARGEST, rehearse

__all__ = ["LARGEST", "rehearse"]
