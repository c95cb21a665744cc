"""A real server, a real browser, and a town of its own for each browser test."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "tests" / "vendor" / "axe" / "axe.min.js"
#: Screenshots are kept where this says, to be looked at.
SHOTS = os.environ.get("PREAU_SCREENSHOTS", "")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
#: How long a busy machine may take over one gesture, in milliseconds.
PATIENCE = 15_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A page that did not answer in time is asked once more; the summary names it, to be mended.

    Only the browser's waiting counts: a wrong word, an axe fault or an error never gets a second
    try. Runs end with « R » lines; one that comes back is a race in a page or in its test.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError"]))


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    if os.environ.get("PREAU_ALLOW_NO_BROWSER") == "1":
        pytest.skip("no Chromium on this machine")
    raise RuntimeError("browser tests need Chromium: install Debian's package « chromium »")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)  # looking is as patient as clicking
    # Playwright's loop runs in this thread; Django must not take the tests for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@dataclass
class Town:
    """A city with its own address on the running server; the test is inside ``use_site``."""

    site: Any
    origin: str
    cast: Any
    errors: list[str] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"{self.origin}{path}"


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[Any]:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield thread
    thread.terminate()


@pytest.fixture
def town(server: Any, django_db_blocker: Any) -> Iterator[Town]:
    """A committed city: nothing to undo, since no other test can see it."""
    from django.db import connections

    from conftest import Cast
    from preau.tenancy.models import Domain, Site
    from preau.tenancy.scope import use_site

    with django_db_blocker.unblock():
        name = f"t-{uuid.uuid4().hex[:10]}"
        site = Site.objects.create(
            slug=name, name="Participer à Saint-Aubin", contact_phone="01 02 03 04 05"
        )
        host = f"{name}.localhost"
        Domain.objects.create(site=site, host=host, is_canonical=True)
        with use_site(site):
            yield Town(site, f"http://{host}:{server.port}", Cast(site))
        connections["default"].close()
        connections["owner"].close()


@pytest.fixture
def open_page(browser: Browser, town: Town) -> Iterator[Callable[..., Page]]:
    """Open a fresh visitor's window: ``open_page(PHONE, java_script_enabled=False)``.

    Whatever the browser's console calls an error fails the test: a blocked script, a missing file.
    """
    contexts = []

    def fresh(viewport: dict[str, int] = DESK, **options: Any) -> Page:
        options.setdefault("locale", "fr-FR")
        context = browser.new_context(viewport=viewport, base_url=town.origin, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: town.errors.append(said.text) if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: town.errors.append(str(error)))
        return page

    yield fresh
    for context in contexts:
        context.close()
    assert town.errors == []


def sign_in(page: Page, town: Town, person: Any) -> None:
    """Put the session of ``person`` in this window, as the code of a mail would."""
    from django.test import Client

    client = Client(headers={"host": town.site.canonical_host})
    client.force_login(person)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": town.origin}]
    )


def check_axe(page: Page, where: str = "") -> None:
    """No violation of WCAG 2.2 A and AA, nor of best practices, in the page as it is now."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa',"
        "'best-practice']}).then(result => result.violations)"
    )
    lines = [
        f"{one['id']}: {one['help']} — {node['html'][:160]}"
        for one in found
        for node in one["nodes"]
    ]
    assert lines == [], f"{where or page.url}\n" + "\n".join(lines)


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the whole page when asked to (PREAU_SCREENSHOTS=folder)."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
