"""A questionnaire under way, with the responses that have come in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

import preau.demo.content
from preau.blueprints import questionnaire
from preau.kernel import clock
from preau.kernel.text import slug
from preau.processes.models import Process
from preau.questions.schema import read_document

from .town import Town

FOLDER = Path(preau.demo.content.__file__).parent / "data"


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
    """The questionnaire, through its blueprint, published two days before it opens."""
    found = material(town.city.key)
    if found is None:
        raise LookupError(f"{town.city.key} has no questionnaire")
    opens_at = town.at(found["opens_in"], 9)
    with clock.stopped(town.at(found["opens_in"] - 2, 10)):
        return questionnaire.create(
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
