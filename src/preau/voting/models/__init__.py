"""A scrutin in the database: contests, roll and box, seal and count.

What must never happen is refused by the database itself: see ``migrations/0002_guards.py``.
"""

from .box import Ballot, BallotDraft, BoxSecret, ReceiptLine, RollEntry
from .contests import Channel, Contest, Election, Option, new_key
from .log import LogHead, LogLeaf
from .sealing import Count, Seal
from .secret import BallotKey, Opening, SealedBallot

__all__ = [
    "Ballot",
    "BallotDraft",
    "BallotKey",
    "BoxSecret",
    "Channel",
    "Contest",
    "Count",
    "Election",
    "LogHead",
    "LogLeaf",
    "Opening",
    "Option",
    "ReceiptLine",
    "RollEntry",
    "Seal",
    "SealedBallot",
    "new_key",
]
