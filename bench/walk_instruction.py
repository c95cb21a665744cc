"""The acts of an instruction done in a browser: how many screens, clicks and seconds each takes.

``./preau bench instruction --browser`` plays them. A screen is an address that the browser shows; a
click is a press of the mouse, the finger or a key that acts. Two times are told apart: what the
machine took, measured, and what a person needs besides, reckoned with the keystroke-level model
(Card, Moran and Newell): 1.35 s to make up one's mind and 1.1 s to point for each click, 0.28 s for
each sign typed, and 15 words every four seconds for what has to be read first.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from edition import HOST, Edition

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
THINK, POINT, TYPE, READ = 1.35, 1.1, 0.28, 4 / 15
ASSIGNED = 50
WORDS = "Possible à l’automne, si le réseau d’eau est dévié avant."


class Walk:
    """A browser in somebody's hands, which counts what they do."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.screens, self.clicks, self.signs, self.words = 0, 0, 0, 0
        self.began = time.perf_counter()
        page.on("framenavigated", self._reached)

    def _reached(self, frame: Any) -> None:
        self.screens += frame == self.page.main_frame

    def press(self, what: Any) -> None:
        self.clicks += 1
        what.first.click()

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=re.compile(name)))

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=re.compile(name)))

    def key(self, name: str) -> None:
        self.clicks += 1
        self.page.keyboard.press(name)

    def choose(self, what: Any, **which: Any) -> None:
        self.clicks += 2  # the list, then its line
        what.select_option(**which)

    def write(self, what: Any, said: str) -> None:
        self.clicks += 1
        self.signs += len(said)
        what.fill(said)

    def read(self, what: Any) -> None:
        """Somebody reads it before going on."""
        self.words += len(what.first.inner_text().split())

    def wait(self, what: Any) -> None:
        what.first.wait_for(timeout=120_000)

    def figures(self) -> dict[str, float]:
        hands = self.clicks * (THINK + POINT) + self.signs * TYPE
        return {
            "screens": self.screens,
            "clicks": self.clicks,
            "machine_seconds": round(time.perf_counter() - self.began, 1),
            "hands_seconds": round(hands),
            "reading_seconds": round(self.words * READ),
        }


@contextmanager
def _chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # its loop runs in this thread
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def prepare(edition: Edition, count: int) -> None:
    """What is there before: two services asked about each idea, and the answers of all refusals."""
    from preau.kernel import clock
    from preau.proposals.models import Proposal, Theme
    from preau.publication.actions import prepare_answer
    from preau.reviews.models import Assessment, Criterion, Motive, Verdict
    from preau.reviews.opinions import ask_opinions

    theme = Theme.objects.get_or_create(code="nature", defaults={"name": "Nature en ville"})[0]
    ideas = list(Proposal.objects.of(edition.process).order_by("number"))
    first = [one.pk for one in ideas[:ASSIGNED]]
    Proposal.objects.filter(pk__in=first).update(theme=theme)
    criterion = Criterion.objects.get(step=edition.review)
    motive = Motive.objects.get(process=edition.process)
    service = next(iter(edition.agents.values()))[0].memberships.get().service
    for one in ideas[-3:]:
        ask_opinions(proposal=one, step=edition.review, services=[service], actor=edition.pilot)
    Assessment.objects.bulk_create(
        Assessment(criterion=criterion, proposal=one, answer="yes", by_name="A", at=clock.now())
        for one in ideas
    )
    for one in ideas[-count:]:
        asked = {"verdict": Verdict.REFUSED, "motive": motive, "words": "Merci.", "signed_by": "V"}
        prepare_answer(proposal=one, step=edition.review, actor=edition.decider, asked=asked)


