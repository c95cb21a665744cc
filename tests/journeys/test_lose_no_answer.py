"""A questionnaire of every type, its page killed at each question: nothing that was given is lost."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from preau.questions.answers import clean_all
from preau.questions.tests.forty import TYPED
from preau.surveys.models import Response, Survey
from tests.conftest import PATIENCE, PHONE, Town

#: Which controls of a form hold something, one after the other.
HELD = """[...document.querySelectorAll('form.run-form [name]')]
    .filter(one => !['hidden', 'submit', 'file'].includes(one.type) && one.tagName !== 'BUTTON')
    .map(one => [one.name, ['radio', 'checkbox'].includes(one.type) ? one.checked : one.value !== ''])"""


@pytest.fixture
def running(town: Town) -> Survey:
    """Forty questions but the one of pictures, which only a file could bring."""
    from preau.blueprints import questionnaire
    from preau.kernel import clock
    from preau.questions.document import Document
    from preau.questions.tests.forty import forty

    at = clock.now()
    process = questionnaire.create(
        title="Bien vivre ici",
        slug="enquete",
        actor=None,
        opens_at=at - timedelta(days=1),
        closes_at=at + timedelta(days=9),
        document=Document(tuple(one for one in forty().questions if one.type != "image")),
    )
    return Survey.objects.select_related("form", "step__process").get(step__process=process)


def give(page: Page, id: str, typed: Any) -> None:
    """Answer as people do: a choice is pressed, words are typed, a line of a list is set."""
    if isinstance(typed, dict):
        for part, value in typed.items():
            field = page.locator(f"form.run-form [name='{id}-{part}']")
            if field.first.get_attribute("type") == "radio":
                field.and_(page.locator(f"[value='{value}']")).check()
            else:
                field.fill(value)
        return
    choices = page.locator(f"form.run-form [name='{id}']")
    ranks = page.locator(f"form.run-form select[name^='{id}-']")
    if ranks.count():
        for rank, part in enumerate(typed, start=1):
            ranks.and_(page.locator(f"[name='{id}-{part}']")).select_option(str(rank))
    elif not choices.count():  # a date, in three parts
        for part, value in zip("ymd", typed.split("-"), strict=True):
            page.locator(f"form.run-form [name='{id}-{part}']").fill(value)
    elif choices.first.get_attribute("type") in ("radio", "checkbox"):
        for value in typed if isinstance(typed, list) else ["1" if typed is True else typed]:
            choices.and_(page.locator(f"[value='{value}']")).check()
    else:
        choices.fill(typed)


def kill(page: Page) -> Page:
    """The process of the page dies without a word; another window opens in its stead."""
    with page.expect_event("crash"), contextlib.suppress(Error):  # it dies on its way there
        page.goto("chrome://crash")
    fresh = page.context.new_page()
    page.close()
    return fresh


def wait_until_kept(id: str, expected: Any) -> None:
    """Until the server has the answer, as its page keeps it by itself while it is given."""
    deadline = time.monotonic() + PATIENCE / 1000
    while Response.objects.get().answers.get(id) != expected:
        assert time.monotonic() < deadline, (id, Response.objects.get().answers.get(id))
        time.sleep(0.1)


def test_kill_the_page_at_each_question(
    town: Town, running: Survey, open_page: Callable[..., Page]
) -> None:
    expected, faults = clean_all(running.form, TYPED)
    assert not faults
    page = open_page(PHONE)
    page.goto(running.url("start"))
    page.get_by_role("button", name="Commencer").click()
    seen = []
    while (found := re.search(r"/question/(\w+)/$", page.url)) is not None:
        id = found[1]
        seen.append(id)
        if TYPED[id]:
            give(page, id, TYPED[id])
            given = page.evaluate(HELD)
            wait_until_kept(id, expected[id])
            page = kill(page)
            page.goto(running.url("question", id))
            assert page.evaluate(HELD) == given, id
        page.get_by_role("button", name="Continuer", exact=True).click()
        page.wait_for_url(lambda url, here=id: not url.endswith(f"/question/{here}/"))  # type: ignore[misc]
    assert len(seen) == len(running.form.document.number)
    expect(page.get_by_role("heading", level=1)).to_have_text("Relire mes réponses")
    page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")
    sent = Response.objects.sent().get()
    assert {id: one for id, one in sent.answers.items() if one is not None} == {
        id: one for id, one in expected.items() if one is not None
    }
