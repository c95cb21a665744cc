"""A scrutin in the database: contests, roll and box, seal and count.

What must never happen is refused by the database itself: see ``migrations/0002_guards.py``.
"""

from .aside import AsideVoice, SetAside, Sign, VoteOrigin
from .box import Ballot, BallotDraft, BoxSecret, ReceiptLine, RollEntry
from .contests import Channel, Contest, Election, Option, new_key
from .hours import Forgetting, HourAct
from .log import LogHead, LogLeaf
from .paper import LateAgent, PaperBatch, PaperLine, PaperReading, PaperRule, Station
from .rehearsal import Rehearsal
from .sealing import Count, Seal
from .secret import BallotKey, Opening, SealedBallot
from .stand import StandCast, StandDevice

__all__ = [
    "AsideVoice",
    "Ballot",
    "BallotDraft",
    "BallotKey",
    "BoxSecret",
    "Channel",
    "Contest",
    "Count",
    "Election",
    "Forgetting",
    "HourAct",
    "LateAgent",
    "LogHead",
    "LogLeaf",
    "Opening",
    "Option",
    "PaperBatch",
    "PaperLine",
    "PaperReading",
    "PaperRule",
    "ReceiptLine",
    "Rehearsal",
    "RollEntry",
    "Seal",
    "SealedBallot",
    "SetAside",
    "Sign",
    "StandCast",
    "StandDevice",
    "Station",
    "VoteOrigin",
    "new_key",
]
