"""A whole participatory budget, by the people who make it: from an idea to the news of its works.

Zoé deposits on her phone, Odile retains and draws the list, two residents vote by touch, one by
keyboard without JavaScript, the worker closes and counts, Odile proclaims, everyone reads.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page, expect

from preau.accounts.models import User
from preau.blueprints import participatory_budget as blueprint
from preau.kernel import clock
from preau.messaging.models import Email
from preau.processes.models import Process, Step
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.models import Proposal, Theme
from preau.voting.actions import move_dates
from preau.voting.models import Contest, Election
from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in

HERE = "/demarches/budget/"
DESK_HERE = "/bureau/demarches/budget/"


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"edition-{name}")
    wide: Any = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} px too wide"


def _heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.fixture
def edition(town: Town) -> Process:
    """An edition that collects ideas today; one idea of Paul's is already there."""
    at, zone = clock.now(), town.cast.zone()
    Theme.objects.create(code="nature", name="Nature en ville", drawing="nature")
    process = blueprint.create(
        title="Budget participatif",
        slug="budget",
        actor=town.cast.odile,
        summary="Vous choisissez comment dépenser 100 000 € dans le quartier Gare.",
        calendar=blueprint.Calendar(
            deposit=(at - timedelta(days=2), at + timedelta(days=2)),
            review=(at + timedelta(days=2), at + timedelta(days=4)),
            vote=(at + timedelta(days=4), at + timedelta(days=6)),
            results=at + timedelta(days=6),
            delivery=(at + timedelta(days=8), None),
        ),
        envelopes={zone.pk: 100_000_00, None: 50_000_00},
        rules=blueprint.Rules(
            shortest_text=10,
            motives=(
                blueprint.MotiveDraft(
                    code="land",
                    label="Terrain d’une autre collectivité",
                    article="7",
                    sentence="La parcelle appartient au Département.",
                    remedy="La Ville lui a transmis votre demande.",
                ),
            ),
        ),
    )
    process = Process.objects.with_steps().get(pk=process.pk)
    deposit = process.ordered_steps[0]
    for title, where in (("Des arceaux à vélos", zone), ("Une forêt pour tous", None)):
        submit_proposal(
            step=deposit,
            author=town.cast.paul,
            deposit=Deposit(
                title=title, idea=f"{title}, partout.", zone_id=where.pk if where else None
            ),
        )
    return process


def _now_in(process: Process, kind: str) -> Step:
    """Let the days pass: the calendar moves so that the step of this kind is the present one."""
    steps = Process.objects.with_steps().get(pk=process.pk).ordered_steps
    place = next(rank for rank, step in enumerate(steps) if step.kind == kind)
    start = clock.now() - timedelta(days=2 * place, hours=1)
    for rank, step in enumerate(steps):
        step.opens_at = start + timedelta(days=2 * rank)
        if step.closes_at is not None:
            step.closes_at = start + timedelta(days=2 * rank + 2)
        step.save(update_fields=["opens_at", "closes_at"])
    return steps[place]


def _work(town: Town) -> None:
    """The worker does what waits, in a process of its own, and stops."""
    database = settings.DATABASES["default"]["NAME"]
    env = dict(os.environ)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        env[name] = _with_database(os.environ[name], str(database))
    subprocess.run(
        [sys.executable, "-m", "config.manage", "procrastinate", "worker", "--one-shot"],
        check=True,
        env=env,
        capture_output=True,
        timeout=120,
    )


def _with_database(url: str, name: str) -> str:
    head, mark, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}{mark}{query}"


