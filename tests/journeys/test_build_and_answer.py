"""The builder by drag and by keys; the runner while the network is away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preau.surveys.models import Response, Survey
from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in

BUILDER = "/bureau/demarches/enquete/questionnaire/questionnaire/"


@pytest.fixture
def survey(town: Town) -> Survey:
    """Three short questions; it opens in two days."""
    return _put(2)


@pytest.fixture
def running(town: Town) -> Survey:
    """The same three questions, asked since yesterday."""
    return _put(-1)


def _put(days: int) -> Survey:
    from datetime import timedelta

    from preau.blueprints import questionnaire
    from preau.kernel import clock
    from preau.questions.schema import read_document

    at = clock.now()
    asked = [{"id": f"q{n}", "type": "short", "title": f"Question {n}"} for n in (1, 2, 3)]
    process = questionnaire.create(
        title="Les bancs", slug="enquete", actor=None,
        opens_at=at + timedelta(days=days), closes_at=at + timedelta(days=9),
        document=read_document({"format": 1, "questions": asked}),
    )  # fmt: skip
    return Survey.objects.select_related("form", "step__process").get(step__process=process)


def _order(survey: Survey) -> list[str]:
    fresh: Any = Survey.objects.select_related("form").get(pk=survey.pk)
    return list(fresh.form.document.by_id)


def test_drag_a_question(town: Town, survey: Survey, open_page: Callable[..., Page]) -> None:
    page = open_page(DESK)
    sign_in(page, town, town.cast.odile)
    page.goto(BUILDER)
    page.wait_for_load_state("networkidle")
    handle = page.locator("#q1 [data-handle]")
    with page.expect_navigation():
        handle.focus()
        page.keyboard.press("ArrowDown")  # the arrows do what the drag does
    expect(page.locator(".build__line").first).to_have_id("q2")
    assert _order(survey) == ["q2", "q1", "q3"]
    check_axe(page, "builder in order")
    page.wait_for_load_state("networkidle")
    box, last = page.locator("#q2 [data-handle]").bounding_box(), page.locator("#q3").bounding_box()
    assert box is not None
    assert last is not None
    with page.expect_navigation():
        page.mouse.move(box["x"] + 10, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(box["x"] + 10, last["y"] + last["height"] - 8, steps=12)
        page.mouse.up()
    expect(page.locator(".build__line").last).to_have_id("q2")
    shoot(page, "builder-dragged")
    assert _order(survey)[-1] == "q2"


def test_answer_while_the_network_is_away(
    town: Town, running: Survey, open_page: Callable[..., Page]
) -> None:
    """What is given waits on the device, survives its crash, and goes once."""
    page = open_page(PHONE)
    context = page.context
    page.goto(running.url("start"))
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    page.get_by_label("Question 1").fill("Un banc à l’ombre")
    page.get_by_role("button", name="Continuer", exact=True).press("Enter")
    expect(page.locator("#contenu").get_by_text("attend sur cet appareil")).to_be_visible()
    shoot(page, "runner-offline")
    context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Question 2")
    check_axe(page, "back on the network")
    assert Response.objects.get().answers["q1"] == "Un banc à l’ombre"

    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    page.get_by_label("Question 2").fill("Trois bancs")
    page.get_by_role("button", name="Continuer", exact=True).press("Enter")
    expect(page.locator("#contenu").get_by_text("attend sur cet appareil")).to_be_visible()
    page.close()  # the window dies while it waits
    context.set_offline(False)
    page = context.new_page()
    page.goto(running.url("question", "q2"))
    expect(page.get_by_label("Question 2")).to_have_value("Trois bancs")
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.get_by_label("Question 3").fill("Rien d’autre")
    page.get_by_role("button", name="Continuer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Relire mes réponses")
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    page.get_by_role("button", name="Envoyer mes réponses").press("Enter")
    expect(page.locator("#contenu").get_by_text("Vos réponses sont gardées")).to_be_visible()
    page.get_by_role("button", name="Envoyer mes réponses").press("Enter")
    context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")
    sent = Response.objects.sent().get()
    assert sent.answers == {"q1": "Un banc à l’ombre", "q2": "Trois bancs", "q3": "Rien d’autre"}
    town.errors[:] = [one for one in town.errors if "INTERNET_DISCONNECTED" not in one]
