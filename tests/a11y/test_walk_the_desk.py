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
#: A question that every round asks, and the one that its « Oui » brings.
ASKED = {
    "format": 1,
    "questions": [
        {
            "id": "q1",
            "type": "single",
            "title": "Le sol est-il pollué ?",
            "required": True,
            "options": [
                {"id": "o1", "label": "Oui, il l’est"},
                {"id": "o2", "label": "Pas du tout"},
            ],
        },
        {
            "id": "q2",
            "type": "short",
            "title": "Par quoi ?",
            "show_if": {"all": [{"question": "q1", "op": "is", "value": "o1"}]},
        },
    ],
}


@pytest.fixture
def review(town: Town) -> Any:
    """A review under way today, its round of services, one idea with an opinion asked."""
    from preau.kernel import clock
    from preau.processes.models import Step
    from preau.questions.schema import read_document
    from preau.reviews.extra import ask_questions, edit_questions
    from preau.reviews.models import Round
    from preau.reviews.opinions import ask_opinions
    from preau.reviews.tests.world import make_world

    world, at, day = make_world(), clock.now(), timedelta(days=1)
    for step, opens in ((world.deposit, -40), (world.review, -10), (world.vote, 60)):
        dates = {"opens_at": at + opens * day, "closes_at": at + (opens + 29) * day}
        Step.objects.filter(pk=step.pk).update(**dates)
    world.review.refresh_from_db()
    for number, (kind, holder) in enumerate(
        (("admissibility", "services"), ("study", "services"), ("second_reading", "committee")), 1
    ):
        held = Round.objects.create(
            step=world.review, number=number, kind=kind, title="Tour", held_by=holder
        )
        edit_questions(held=held, document=read_document(ASKED), actor=town.cast.odile)
        ask_questions(held=held, actor=town.cast.odile)
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
    for path in (
        "tours/",
        "tours/etude/questions/",
        "tours/recevabilite/questions/",
        "propositions/moderation/",
        "propositions/tableau/",
        "propositions/1/scinder/",
        "reponses/",
        "lots/",
    ):
        page.goto(HERE + path)
        _check(page, path)
    for path in ("", "nouveau/", "importer/", "repartition/", "repartition/0/"):
        page.goto(f"/bureau/services/{path}")
        _check(page, f"services {path}")
    page.get_by_role("button", name="Enregistrer").first.press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    _check(page, "rule, errors")
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


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
def test_answer_own_questions_by_keyboard(
    town: Town, review: Any, open_page: Callable[..., Page], size: dict[str, int]
) -> None:
    """Each round's own questions: what is missing is said, what an answer brings is shown."""
    from preau.reviews.actions import decide
    from preau.reviews.models import Examination, SecondReading
    from preau.reviews.synthesis import ask_second_reading

    page = open_page(size)
    sign_in(page, town, town.cast.karim)
    page.goto(f"{HERE}propositions/1/")
    box = page.locator(".decision-box")
    box.get_by_label("Pas du tout").press("Space")
    box.get_by_role("button", name="Enregistrer les critères").press("Enter")
    expect(page.locator("main").get_by_text("Critères enregistrés")).to_be_visible()
    assert Examination.objects.get().extra == {"q1": "o2"}
    _check(page, "own questions kept")
    idea = review.process.proposals.get()
    decision = decide(
        proposal=idea,
        step=review.review,
        verdict="refused",
        motive=review.motive,
        actor=town.cast.karim,
    )
    member = town.cast._agent("Rose", "Ali", "committee")
    ask_second_reading(decision=decision, why="", due_on=decision.at.date(), actor=town.cast.odile)
    sign_in(page, town, member)
    page.goto(f"{HERE}propositions/1/")
    part = page.locator(".second-reading")
    part.get_by_label("Le comité suit la décision").press("Space")
    part.get_by_role("button", name="Donner la réponse").press("Enter")
    expect(part.locator(".error-summary")).to_be_visible()
    _check(page, "second reading, errors")
    part.get_by_label("Oui, il l’est").press("Space")
    part.get_by_role("button", name="Donner la réponse").press("Enter")
    part.get_by_label("Par quoi").fill("Du plomb")
    _check(page, "second reading, one question more")
    part.get_by_role("button", name="Donner la réponse").press("Enter")
    expect(page.locator("main").get_by_text("La réponse du comité")).to_be_visible()
    assert SecondReading.objects.get().extra == {"q1": "o1", "q2": "Du plomb"}