def _deposit(page: Page) -> None:
    """Zoé deposits her idea on her phone, and proves who she is afterwards."""
    page.goto(HERE)
    _look(page, "process")
    page.goto(f"{HERE}proposer/")
    _look(page, "deposit-start")
    page.get_by_role("button", name="Commencer").tap()
    page.get_by_label("Titre").fill("Une cour-oasis à l’école Jean-Zay")
    theme = page.get_by_label("Nature en ville")
    if theme.count():
        theme.check()
    _look(page, "deposit-title")
    page.get_by_role("button", name="Continuer", exact=True).tap()
    page.wait_for_url("**/lieu/")
    _look(page, "deposit-place")
    page.locator("[name=where][value=place]").check()
    page.locator("select[name=zone]").select_option("gare")
    page.locator("[name=place]").fill("École Jean-Zay")
    page.get_by_role("button", name="Continuer", exact=True).tap()
    page.wait_for_url("**/idee/")
    page.locator("[name=idea]").fill("Planter des arbres et rendre le sol perméable dans la cour.")
    _look(page, "deposit-idea")
    for _page in ("photo", "cout", "auteur"):
        page.get_by_role("button", name="Continuer", exact=True).tap()
        page.wait_for_url(f"**/{_page}/")
        _look(page, f"deposit-{_page}")
    page.locator("[name=author_kind][value=alone]").check()
    page.locator("[name=author_name]").fill("Zoé M.")
    page.get_by_role("button", name="Continuer", exact=True).tap()
    page.wait_for_url("**/relire/")
    _look(page, "deposit-review")
    page.get_by_role("button", name=re.compile("^Déposer")).tap()
    page.get_by_label("Votre adresse e-mail").fill("zoe@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code à six chiffres")).to_be_visible()
    _look(page, "deposit-code")
    page.get_by_label("Code à six chiffres").fill(_code())
    page.keyboard.press("Enter")
    page.wait_for_url("**/recu/")
    _look(page, "deposit-receipt")


def _code() -> str:
    found = re.search(r"\d{6}", Email.objects.filter(kind="sign_in_code").latest("pk").subject)
    assert found
    return found.group()


def _decide(page: Page, number: int, *, cost: str, verdict: str, **more: str) -> None:
    page.goto(f"{DESK_HERE}propositions/{number}/")
    page.locator(f"[name=verdict][value={verdict}]").check()
    if cost:
        page.locator("form[data-decision] [name=cost]").fill(cost)
    if more.get("motive"):
        page.locator("[name=motive]").select_option(label=more["motive"])
    page.get_by_role("button", name="Publier la réponse").click()
    anyway = page.locator("[name=anyway]")
    if anyway.count():
        anyway.check()
        page.get_by_role("button", name="Publier la réponse").click()


def _vote(page: Page, titles: list[str], contest: str) -> None:
    """Choose in this order, read again, confirm."""
    page.goto(f"{HERE}voter/{contest}/choisir/")
    _heading(page, "Choisissez vos projets")
    for title in titles:
        shoot(page, "edition-choose")
        page.get_by_role("button", name=re.compile(f"Ajouter à mon bulletin.*{title}")).click()
        expect(page.get_by_role("link", name=re.compile(f"Choix n°.*{title}"))).to_be_visible()
    page.get_by_role("link", name="Mon bulletin", exact=True).click()
    page.get_by_role("link", name="Relire mon bulletin").click()
    page.get_by_role("button", name="Confirmer mon bulletin").click()
    _heading(page, "Votre bulletin est dans l’urne")


