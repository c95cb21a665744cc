"""The quieter pages of an instruction, at two widths: nothing cut, no fault, errors included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.conftest import DESK, PHONE, Town, check_axe, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = "/bureau/demarches/bp/"


@pytest.fixture
def review(town: Town) -> Any:
    """A review under way today, its round of services, one idea with an opinion asked."""
    from preau.kernel import clock
    from preau.processes.models import Step
    from preau.reviews.models import Round
    from preau.reviews.opinions import ask_opinions
    from preau.reviews.tests.world import make_world

    world, at, day = make_world(), clock.now(), timedelta(days=1)
    for step, opens in ((world.deposit, -40), (world.review, -10), (world.vote, 60)):
        dates = {"opens_at": at + opens * day, "closes_at": at + (opens + 29) * day}
        Step.objects.filter(pk=step.pk).update(**dates)
    world.review.refresh_from_db()
    Round.objects.create(
        step=world.review, number=1, kind="study", title="Étude", held_by="services"
    )
    idea = world.propose("Un banc au soleil", town.cast.nadia)
    ask_opinions(
        proposal=idea, step=world.review, services=[town.cast.service()], actor=town.cast.odile
    )
    return world


def _check(page: Page, name: str) -> None:
    check_axe(page, name)
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
def test_walk_the_quieter_pages(
    town: Town, review: Any, open_page: Callable[..., Page], size: dict[str, int]
) -> None:
    page = open_page(size)
    sign_in(page, town, town.cast.odile)
    for path in ("tours/questions/", "propositions/moderation/", "reponses/"):
        page.goto(HERE + path)
        _check(page, path)
    page.goto("/bureau/securite/")
    _check(page, "two proofs")
    page.goto(f"{HERE}propositions/fichiers/")
    page.get_by_role("checkbox").first.press("Space")
    page.get_by_role("button").filter(has_text="Télécharger").first.press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    _check(page, "files, errors")
    page.goto(f"{HERE}propositions/1/")
    page.get_by_text("Écrire la synthèse", exact=False).first.press("Enter")
    _check(page, "synthesis and decision")
    page.goto("/demarches/bp/projets/1/signaler/")
    page.get_by_role("button", name="Signaler").press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    _check(page, "report, errors")
    # The browser notes the refusal of the page (422); nothing else is wrong.
    town.errors[:] = [one for one in town.errors if "422" not in one]
