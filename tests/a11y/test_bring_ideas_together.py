"""Duplicates, groups and typing for others: each state is clean, on a phone, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.conftest import DESK, Town, check_axe, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = "/bureau/demarches/bp/"


@pytest.fixture
def process(town: Town) -> Any:
    """A review under way today, whose deposit ended a while ago, with three ideas alike."""
    from preau.kernel import clock
    from preau.merges.scans import run_scan
    from preau.processes.models import Process, Step
    from preau.reviews.tests.world import make_world

    world, at, day = make_world(), clock.now(), timedelta(days=1)
    for step, opens in ((world.deposit, -40), (world.review, -10), (world.vote, 60)):
        dates = {"opens_at": at + opens * day, "closes_at": at + (opens + 29) * day}
        Step.objects.filter(pk=step.pk).update(**dates)
    Step.objects.filter(pk=world.deposit.pk).update(kind="collection")
    for person in (town.cast.nadia, town.cast.paul):
        world.propose("Une cour oasis à l’école", person)
    world.propose("Une cour oasis et des bancs à l’école", town.cast.lucas)
    run_scan(world.process)
    return Process.objects.with_steps().get(pk=world.process.pk)


def test_bring_together_and_type(town: Town, process: Any, open_page: Callable[..., Page]) -> None:
    from django.utils import timezone

    from preau.kernel import clock
    from preau.proposals.models import Proposal

    page = open_page(DESK)
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, town, town.cast.odile)
    page.goto(f"{HERE}doublons/")
    check_axe(page, "pairs")
    page.locator(".pairs a").first.press("Enter")
    check_axe(page, "pair")
    page.get_by_role("link", name="Regrouper ces idées").press("Enter")
    check_axe(page, "gather")
    page.get_by_label("n°\u00a01, Une cour oasis").press("Space")
    page.get_by_role("button", name="Regrouper ces 2 idées").press("Enter")
    expect(page.get_by_text("continuent avec le n°")).to_be_visible()
    page.goto(f"{HERE}doublons/?vue=groups")
    check_axe(page, "groups")
    page.get_by_role("button", name="Remettre à part").first.press("Enter")
    expect(page.get_by_text("continue de son côté")).to_be_visible()
    assert not Proposal.objects.filter(merged_into__isnull=False).exists()
    page.goto(f"{HERE}saisie/")
    check_axe(page, "batches")
    page.get_by_label("En atelier").press("Space")
    page.get_by_label("Où, en toutes lettres").fill("à l’atelier, salle des fêtes")
    day = timezone.localdate(clock.now()) - timedelta(days=20)
    page.get_by_label("Jour du recueil").fill(day.isoformat())
    page.get_by_role("button", name="Commencer la saisie").press("Enter")
    check_axe(page, "batch")
    page.get_by_role("textbox", name="Titre").fill("Une cour oasis à l’école")
    page.get_by_role("button", name="Enregistrer et saisir").press("Enter")
    expect(page.get_by_text("Le texte de la proposition manque.").first).to_be_visible()
    check_axe(page, "batch with errors")
    page.get_by_role("textbox", name="Proposition").fill("Des arbres et un sol clair.")
    page.get_by_role("textbox", name="Nom affiché").fill("Le groupe du mardi")
    page.get_by_role("button", name="Enregistrer et saisir").press("Enter")
    expect(page.get_by_text("ressemblent à celle que vous venez de saisir")).to_be_visible()
    page.get_by_role("link", name="Importer un fichier").press("Enter")
    lines = "Titre;Proposition;Nom affiché\nUn banc;Des mots;Le groupe\n;Sans titre;Le groupe"
    page.get_by_label("Ou collez les lignes").fill(lines)
    page.get_by_role("button", name="Voir ce que ferait").press("Enter")
    expect(page.get_by_role("button", name="Importer 1 idée")).to_be_visible()
    check_axe(page, "import")
    page.get_by_role("button", name="Importer 1 idée").press("Enter")
    expect(page.get_by_text("1 idée importée.")).to_be_visible()
    assert Proposal.objects.filter(origin="workshop").count() == 2