@pytest.mark.timeout(420)
def test_run_whole_edition(town: Town, edition: Process, open_page: Callable[..., Page]) -> None:
    phone = open_page(PHONE, has_touch=True, is_mobile=True)
    _deposit(phone)
    oasis = Proposal.objects.get(title__startswith="Une cour-oasis")
    assert oasis.author == User.objects.get(email="zoe@example.org")
    phone.goto(f"{HERE}projets/?q=OASIS")
    expect(phone.get_by_role("link", name="Une cour-oasis")).to_be_visible()
    _look(phone, "list")

    odile = open_page(DESK)
    sign_in(odile, town, town.cast.odile)
    _now_in(edition, "review")
    odile.goto("/bureau/")
    _look(odile, "inbox")
    odile.goto(f"{DESK_HERE}propositions/")
    _look(odile, "table")
    odile.goto(f"{DESK_HERE}propositions/{oasis.number}/")
    _look(odile, "sheet")
    _decide(odile, oasis.number, cost="85 000", verdict="retained")
    _decide(odile, 1, cost="12 000", verdict="retained")
    _decide(odile, 2, cost="40 000", verdict="retained")
    _work(town)
    assert Email.objects.filter(to="zoe@example.org", state="sent").count() >= 3
    phone.goto(oasis.get_absolute_url())
    expect(phone.get_by_text("Réponse de la collectivité").first).to_be_visible()
    _look(phone, "proposal")

    odile.goto(f"{DESK_HERE}budget/")
    _look(odile, "budget")
    odile.get_by_role("button", name=re.compile("Dresser la liste")).click()
    assert sorted(Contest.objects.values_list("title", flat=True)) == ["Gare", "Toute la ville"]
    _now_in(edition, "vote")
    odile.goto(f"{DESK_HERE}budget/")
    odile.get_by_role("button", name=re.compile("Ouvrir le vote")).click()
    assert set(Contest.objects.values_list("state", flat=True)) == {"open"}

    zoe, nadia = User.objects.get(email="zoe@example.org"), town.cast.nadia
    User.objects.filter(pk=zoe.pk).update(zone=town.cast.zone(), birth_date=nadia.birth_date)
    phone.goto(HERE)
    _look(phone, "process-vote")
    _vote(phone, ["Une cour-oasis", "Des arceaux"], "gare")
    keyboard = open_page(DESK, java_script_enabled=False)
    sign_in(keyboard, town, nadia)
    _vote(keyboard, ["Une cour-oasis"], "gare")
    _vote(keyboard, ["Une forêt pour tous"], "toute-la-ville")

    election = Election.objects.select_related("step__process").get()
    step = election.step
    closing = clock.now() + timedelta(seconds=1)
    move_dates(
        election=election,
        opens_at=step.opens_at,
        closes_at=closing,
        reason="Fin de l’essai",
        actor=town.cast.odile,
    )
    time.sleep(1.5)
    nadia_late = open_page(PHONE)
    sign_in(nadia_late, town, nadia)
    nadia_late.goto(f"{HERE}voter/")
    _look(nadia_late, "closed")
    town.errors.clear()  # a page that refuses answers 403, which the console calls an error
    _work(town)
    assert set(Contest.objects.values_list("state", flat=True)) == {"counted"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM voting_boxsecret")
        assert cursor.fetchone() == (0,)

    odile.goto(f"{DESK_HERE}budget/")
    _look(odile, "to-proclaim")
    odile.get_by_role("link", name="Préparer la proclamation").click()
    _look(odile, "proclaim")
    odile.get_by_role("button", name="Proclamer les résultats").click()
    phone.goto(f"{HERE}resultats/")
    _heading(phone, re.compile("3 projets lauréats|2 projets lauréats"))
    _look(phone, "results")
    phone.goto(f"{HERE}resultats/gare/")
    _look(phone, "contest")
    phone.goto(f"{HERE}resultats/gare/pas-a-pas/?tour=2")
    _look(phone, "steps")
    oasis.refresh_from_db()
    assert oasis.status == "elected"

    odile.goto(f"/bureau/realisations/{oasis.delivery.pk}/")
    _look(odile, "delivery-sheet")
    news = odile.locator("form").filter(has=odile.locator("[name=do][value=news]"))
    odile.locator("details").filter(has=news).locator("summary").click()
    news.get_by_label("Titre").fill("Les arbres sont plantés")
    news.get_by_label("Texte").fill("Douze arbres ont été plantés ce matin avec les élèves.")
    news.get_by_role("button", name="Publier la nouvelle").click()
    phone.goto(oasis.get_absolute_url())
    expect(phone.get_by_text("Les arbres sont plantés")).to_be_visible()
    _look(phone, "news")
