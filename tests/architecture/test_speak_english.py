"""A page asked for in English is in English, in French otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from preau.launch.catalogues import compile_catalogues
from preau.tenancy.models import Site

# While tests are collected: once Django has read a language, it does not look at its file again.
compile_catalogues(Path(__file__).resolve().parents[2] / "src" / "preau")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", ("Aller au contenu", "Aucune démarche n’est publiée pour le moment")),
        ("en", ("Skip to content", "No process is published at the moment")),
    ],
)
def test_page_speaks_the_language_asked(site: Site, code: str, said: tuple[str, ...]) -> None:
    visitor = Client()
    visitor.get(f"/langue/{code}/?suite=/")
    page = visitor.get("/demarches/").content.decode()
    assert [words for words in said if words not in page] == []
