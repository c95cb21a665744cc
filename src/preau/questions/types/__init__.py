"""The types of questions, one class each."""

from __future__ import annotations

from .base import Column, Faulty, QuestionType, Setting
from .choices import Image, Multiple, Single
from .figures import Day, Number, Scale
from .tables import Budget, Grades, Matrix, Points, Ranking
from .texts import Consent, Identifier, Long, Section, Short
from .things import File, Place

_ALL: tuple[type[QuestionType], ...] = (
    *(Single, Multiple, Image, Scale, Matrix, Ranking, Points, Budget, Grades),
    *(Short, Long, Number, Day, Place, File, Identifier, Consent, Section),
)
TYPES: dict[str, QuestionType] = {one.code: one() for one in _ALL}

__all__ = ["TYPES", "Column", "Faulty", "QuestionType", "Setting"]
