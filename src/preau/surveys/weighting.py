"""Bringing responses to the town's margins: raking, its trace, its price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.questions.document import Question

from .models import Response, Survey

#: A cell of the table of margins: one key per question, None where it was not answered.
Cell = tuple[str | None, ...]
#: Shares by choice, adding up to one.
Margin = Mapping[str, float]
TURNS = 200
CLOSE = 1e-9
#: No response counts for more, or for less, than this many.
LIGHTEST, HEAVIEST = 0.2, 5.0


@dataclass(frozen=True)
class Raked:
    """Weights by cell, with a mean of one; ``effective`` is the sample that they are worth."""

    weights: dict[Cell, float]
    effective: float
    is_trimmed: bool


def rake(counts: Mapping[Cell, int], margins: list[Margin]) -> Raked:
    """Iterative proportional fitting: each margin in turn, until none moves.

    A response that passed a question over is not moved by its margin. Raises ``ValueError`` when
    a choice that people live by was answered by nobody.
    """
    for place, margin in enumerate(margins):
        heard = {cell[place] for cell, n in counts.items() if n}
        missing = [key for key, share in margin.items() if share > 0 and key not in heard]
        if missing:
            raise ValueError(missing[0])
    weights = dict.fromkeys(counts, 1.0)
    for _turn in range(TURNS):
        moved = max(
            (_fit(weights, counts, place, one) for place, one in enumerate(margins)), default=0
        )
        if moved < CLOSE:
            break
    return _trimmed(weights, counts)


def _fit(
    weights: dict[Cell, float], counts: Mapping[Cell, int], place: int, margin: Margin
) -> float:
    """Bring one question to its margin; answers the largest change."""
    sums: dict[str | None, float] = {}
    for cell, weight in weights.items():
        sums[cell[place]] = sums.get(cell[place], 0.0) + weight * counts[cell]
    answered = sum(total for key, total in sums.items() if key in margin)
    factors = {key: share * answered / sums[key] for key, share in margin.items() if sums.get(key)}
    for cell in weights:
        weights[cell] *= factors.get(cell[place] or "", 1.0)
    return max((abs(one - 1) for one in factors.values()), default=0.0)


def _trimmed(weights: dict[Cell, float], counts: Mapping[Cell, int]) -> Raked:
    """Weights kept within bounds, their mean brought back to one."""
    people = sum(counts.values()) or 1
    is_trimmed = False
    for _turn in range(TURNS):
        mean = sum(weights[cell] * n for cell, n in counts.items()) / people or 1.0
        scaled = {cell: weight / mean for cell, weight in weights.items()}
        weights = {cell: min(HEAVIEST, max(LIGHTEST, weight)) for cell, weight in scaled.items()}
        if all(abs(weights[cell] - scaled[cell]) < CLOSE for cell in weights):
            break
        is_trimmed = True
    final = {cell: round(weight, 6) for cell, weight in scaled.items()}
    total = sum(final[cell] * n for cell, n in counts.items())
    squares = sum(final[cell] ** 2 * n for cell, n in counts.items()) or 1.0
    return Raked(final, total**2 / squares, is_trimmed)


def cells_of(survey: Survey, questions: list[Question]) -> dict[Cell, int]:
    """How many responses stand in each cell; one statement."""
    paths = [f"answers__{one.id}" for one in questions]
    found = Response.objects.sent().filter(survey=survey).order_by()
    counts: dict[Cell, int] = {}
    for *keys, n in found.values_list(*paths).annotate(n=Count("pk")).values_list(*paths, "n"):
        cell = tuple(key if isinstance(key, str) else None for key in keys)
        counts[cell] = counts.get(cell, 0) + n
    return counts


@transaction.atomic
def weigh(*, survey: Survey, margins: dict[str, dict[str, float]], actor: User) -> Raked | Refusal:
    """Give each response its weight from ``margins`` (shares by choice, by question id)."""
    demand(may_run_process(actor, survey.step.process_id))
    held = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    questions = [survey.form.document.by_id[id] for id in margins]
    counts = cells_of(survey, questions)
    try:
        found = rake(counts, [margins[one.id] for one in questions])
    except ValueError as error:
        labels = [one.option(str(error)) for one in questions]
        label = next((one.label for one in labels if one), str(error))
        return Refusal(
            "empty_margin",
            _("Personne n’a répondu «\u00a0%(label)s\u00a0».") % {"label": label},
            rule=_("On ne redresse que vers des réponses qui existent."),
            remedy=_("Regroupez ce choix avec un autre, ou mettez sa part à zéro."),
        )
    sent = Response.objects.sent().filter(survey=survey)
    sent.update(weight=1.0)
    for cell, weight in found.weights.items():
        named = {
            f"answers__{one.id}": key
            for one, key in zip(questions, cell, strict=True)
            if key is not None
        }
        silent = [f"answers__{q.id}" for q, key in zip(questions, cell, strict=True) if key is None]
        matching = sent.filter(**named)
        for path in silent:
            matching = matching.exclude(
                **{f"{path}__in": list(margins[path.removeprefix("answers__")])}
            )
        matching.update(weight=weight)
    held.margins = margins
    held.save(update_fields=["margins"])
    survey.margins = margins
    _tell(survey, actor, sorted(margins))
    return found


@transaction.atomic
def unweigh(*, survey: Survey, actor: User) -> None:
    """Every response counts for one again."""
    demand(may_run_process(actor, survey.step.process_id))
    Response.objects.filter(survey=survey).update(weight=None)
    Survey.objects.filter(pk=survey.pk).update(margins={})
    survey.margins = {}
    _tell(survey, actor, [])


def _tell(survey: Survey, actor: User, questions: list[str]) -> None:
    record(
        actor=actor,
        verb="weighted_responses",
        subject=survey.step,
        process_id=survey.step.process_id,
        questions=questions,
    )
