"""What a review holds: rounds and questions, opinions, the study file, exchanges, decisions."""

from .decisions import (
    Assessment,
    Criterion,
    Decision,
    DecisionQuerySet,
    Motive,
    ReviewSettings,
    Verdict,
)
from .examinations import Examination
from .exchanges import Attachment, Mention, Note, Precision, Presence
from .fiche import Answer3, Bearer, Fiche, Holder, SectionMark
from .opinions import Opinion, OpinionQuerySet, Outcome, Round, SecondReading, Stance, Synthesis

__all__ = [
    "Answer3",
    "Assessment",
    "Attachment",
    "Bearer",
    "Criterion",
    "Decision",
    "DecisionQuerySet",
    "Examination",
    "Fiche",
    "Holder",
    "Mention",
    "Motive",
    "Note",
    "Opinion",
    "OpinionQuerySet",
    "Outcome",
    "Precision",
    "Presence",
    "ReviewSettings",
    "Round",
    "SecondReading",
    "SectionMark",
    "Stance",
    "Synthesis",
    "Verdict",
]
