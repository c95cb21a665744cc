"""Every page of the public shell, on a phone and on a desk: no fault, nothing overflows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in

SMALLEST = {"width": 320, "height": 640}
PUBLIC = [
    "/",
    "/demarches/",
    "/demarches/budget/",
    "/demarches/budget/reglement/",
    "/demarches/budget/etapes/realisation/",
    "/demarches/budget/etapes/depot/identite/",
    "/comment-ca-marche/",
    "/aide/",
    "/accessibilite/",
    "/donnees-personnelles/",
    "/mentions-legales/",
    "/donnees-ouvertes/",
    "/_courrier/",
    "/connexion/",
]
MINE = ["/mon-espace/", "/mon-espace/donnees/", "/mon-espace/effacer/"]


@pytest.fixture
def process(town: Town) -> Any:
    from preau.kernel import clock
    from preau.processes.models import Process, Requirement, Step

    process = Process.objects.create(
        title="Budget participatif 2027",
        slug="budget",
        blueprint="participatory_budget",
        summary="400\u00a0000\u00a0€ pour votre quartier",
        state="published",
        rulebook={
            "questions": [{"question": "Qui peut voter\u00a0?", "answer": "Dès 11\u00a0ans."}],
            "articles": [{"number": "1", "title": "Objet", "text": "Le budget."}],
        },
        contact_name="Odile Lemoine",
    )
    at = clock.now()
    for order, (kind, title, slug) in enumerate(
        [("collection", "Dépôt", "depot"), ("delivery", "Réalisation", "realisation")]
    ):
        start = at + timedelta(days=30 * order - 1)
        step = Step.objects.create(
            process=process,
            order=order + 1,
            kind=kind,
            title=title,
            slug=slug,
            opens_at=start,
            closes_at=start + timedelta(days=30),
        )
        Requirement.objects.create(step=step, order=1, kind="email")
    return process


def _check(page: Page, path: str, width: int) -> None:
    response = page.goto(path)
    assert response is not None
    assert response.status == 200, path
    check_axe(page, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    shoot(page, f"public{path.replace('/', '-')}{width}")


@pytest.mark.parametrize("viewport", [SMALLEST, PHONE, DESK], ids=["320", "390", "1280"])
def test_read_every_page(
    town: Town, process: Any, open_page: Callable[..., Page], viewport: dict[str, int]
) -> None:
    page = open_page(viewport)
    for path in PUBLIC:
        _check(page, path, viewport["width"])
    sign_in(page, town, town.cast.nadia)
    for path in MINE:
        _check(page, path, viewport["width"])
