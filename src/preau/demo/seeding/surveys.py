"""A questionnaire of a city, with the responses that have come in, and its results once over."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction

import preau.demo.content
from preau.blueprints import questionnaire
from preau.kernel import clock
from preau.kernel.text import slug
from preau.processes.models import Process
from preau.questions.actions import freeze_form
from preau.questions.answers import Faulty, clean
from preau.questions.document import Question
from preau.questions.flow import heard, walk
from preau.questions.schema import read_document
from preau.questions.types import TYPES
from preau.surveys.models import Response, Survey
from preau.surveys.reporting import publish_results

from .themes import read_texts
from .town import Town

FOLDER = Path(preau.demo.content.__file__).parent / "data"
#: One question in so many is passed over.
PASSED = 9


def material(city: str) -> dict[str, Any] | None:
    """The questionnaire of a city; None where there is none."""
    path = FOLDER / city / "survey.json"
    found: dict[str, Any] | None = json.loads(path.read_text("utf-8")) if path.exists() else None
    return found


def is_missing(city: str) -> bool:
    """True while the questionnaire of the current site is still to be written."""
    found = material(city)
    return found is not None and not Process.objects.filter(slug=slug(found["title"])).exists()


@transaction.atomic
def write_survey(town: Town) -> Process:
    """The questionnaire through its blueprint, published two days before it opens."""
    found = material(town.city.key)
    if found is None:
        raise LookupError(f"{town.city.key} has no questionnaire")
    opens_at = town.at(found["opens_in"], 9)
    with clock.stopped(town.at(found["opens_in"] - 2, 10)):
        process = questionnaire.create(
            title=found["title"],
            slug=slug(found["title"]),
            actor=town.owner,
            opens_at=opens_at,
            closes_at=town.at(found["closes_in"], 18),
            document=read_document(found["document"]),
            summary=found["summary"],
            presentation=found["presentation"],
            why=found["why"],
            contact_name=town.owner.full_name,
            contact_email=town.city.contact_email,
        )
    process.created_at = town.at(found["opens_in"] - 2, 10)
    process.save(update_fields=["created_at"])
    survey = Survey.objects.select_related("form", "step__process").get(step__process=process)
    _respond(survey, found, opens_at, min(town.at(0, 8), town.at(found["closes_in"], 17)))
    if "themes" in found:
        read_texts(survey, found, town.owner, town.people["irene"], town.at(-1, 15))
    if "published_in" in found:
        with clock.stopped(town.at(found["published_in"], 10)):
            publish_results(survey=survey, findings=found["findings"], actor=town.owner)
    return process


def _respond(survey: Survey, found: dict[str, Any], first: datetime, last: datetime) -> None:
    """Responses between two moments, drawn from the shares of the material, always the same."""
    with clock.stopped(first):
        freeze_form(form=survey.form)
    rng = Random(survey.form.title)
    span = (last - first).total_seconds()
    moments = sorted(
        first + timedelta(seconds=rng.random() * span) for _n in range(found["responses"])
    )
    Response.objects.bulk_create(
        Response(
            survey=survey,
            form=survey.form,
            answers=_answers(survey, found, rng),
            seed="demo",
            origin=Response.Origin.PAPER if rng.random() < 0.06 else Response.Origin.WEB,
            started_at=at - timedelta(minutes=rng.randint(2, 9)),
            saved_at=at,
            sent_at=at,
        )
        for at in moments
    )


def _answers(survey: Survey, found: dict[str, Any], rng: Random) -> dict[str, Any]:
    """One response, cleaned as if it had been typed."""
    answers: dict[str, Any] = {}

    def hear(question: Question) -> Any:
        passed = not question.required and rng.randrange(PASSED) == 0
        raw = None if passed else _raw(question, found, rng)
        try:
            answers[question.id] = clean(question, raw, required=False)
        except Faulty:
            answers[question.id] = None
        return answers[question.id]

    walk(survey.form, hear)
    return heard(survey.form, answers)


def _raw(question: Question, found: dict[str, Any], rng: Random) -> Any:
    shares: dict[str, float] = found["shares"].get(question.id, {})
    texts: list[str] = found["texts"].get(question.id, [])
    keys, weights = list(shares), list(shares.values())

    def one() -> Any:
        key = rng.choices(keys, weights)[0]
        return {"other": rng.choice(texts)} if key == "other" else key

    match question.type:
        case "single" | "scale":
            return one()
        case "multiple":
            chosen = [one() for _n in range(rng.randint(1, 3))]
            alone = [key for key in chosen if key == "none"]
            return alone or chosen
        case "matrix" | "grades":
            return {line.id: one() for line in TYPES[question.type].parts(question)}
        case "ranking":
            order = sorted(keys, key=lambda key: rng.random() ** (1 / shares[key]), reverse=True)
            return order[: rng.randint(1, int(question.setting("max", 3)))]
        case "budget":
            parts = {key: rng.random() * shares[key] for key in keys}
            total = sum(parts.values())
            cents = {key: round(part / total * 20) * 500_000 for key, part in parts.items()}
            last = max(cents, key=lambda key: cents[key])
            cents[last] += int(question.setting("total", 0)) * 100 - sum(cents.values())
            return cents
        case "number":
            return min(120, max(2, round(rng.gauss(17, 9))))
        case "place":
            return {"label": rng.choice(texts)}
        case "long" | "short":
            return rng.choice(texts) if texts and rng.random() < 0.4 else None
    return None
