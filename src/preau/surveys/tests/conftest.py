"""A questionnaire of forty questions, open around the stopped noon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from preau.questions.document import Document
from preau.questions.tests.forty import forty
from preau.surveys.models import Survey


@pytest.fixture
def survey_with(site: Any, noon: datetime) -> Callable[..., Survey]:
    """Makes an open questionnaire, by its blueprint."""
    from preau.blueprints import questionnaire

    def make(document: Document | None = None, slug: str = "enquete", **rules: Any) -> Survey:
        process = questionnaire.create(
            title="Bien vivre ici",
            slug=slug,
            actor=None,
            opens_at=noon - timedelta(days=3),
            closes_at=noon + timedelta(days=10),
            document=document or forty(),
            rules=questionnaire.Rules(**rules),
            summary="Dites comment vous vivez la ville.",
            why="Vos réponses serviront à préparer le budget.",
            contact_email="ville@example.org",
        )
        survey = Survey.objects.get(step__process=process)
        survey.step = process.ordered_steps[0]
        return survey

    return make


@pytest.fixture
def survey(survey_with: Callable[..., Survey]) -> Survey:
    return survey_with()
