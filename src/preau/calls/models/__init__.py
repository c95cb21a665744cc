"""A call, the applications to it, what follows a decision."""

from .application import Application, Change, Editor, MissingPiece, Part
from .call import Call, Condition, PieceKind
from .following import Agreement, Instalment, Report

__all__ = [
    "Agreement",
    "Application",
    "Call",
    "Change",
    "Condition",
    "Editor",
    "Instalment",
    "MissingPiece",
    "Part",
    "PieceKind",
    "Report",
]
