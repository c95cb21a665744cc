"""A consultation of three passages, open around the stopped noon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from preau.texts.models import Consultation, Passage

WORDS = """# Titre premier

Les bancs sont en bois.

Les cours ouvrent à dix-huit heures.

# Titre second

Les arbres sont plantés en automne.
"""
SETTINGS = {
    "rules": "Toute personne peut donner son avis.",
    "information": "Le dossier est en mairie.",
    "follow_up": "Le conseil en débat.",
}


@pytest.fixture
def consult_with(site: Any, noon: datetime) -> Callable[..., Consultation]:
    """Makes an open consultation by its blueprint, its text published."""
    from preau.blueprints import consultation
    from preau.texts.reading import read_words
    from preau.texts.writing import add_text, publish_version

    def make(words: str = WORDS, slug: str = "charte", **settings: Any) -> Consultation:
        opens_at = settings.pop("opens_at", noon - timedelta(days=3))
        closes_at = settings.pop("closes_at", noon + timedelta(days=17))
        process = consultation.create(
            title="La charte des cours",
            slug=slug,
            actor=None,
            opens_at=opens_at,
            closes_at=closes_at,
            settings={**SETTINGS, "follow_up_on": closes_at.date(), **settings},
            summary="Dites ce que la charte doit changer.",
            contact_email="ville@example.org",
        )
        found = Consultation.objects.get(step__process=process)
        found.step = process.ordered_steps[0]
        text = add_text(consultation=found, title="La charte", pieces=read_words(words), actor=None)
        publish_version(version=text.versions.get(), note="", actor=None)
        return found

    return make


@pytest.fixture
def consultation(consult_with: Callable[..., Consultation]) -> Consultation:
    return consult_with()


@pytest.fixture
def passage(consultation: Consultation) -> Passage:
    """The first one: « Les bancs sont en bois. »"""
    found = Passage.objects.select_related("version__text").get(key="1-1")
    found.version.text.consultation = consultation
    return found
