"""What readings say: how far they are, how far they agree, where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from preau.questions.document import Question

from ..models import CodedAnswer, Coding, Reading, Response, Survey, Theme
from .agreement import alike, cohen_kappa, krippendorff_alpha, masi

#: Types of question whose answers are words to read.
WORDS = ("short", "long")
#: Krippendorff's own marks: above the first one relies on it, under the second one does not.
SOLID, TENTATIVE = 0.8, 0.667
Set = frozenset[int]


@dataclass(frozen=True)
class Progress:
    total: int
    read: int
    agreed: int
    differing: int
    settled: int
    readers: list[tuple[str, int]]

    @property
    def waiting(self) -> int:
        return self.total - self.read


@dataclass(frozen=True)
class Agreement:
    """Agreement on whole answers, then theme by theme."""

    units: int
    readers: int
    same: float | None
    alpha: float | None
    kappa: float | None
    themes: list[tuple[Theme, int, float | None]]

    @property
    def words(self) -> str:
        """What the figure allows to say."""
        if self.alpha is None:
            return _("Rien ne varie encore\u00a0: l’accord ne se mesure pas.")
        if self.alpha >= SOLID:
            return _("Accord solide\u00a0: on peut s’appuyer sur ces thèmes.")
        if self.alpha >= TENTATIVE:
            return _("Accord moyen\u00a0: concluez avec prudence.")
        return _("Accord faible\u00a0: précisez les thèmes, puis relisez.")


def coding_of(survey: Survey, question: Question) -> Coding:
    """The coding of a question, unsaved when nobody has begun it."""
    found = Coding.objects.filter(survey=survey, question=question.id).first()
    found = found or Coding(survey=survey, question=question.id)
    found.survey = survey
    return found


def progress_of(coding: Coding) -> Progress:
    """Three statements, whatever the number of answers."""
    found = CodedAnswer.objects.filter(coding=coding).aggregate(
        total=Count("pk"),
        themed=Count("pk", filter=Q(themes__isnull=False)),
        settled=Count("pk", filter=Q(settled_at__isnull=False)),
    )
    apart = differing_in(coding).count()
    readers = (
        Reading.objects.filter(answer__coding=coding, read_at__isnull=False)
        .values_list("reader__first_name", "reader__last_name")
        .annotate(n=Count("pk"))
        .order_by("-n", "reader")
    )
    return Progress(
        total=found["total"],
        read=found["themed"] + apart,
        agreed=found["themed"] - found["settled"],
        differing=apart,
        settled=found["settled"],
        readers=[(f"{first} {last}".strip(), n) for first, last, n in readers],
    )


def differing_in(coding: Coding) -> Any:
    """Answers with all their readings, which are not the same and which nobody has settled."""
    in_hand = Reading.objects.filter(answer__coding=coding, read_at=None).values("answer")
    answers = CodedAnswer.objects.filter(coding=coding, themes=None, taken__gte=F("wanted"))
    return answers.exclude(pk__in=in_hand)


def readings_by_answer(coding: Coding) -> Iterator[list[tuple[int, Set]]]:
    """Who read what in each answer that several were to read: the raw rows of the measure."""
    rows = Reading.objects.filter(
        answer__coding=coding, answer__wanted__gt=1, read_at__isnull=False
    )
    ordered = rows.order_by("answer", "reader").values_list("answer", "reader", "themes")
    for _answer, found in groupby(ordered.iterator(chunk_size=2000), key=lambda row: row[0]):
        yield [(reader, frozenset(themes)) for _a, reader, themes in found]


def agreement_of(coding: Coding) -> Agreement:
    """Computed from the readings themselves, as they were made before anything was settled."""
    rows = [unit for unit in readings_by_answer(coding) if len(unit) > 1]
    units = [[themes for _reader, themes in unit] for unit in rows]
    readers = {reader for unit in rows for reader, _themes in unit}
    themes = []
    for theme in coding.themes.all():
        judged = [[theme.pk in one for one in unit] for unit in units]
        put = sum(any(unit) for unit in judged)
        themes.append((theme, put, _measured(judged, len(readers))))
    return Agreement(
        units=len(units),
        readers=len(readers),
        same=alike(units),
        alpha=krippendorff_alpha(units, masi),
        kappa=cohen_kappa((unit[0], unit[1]) for unit in units) if len(readers) == 2 else None,
        themes=themes,
    )


def _measured(judged: list[list[bool]], readers: int) -> float | None:
    """Kappa for two readers, alpha for more."""
    if readers == 2:
        return cohen_kappa((unit[0], unit[1]) for unit in judged)
    return krippendorff_alpha(judged)


def text_of(coding: Coding, response: Response) -> str:
    return str(response.answers.get(coding.question) or "")