def walk(edition: Edition, count: int) -> dict[str, dict[str, float]]:
    """Each act from its beginning, by the person whose work it is."""
    acts: dict[str, tuple[Any, dict[str, int], Callable[[Walk], None]]] = {
        "one opinion, from the mail, on a phone": (None, PHONE, lambda one: _by_link(one, edition)),
        "one opinion, from the inbox, by keyboard": (_agent(edition), DESK, _by_inbox),
        f"{ASSIGNED} ideas assigned to a service": (edition.pilot, DESK, _assign),
        f"{count} answers published": (edition.decider, DESK, _publish),
    }
    found = {}
    with _chromium() as browser:
        for name, (person, size, act) in acts.items():
            page = _open(browser, edition, person, size)
            one = Walk(page)
            act(one)
            found[name] = one.figures()
            print(f"{name}: {found[name]}", file=sys.stderr)
            page.context.close()
    return found


def _agent(edition: Edition) -> Any:
    return next(iter(edition.agents.values()))[0]


def _open(browser: Any, edition: Edition, person: Any, size: dict[str, int]) -> Any:
    base = f"http://{HOST}:{edition.port}"
    context = browser.new_context(viewport=size, base_url=base, locale="fr-FR")
    if person is not None:
        key, csrf = person.keys
        context.add_cookies(
            [
                {"name": "sessionid", "value": key, "url": base},
                {"name": "csrftoken", "value": csrf, "url": base},
            ]
        )
    page: Any = context.new_page()
    return page


def _by_link(walk: Walk, edition: Edition) -> None:
    from preau.messaging.models import Email

    mail = Email.objects.filter(kind="opinion").latest("pk")
    word = next(one for one in mail.text.split() if "/avis/" in one)
    page = walk.page
    page.goto(word[word.index("/avis/") :])
    walk.clicks += 1  # the link, in the mail
    walk.read(page.get_by_role("main"))
    walk.press(page.get_by_text("Favorable", exact=True))
    walk.write(page.get_by_label("En quelques mots"), WORDS)
    walk.button("Signer l’avis")
    walk.wait(page.get_by_text("est signé par"))


def _by_inbox(walk: Walk) -> None:
    page = walk.page
    page.goto("/bureau/")
    page.wait_for_load_state("networkidle")
    walk.read(page.get_by_role("main"))
    walk.key("j")
    walk.key("Enter")
    walk.wait(page.get_by_role("heading", name=re.compile("L’avis de votre service")))
    walk.read(page.get_by_role("main"))
    walk.press(page.get_by_label("Favorable", exact=True))
    walk.write(page.get_by_label("En quelques mots"), WORDS)
    walk.button("Signer l’avis")
    walk.wait(page.get_by_text("Avis signé."))


def _assign(walk: Walk) -> None:
    page = walk.page
    page.goto("/bureau/")
    walk.link("idées sans service")
    page.wait_for_load_state("networkidle")
    walk.choose(page.locator("#f-theme"), label=f"Nature en ville ({ASSIGNED})")
    walk.wait(page.get_by_text(f"Les {ASSIGNED} idées du filtre"))
    walk.press(page.get_by_text(f"Les {ASSIGNED} idées du filtre"))
    walk.choose(page.locator("#act"), label="Confier à un service")
    walk.button("Préparer le lot")
    walk.choose(page.locator("#id_service"), index=2)
    walk.button("Voir l’effet")
    walk.wait(page.get_by_role("heading", name="Ce qui va se passer"))
    walk.read(page.locator(".lot-facts"))
    walk.button(f"Agir sur {ASSIGNED} idées")
    walk.wait(page.get_by_role("heading", name=re.compile(f"{ASSIGNED} faites")))


def _publish(walk: Walk) -> None:
    page = walk.page
    page.goto("/bureau/")
    walk.link("réponses préparées")
    walk.button("Répéter la publication")
    walk.wait(page.get_by_role("heading", name="Ce qui va se passer"))
    walk.read(page.locator(".lot-facts"))
    walk.button("Agir sur")
    walk.wait(page.get_by_role("heading", name=re.compile("faites")))
