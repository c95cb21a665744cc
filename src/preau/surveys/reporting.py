"""Figures of a questionnaire: computed once, kept, published at a date."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Count, Max

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.ledger.actions import record
from preau.questions.document import Question

from .findings import Frame, crossed, frame
from .models import Response, Survey, Tally
from .tallying import ALL, keeps, tally

CHUNK = 2000
PUBLISHED = "published"
Rows = Iterator[tuple[dict[str, Any], float]]


def rows_of(survey: Survey) -> Rows:
    """Answers with their weight, read through a server-side cursor."""
    found = Response.objects.sent().filter(survey=survey).order_by()
    for answers, weight in found.values_list("answers", "weight").iterator(chunk_size=CHUNK):
        yield answers, 1.0 if weight is None else weight


def stamp_of(survey: Survey) -> str:
    """Changes whenever a response does; one statement."""
    found = (
        Response.objects.sent()
        .filter(survey=survey)
        .aggregate(
            all=Count("pk"), last=Max("sent_at"), weighted=Count("weight"), heaviest=Max("weight")
        )
    )
    return (
        f"{survey.form_id}/{found['all']}/{found['last']}/{found['weighted']}/{found['heaviest']}"
    )


def figures(
    survey: Survey, *, where: tuple[Question, str] | None = None, split: Question | None = None
) -> dict[str, Any]:
    """Figures of all groups; from memory while no response has come in since."""
    asked = [where[0].id, where[1]] if where else [], split.id if split else ""
    key = hashlib.sha256(json.dumps(asked).encode()).hexdigest()
    stamp = stamp_of(survey)
    known = Tally.objects.filter(survey=survey, key=key).first()
    if known is not None and known.stamp == stamp:
        return dict(known.data)
    kept = keeps(*where) if where else None
    with transaction.atomic():  # a cursor of the server lives in a transaction
        data = tally(survey.form.document, rows_of(survey), split=split, kept=kept)
    Tally.objects.update_or_create(
        survey=survey, key=key, defaults={"stamp": stamp, "data": data, "at": clock.now()}
    )
    return data


def frames(
    survey: Survey,
    data: dict[str, Any],
    *,
    is_public: bool,
    split: Question | None = None,
    names: dict[str, str] | None = None,
) -> list[Frame]:
    """Each question with what its figures say, in the order of the form."""
    document = survey.form.document
    everybody = data[ALL]["questions"]
    found = []
    for one in document.questions:
        if one.is_section or one.id not in everybody:
            continue
        number = document.number[one.id]
        cross = crossed(one, number, data, names or {}) if split is not None else None
        found.append(cross or frame(one, number, everybody[one.id], is_public=is_public))
    return found


@transaction.atomic
def publish_results(*, survey: Survey, findings: str, actor: User) -> None:
    """Everyone reads the figures as they stand now, and what the authority makes of them."""
    demand(may_run_process(actor, survey.step.process_id))
    at = clock.now()
    data = tally(survey.form.document, rows_of(survey))
    Tally.objects.update_or_create(
        survey=survey, key=PUBLISHED, defaults={"stamp": stamp_of(survey), "data": data, "at": at}
    )
    survey.published_at, survey.findings = at, findings
    survey.save(update_fields=["published_at", "findings"])
    _tell(survey, actor, "published_results")


@transaction.atomic
def withdraw_results(*, survey: Survey, actor: User) -> None:
    """The public page of results closes; figures stay in the back office."""
    demand(may_run_process(actor, survey.step.process_id))
    survey.published_at = None
    survey.save(update_fields=["published_at"])
    _tell(survey, actor, "withdrew_results")


def _tell(survey: Survey, actor: User, verb: str) -> None:
    record(actor=actor, verb=verb, subject=survey.step, process_id=survey.step.process_id)


def published(survey: Survey) -> dict[str, Any]:
    """The figures as they were published."""
    return dict(Tally.objects.get(survey=survey, key=PUBLISHED).data)


def splits(survey: Survey) -> list[Question]:
    """Questions by which the others can be crossed or filtered."""
    return [
        one
        for one in survey.form.document.questions
        if one.type in ("single", "multiple", "image") and len(one.options) <= 12
    ]
