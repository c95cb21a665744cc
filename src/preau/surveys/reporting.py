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
from preau.questions.document import Document, Question

from .coding.derived import (
    SUFFIX,
    Themed,
    public_quotes,
    read_themed,
    stamp_of_themes,
    themed_in,
    themes_by_question,
    themes_read,
    with_themes,
)
from .findings import Frame, crossed, frame
from .models import Response, Survey, Tally
from .tallying import ALL, keeps, tally

CHUNK = 2000
PUBLISHED = "published"
#: Beside the groups: the themes that were counted, and the quotes that were published.
THEMED, QUOTES = "#themes", "#quotes"
Rows = Iterator[tuple[dict[str, Any], float]]


def rows_of(survey: Survey, themed: list[Themed]) -> Rows:
    """Answers, with the themes of those that were read, and their weight; server-side cursor."""
    found = Response.objects.sent().filter(survey=survey).order_by()
    if not themed:
        for answers, weight in found.values_list("answers", "weight").iterator(chunk_size=CHUNK):
            yield answers, 1.0 if weight is None else weight
        return
    names = {one.coding: one.id for one in themed}
    rows = found.values_list("answers", "weight", themes_read()).iterator(chunk_size=CHUNK)
    for answers, weight, read in rows:
        yield answers | themes_by_question(read, names), 1.0 if weight is None else weight


def stamp_of(survey: Survey, themed: list[Themed]) -> str:
    """Changes whenever a response or a theme does; one statement."""
    found = (
        Response.objects.sent()
        .filter(survey=survey)
        .aggregate(
            all=Count("pk"), last=Max("sent_at"), weighted=Count("weight"), heaviest=Max("weight")
        )
    )
    parts = [survey.form_id, found["all"], found["last"], found["weighted"], found["heaviest"]]
    return "/".join(str(one) for one in [*parts, stamp_of_themes(themed)])


def figures(
    survey: Survey,
    *,
    where: tuple[Question, str] | None = None,
    split: Question | None = None,
    themed: list[Themed] | None = None,
) -> dict[str, Any]:
    """Figures of all groups; from memory while no response has come in since.

    ``themed`` are the themes of the questionnaire, where they have been read already.
    """
    asked = [where[0].id, where[1]] if where else [], split.id if split else ""
    key = hashlib.sha256(json.dumps(asked).encode()).hexdigest()
    themed = themed_in(survey) if themed is None else themed
    stamp = stamp_of(survey, themed)
    known = Tally.objects.filter(survey=survey, key=key).first()
    if known is not None and known.stamp == stamp:
        return dict(known.data)
    kept = keeps(*where) if where else None
    with transaction.atomic():  # a cursor of the server lives in a transaction
        data = _counted(survey, themed, split=split, kept=kept)
    Tally.objects.update_or_create(
        survey=survey, key=key, defaults={"stamp": stamp, "data": data, "at": clock.now()}
    )
    return data


def _counted(survey: Survey, themed: list[Themed], **how: Any) -> dict[str, Any]:
    document = with_themes(survey.form.document, themed)
    data = tally(document, rows_of(survey, themed), **how)
    return {**data, THEMED: [one.written() for one in themed]}


def read_document(survey: Survey, data: dict[str, Any]) -> Document:
    """The form as these figures counted it, with the themes that it had then."""
    return with_themes(survey.form.document, [read_themed(one) for one in data.get(THEMED, [])])


def frames(
    survey: Survey,
    data: dict[str, Any],
    *,
    is_public: bool,
    split: Question | None = None,
    names: dict[str, str] | None = None,
) -> list[Frame]:
    """Each question with what its figures say, in the order of the form."""
    document = read_document(survey, data)
    asked = survey.form.document.number
    everybody = data[ALL]["questions"]
    quotes = data.get(QUOTES, [])
    found = []
    for one in document.questions:
        if one.is_section or one.id not in everybody:
            continue
        number = asked.get(one.id) or asked[one.id.removesuffix(SUFFIX)]
        cross = crossed(one, number, data, names or {}) if split is not None else None
        drawn = cross or frame(one, number, everybody[one.id], is_public=is_public)
        drawn.quotes.extend(each for each in quotes if each["question"] == one.id)
        found.append(drawn)
    return found


@transaction.atomic
def publish_results(*, survey: Survey, findings: str, actor: User) -> None:
    """Everyone reads the figures as they stand now, and what the authority makes of them."""
    demand(may_run_process(actor, survey.step.process_id))
    at = clock.now()
    themed = themed_in(survey)
    data = {**_counted(survey, themed), QUOTES: public_quotes(survey)}
    stamp = stamp_of(survey, themed)
    Tally.objects.update_or_create(
        survey=survey, key=PUBLISHED, defaults={"stamp": stamp, "data": data, "at": at}
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


def splits(survey: Survey, themed: list[Themed]) -> list[Question]:
    """Questions by which the others can be crossed or filtered, themes among them."""
    return [
        one
        for one in with_themes(survey.form.document, themed).questions
        if one.type in ("single", "multiple", "image") and len(one.options) <= 12
    ]
