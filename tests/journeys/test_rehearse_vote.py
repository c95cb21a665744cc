"""The owner of a vote chooses how people vote, then rehearses it before it opens."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from preau.voting.models import Ballot, Rehearsal
from preau.voting.tests.conftest import Vote
from tests.conftest import DESK, Town, check_axe, shoot, sign_in


def test_choose_how_to_vote_and_rehearse(town: Town, open_page: Callable[..., Page]) -> None:
    vote = Vote(town.cast)
    page = open_page(DESK)
    sign_in(page, town, town.cast.odile)
    base = f"/bureau/demarches/{vote.process.slug}/budget/"
    page.goto(f"{base}regle/")
    expect(page.get_by_label("Points par rang")).to_be_visible()
    page.get_by_label("Mentions, du meilleur au moins bon").check()
    expect(page.get_by_label("Points par rang")).to_be_hidden()
    expect(page.get_by_label("Les mentions")).to_be_visible()
    check_axe(page, "rules of grades")
    shoot(page, "rules-grades")
    page.goto(f"{base}repetition/")
    check_axe(page, "before a rehearsal")
    page.get_by_role("button", name="Répéter le vote").click()
    expect(page.get_by_text("Tout ce qui est vérifié tient.", exact=True)).to_be_visible()
    check_axe(page, "report of a rehearsal")
    shoot(page, "rehearsal")
    assert Rehearsal.objects.get(election=vote.election).voters == 50
    assert not Ballot.objects.filter(contest__election=vote.election).exists()
