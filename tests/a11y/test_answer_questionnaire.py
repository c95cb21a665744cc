"""The runner and the builder in a browser: no fault, nothing overflows, nothing lost by a crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in

SMALLEST = {"width": 320, "height": 640}
HERE = "/demarches/enquete/questionnaire/questionnaire/"
BUILDER = "/bureau/demarches/enquete/questionnaire/questionnaire/"
#: One question of each type, but for pictures that only a file could bring.
TYPES = ("q1", "q4", "q8", "q10", "q14", "q15", "q19", "q21", "q22", "q23", "q24", "q28", "q39")
TYPES += ("q40",)
PAGES = ("", "question/q14/", "reglages/", "essayer/", "saisir/", "importer/", "resultats/")
PAGES += ("resultats/?par=q1", "resultats/redresser/", "resultats/textes/q14/")


@pytest.fixture
def survey(town: Town) -> Any:
    from preau.blueprints import questionnaire
    from preau.kernel import clock
    from preau.questions.document import Document
    from preau.questions.tests.forty import forty
    from preau.surveys.models import Survey

    at = clock.now()
    process = questionnaire.create(
        title="Bien vivre ici",
        slug="enquete",
        actor=None,
        opens_at=at - timedelta(days=1),
        closes_at=at + timedelta(days=9),
        document=Document(tuple(one for one in forty().questions if one.type != "image")),
        summary="Dites comment vous vivez la ville.",
        why="Vos réponses serviront à préparer le budget.",
    )
    return Survey.objects.select_related("form", "step__process").get(step__process=process)


def begin(page: Page, town: Town) -> Any:
    """Start, then answer what brings the other questions, without going through each page."""
    from preau.questions.answers import clean_all
    from preau.questions.tests.forty import TYPED
    from preau.surveys.models import Response

    page.goto(HERE)
    page.get_by_role("button", name="Commencer").click()
    response = Response.objects.select_related("form").get()
    answers, _faults = clean_all(response.form, TYPED)
    Response.objects.filter(pk=response.pk).update(answers=answers)
    return response


def look(page: Page, path: str, width: int) -> None:
    response = page.goto(path)
    assert response is not None
    assert response.status == 200, path
    check_axe(page, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    shoot(page, f"survey{path.replace('/', '-').replace('?', '-')}{width}")


@pytest.mark.parametrize("viewport", [SMALLEST, DESK], ids=["320", "1280"])
def test_see_every_type(
    town: Town, survey: Any, open_page: Callable[..., Page], viewport: dict[str, int]
) -> None:
    page = open_page(viewport)
    look(page, HERE, viewport["width"])
    begin(page, town)
    for id in TYPES:
        look(page, f"{HERE}question/{id}/", viewport["width"])
    look(page, f"{HERE}relire/", viewport["width"])
    look(page, f"{HERE}plus-tard/", viewport["width"])
    look(page, f"{HERE}papier/", viewport["width"])
    page.goto(f"{HERE}question/q2/")
    page.get_by_label("Combien de personnes").fill("beaucoup")
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.get_by_text("Réponses à corriger").wait_for()
    check_axe(page, "a fault")
    # The browser notes the refusal of the page (422); nothing else is wrong.
    town.errors[:] = [one for one in town.errors if "422" not in one]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["390", "1280"])
def test_see_every_page_of_the_desk(
    town: Town, survey: Any, open_page: Callable[..., Page], viewport: dict[str, int]
) -> None:
    page = open_page(viewport)
    begin(page, town)
    page.goto(f"{HERE}relire/")
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.get_by_role("heading", name="Merci").wait_for()
    sign_in(page, town, town.cast.odile)
    for path in PAGES:
        look(page, f"{BUILDER}{path}", viewport["width"])


def test_lose_nothing_by_a_crash(town: Town, survey: Any, open_page: Callable[..., Page]) -> None:
    """Words are kept while they are typed, digits choose, and a new window goes on there."""
    page = open_page(PHONE)
    page.goto(HERE)
    late: list[Route] = []
    page.route("**/js/autosave*.js", lambda one: late.append(one))
    with page.expect_request("**/js/autosave*.js"):
        page.get_by_role("button", name="Commencer").click()
    page.wait_for_url("**/question/q1/")  # once loaded, its module listens to the keys
    page.keyboard.press("2")
    expect(page.locator("#id_q1_b")).to_be_checked()
    with page.expect_response(lambda answer: "garder" in answer.url):
        late[0].continue_()  # what was chosen before the keeper came is kept too
    state = page.context.storage_state()
    page.context.close()
    again = open_page(PHONE, storage_state=state)
    again.goto(f"{HERE}question/q1/")
    assert again.locator("#id_q1_b").is_checked()
    bare = open_page(PHONE, storage_state=state, java_script_enabled=False)
    bare.goto(HERE)
    bare.get_by_role("button", name="Reprendre").click()
    assert "/question/q2/" in bare.url
