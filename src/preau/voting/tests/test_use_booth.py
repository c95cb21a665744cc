"""The booth through plain forms and through htmx: same gestures, same ballot."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from preau.kernel import clock
from preau.voting import tasks
from preau.voting.actions import cast_ballot
from preau.voting.models import Ballot, BallotDraft
from preau.voting.queries import my_ballot, my_receipt

HTMX = {"HTTP_HX_REQUEST": "true"}


class Booth:
    """Somebody in the booth of one contest."""

    def __init__(self, vote: Any, contest: Any, person: Any = None) -> None:
        contest.election.step = vote.step
        self.client, self.contest = Client(), contest
        self.options = vote.options(contest)
        if person is not None:
            self.client.force_login(person)

    def get(self, page: str, **query: str) -> Any:
        return self.client.get(self.contest.url(page), query)

    def text(self, page: str, **query: str) -> str:
        answer = self.get(page, **query)
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def do(
        self, act: str, option: int, *, page: str = "choose", htmx: bool = False, **more: Any
    ) -> Any:
        data = {"act": act, "option": self.options[option].pk, "page": page, **more}
        return self.client.post(self.contest.url("act"), data, **(HTMX if htmx else {}))

    @property
    def choices(self) -> list[int]:
        """The draft, as places in the list of options."""
        places = {option.pk: place for place, option in enumerate(self.options)}
        return [places[pk] for pk in BallotDraft.objects.get(contest=self.contest).choices]


@pytest.fixture
def booth(vote: Any) -> Booth:
    return Booth(vote, vote.gare)


def _titles(html: str) -> list[str]:
    return re.findall(r"<h3>([^<]+)</h3>", html)


def test_tell_the_rule(vote: Any, client: Client) -> None:
    html = client.get(f"/demarches/{vote.process.slug}/voter/").content.decode()
    assert "deux bulletins" in html
    assert "3\u00a0points" in html
    assert "16\u00a0ans" in html
    assert html.count("<h1") == 1


def test_propose_declared_zone(vote: Any, cast: Any, client: Client) -> None:
    address = f"/demarches/{vote.process.slug}/voter/quartier/"
    assert "checked" not in client.get(address).content.decode()
    client.force_login(cast.nadia)
    html = client.get(address).content.decode()
    assert re.search(r'value="gare" checked', html)
    answer = client.post(address, {"quartier": "centre"})
    assert answer.url == f"/demarches/{vote.process.slug}/voter/centre/choisir/"
    cast.nadia.refresh_from_db()
    assert cast.nadia.zone == cast.zone("Centre", 2)


def test_ask_for_zone_again(vote: Any, client: Client) -> None:
    html = client.post(f"/demarches/{vote.process.slug}/voter/quartier/", {}).content.decode()
    assert "Erreur\u00a0:" in html
    assert html.count("Choisissez votre quartier.") == 2


def test_show_stable_random_order(vote: Any, draft_vote: Any) -> None:
    first, second = Booth(vote, vote.gare), Booth(vote, vote.gare)
    mine = _titles(first.text("choose"))
    assert sorted(mine) == sorted(option.title for option in first.options)
    first.do("add", 0)
    assert _titles(first.text("choose")) == mine
    orders = {tuple(_titles(Booth(vote, vote.gare).text("choose"))) for _ in range(8)}
    assert len(orders) > 1
    assert _titles(second.text("choose")) == _titles(second.text("choose"))


def test_find_options(booth: Booth) -> None:
    assert _titles(booth.text("choose", q="cour oasis")) == [booth.options[0].title]
    assert _titles(booth.text("choose", q="2")) == [booth.options[1].title]
    assert len(_titles(booth.text("choose", theme="Mobilités"))) == 2
    assert "Aucun projet ne correspond" in booth.text("choose", q="piscine")


@pytest.mark.parametrize("htmx", [False, True])
def test_make_ballot(booth: Booth, htmx: bool) -> None:
    for option in (2, 0, 1):
        booth.do("add", option, htmx=htmx)
    assert booth.choices == [2, 0, 1]
    booth.do("up", 1, page="ballot", htmx=htmx)
    assert booth.choices == [2, 1, 0]
    booth.do("down", 2, page="ballot", htmx=htmx)
    assert booth.choices == [1, 2, 0]
    booth.do("put", 0, page="ballot", htmx=htmx, place=0)
    assert booth.choices == [0, 1, 2]
    booth.do("remove", 1, page="ballot", htmx=htmx)
    assert booth.choices == [0, 2]
    booth.do("undo", 1, page="ballot", htmx=htmx)
    assert booth.choices == [0, 1, 2]


def test_say_each_gesture(booth: Booth) -> None:
    answer = booth.do("add", 0, htmx=True).content.decode()
    assert 'hx-swap-oob="innerHTML:#status"' in answer
    assert "choix 1 sur 3" in answer
    assert f'id="geste-{booth.options[0].pk}"' in answer, "the button keeps its name: focus stays"
    booth.do("add", 1, htmx=True)
    moved = booth.do("up", 1, page="ballot", htmx=True).content.decode()
    assert "est votre choix n°\u00a01" in moved
    assert f'id="monter-{booth.options[1].pk}"' in moved
    removed = booth.do("remove", 1, page="ballot", htmx=True).content.decode()
    assert re.search(r'id="annuler"[^>]* autofocus', removed)
    booth.do("add", 0)
    assert "est votre choix" in booth.text("choose"), "without JavaScript the bar says it"


def test_explain_ends(booth: Booth) -> None:
    booth.do("add", 0)
    html = booth.text("ballot")
    assert html.count('aria-disabled="true"') == 2
    answer = booth.do("up", 0, page="ballot", htmx=True).content.decode()
    assert "est déjà votre premier choix" in answer
    assert booth.choices == [0]


@pytest.mark.parametrize("htmx", [False, True])
def test_ask_what_to_replace(booth: Booth, htmx: bool) -> None:
    for option in range(3):
        booth.do("add", option)
    answer = booth.do("add", 3, htmx=htmx)
    html = answer.content.decode() if htmx else booth.client.get(answer.url).content.decode()
    assert "Votre bulletin est complet" in html
    assert html.count("Remplacer le n°") == 3
    assert booth.choices == [0, 1, 2], "nothing is pushed out silently"
    booth.do("replace", 3, htmx=htmx, place=1)
    assert booth.choices == [0, 3, 2]


def test_refuse_unknown_gestures(booth: Booth, vote: Any) -> None:
    assert booth.do("explode", 0).status_code == 400
    foreign = vote.options(vote.town)[0].pk
    answer = booth.client.post(booth.contest.url("act"), {"act": "add", "option": foreign})
    assert answer.status_code == 302
    assert not BallotDraft.objects.exists()


def test_keep_draft_through_sign_in(vote: Any, cast: Any, client: Client) -> None:
    booth = Booth(vote, vote.gare)
    booth.do("add", 2)
    booth.client.force_login(cast.nadia)
    assert "Choix n°\u00a01" in booth.text("choose")


def test_confirm_when_known(vote: Any, cast: Any, deliver_mail: Any) -> None:
    booth = Booth(vote, vote.gare, cast.nadia)
    booth.do("add", 2)
    booth.do("add", 0)
    html = booth.text("review")
    assert html.index(booth.options[2].title) < html.index(booth.options[0].title)
    assert "1\u00a0choix reste libre" in html
    assert not Ballot.objects.exists()
    answer = booth.client.post(booth.contest.url("review"))
    assert answer.url == booth.contest.url("receipt")
    ballot = my_ballot(vote.gare, cast.nadia)
    assert ballot is not None
    assert ballot.choices == [booth.options[2].pk, booth.options[0].pk]
    assert not BallotDraft.objects.exists(), "no copy of the choices stays beside the box"
    receipt = my_receipt(vote.gare, cast.nadia)
    assert booth.client.post(booth.contest.url("review")).url == answer.url
    assert booth.get("confirm").url == answer.url
    assert my_receipt(vote.gare, cast.nadia) == receipt, "asked again, cast once"
    assert Ballot.objects.count() == 1
    html = booth.text("receipt")
    assert receipt is not None
    assert receipt.words in html
    assert receipt.signs in html
    assert booth.options[2].title not in html
    assert "Il vous reste un bulletin" in html
    [mail] = deliver_mail()
    assert f"http://testserver{booth.contest.url('ballot')}" in mail.body


def test_ask_who_comes_back_for_a_receipt(vote: Any, cast: Any, client: Client) -> None:
    """The address of a receipt, kept or shared, never offers a blank ballot to confirm."""
    address = vote.gare.url("receipt")
    assert client.get(address).url == f"/connexion/?suite={address}"
    client.force_login(cast.nadia)
    assert client.get(address).url == f"/demarches/{vote.process.slug}/voter/"


def test_name_a_blank_vote(vote: Any, cast: Any) -> None:
    booth = Booth(vote, vote.gare, cast.nadia)
    assert "Confirmer mon vote blanc" in booth.text("review")
    booth.do("add", 0)
    assert "Confirmer mon vote blanc" not in booth.text("review")


def test_cast_nothing_by_a_link(vote: Any, cast: Any) -> None:
    """The address that ends the identity chain casts only what its visitor confirmed."""
    booth = Booth(vote, vote.gare)
    booth.do("add", 0)
    assert booth.get("confirm").url == booth.contest.url("review")
    booth.client.post(booth.contest.url("review"))
    booth.do("add", 1)  # changed after all: to be read and confirmed again
    booth.client.force_login(cast.nadia)
    assert booth.get("confirm").url == booth.contest.url("review")
    assert not Ballot.objects.exists()


def test_ask_identity_after_the_gesture(vote: Any, cast: Any) -> None:
    booth = Booth(vote, vote.gare)
    booth.do("add", 0)
    booth.client.post(booth.contest.url("review"))
    chain = booth.get("confirm").url
    assert chain.startswith(f"/demarches/{vote.process.slug}/etapes/vote/identite/?suite=")
    booth.client.force_login(cast.nadia)
    assert booth.get("confirm").url == booth.contest.url("receipt")
    assert my_ballot(vote.gare, cast.nadia)


def test_change_ballot(vote: Any, cast: Any) -> None:
    booth = Booth(vote, vote.gare, cast.nadia)
    first = cast_ballot(
        contest=vote.gare, voter=cast.nadia, choices=[option.pk for option in booth.options[:2]]
    )
    html = booth.text("ballot")
    assert booth.options[0].title in html, "the booth starts from the ballot in the box"
    booth.do("remove", 0, page="ballot")
    assert str(first).rsplit("-", 1)[0] in booth.text("review"), "what it replaces is said"
    booth.client.post(booth.contest.url("review"))
    assert my_ballot(vote.gare, cast.nadia).choices == [booth.options[1].pk]  # type: ignore[union-attr]


def test_vote_blank(vote: Any, cast: Any) -> None:
    booth = Booth(vote, vote.gare, cast.nadia)
    assert "Vous votez blanc" in booth.text("review")
    booth.client.post(booth.contest.url("review"))
    assert my_ballot(vote.gare, cast.nadia).choices == []  # type: ignore[union-attr]


def test_refuse_other_zone(vote: Any, cast: Any) -> None:
    booth = Booth(vote, vote.centre, cast.nadia)
    booth.do("add", 0)
    answer = booth.client.post(booth.contest.url("review"))
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "Vous avez déclaré habiter Gare" in html
    assert "corriger mon quartier" in html
    assert "Voter pour les projets de Gare" in html
    zone = f"/demarches/{vote.process.slug}/voter/quartier/"
    booth.client.post(zone, {"quartier": "centre"})
    booth.client.get(booth.contest.url("confirm"))
    cast.nadia.refresh_from_db()
    assert my_ballot(vote.centre, cast.nadia)


@pytest.mark.parametrize("page", ["choose", "ballot", "review", "confirm"])
def test_refuse_too_young(vote: Any, cast: Any, page: str) -> None:
    answer = Booth(vote, vote.gare, cast.lucas).get(page)
    assert answer.status_code == 403
    assert "16" in answer.content.decode()


@pytest.mark.parametrize("page", ["choose", "ballot", "review", "confirm"])
def test_refuse_when_closed(vote: Any, cast: Any, page: str) -> None:
    booth = Booth(vote, vote.end().gare, cast.nadia)
    answer = booth.get(page)
    assert answer.status_code == 403
    assert "Le vote est terminé" in answer.content.decode()
    assert f'class="button" href="/demarches/{vote.process.slug}/"' in answer.content.decode()
    assert booth.do("add", 0).status_code == 403


def test_warn_in_the_last_minutes(booth: Booth, vote: Any) -> None:
    assert "Le vote ferme bientôt" not in booth.text("choose")
    with clock.stopped(vote.step.closes_at - timedelta(minutes=12)):
        assert "encore 12\u00a0minutes" in booth.text("choose")


def test_hide_booth_of_other_site(vote: Any, other_site: Any) -> None:
    answer = Client().get(vote.gare.url("choose"), HTTP_HOST="villeneuve.test")
    assert answer.status_code == 404


def test_leave_with_choices_kept(booth: Booth, vote: Any) -> None:
    booth.do("add", 0)
    leave = f"/demarches/{vote.process.slug}/voter/quitter/"
    html = booth.client.get(leave, {"retour": booth.contest.url("ballot")}).content.decode()
    assert "Rien n’est encore dans l’urne" in html
    assert f'href="{booth.contest.url("ballot")}"' in html
    evil = booth.client.get(leave, {"retour": "https://ailleurs.example/"}).content.decode()
    assert "ailleurs.example" not in evil


def test_find_unconfirmed_ballot_in_mine(vote: Any, cast: Any) -> None:
    booth = Booth(vote, vote.gare, cast.nadia)
    assert "Bulletins à confirmer" not in booth.client.get("/mon-espace/").content.decode()
    booth.do("add", 0)
    html = booth.client.get("/mon-espace/").content.decode()
    assert "Bulletins à confirmer" in html
    assert booth.contest.url("ballot") in html
    assert booth.options[0].title not in html
    vote.end()
    assert "Bulletins à confirmer" not in booth.client.get("/mon-espace/").content.decode()


def test_erase_traces(vote: Any, cast: Any) -> None:
    booth = Booth(vote, vote.gare, cast.nadia)
    booth.do("add", 0)
    answer = booth.client.post(f"/demarches/{vote.process.slug}/voter/effacer/")
    assert "Vos traces sont effacées" in answer.content.decode()
    assert "storage" in answer["Clear-Site-Data"]
    assert not BallotDraft.objects.exists()
    assert "_auth_user_id" not in booth.client.session


@pytest.mark.parametrize("total", [4, 60])
def test_list_in_few_statements(draft_vote: Any, cast: Any, total: int) -> None:
    draft_vote.list_options(draft_vote.gare, total=total, zone_id=cast.zone().pk)
    booth = Booth(draft_vote.open(), draft_vote.gare, cast.nadia)
    booth.do("add", 0, htmx=True)
    with CaptureQueriesContext(connection) as statements:
        assert len(_titles(booth.text("choose"))) == total
    assert len(statements) <= 12, [one["sql"] for one in statements]


def test_keep_gestures_cheap(booth: Booth) -> None:
    booth.do("add", 0, htmx=True)
    with CaptureQueriesContext(connection) as statements:
        booth.do("add", 1, htmx=True)
    assert len(statements) <= 16, [one["sql"] for one in statements]


def test_ask_for_zone_once(vote: Any, cast: Any) -> None:
    """The neighbourhood chosen in the booth is kept for the account that comes after."""
    booth = Booth(vote, vote.centre)
    booth.client.post(f"/demarches/{vote.process.slug}/voter/quartier/", {"quartier": "centre"})
    booth.do("add", 0)
    booth.client.post(booth.contest.url("review"))
    newcomer = vote.resident(1)
    newcomer.zone = None
    newcomer.save()
    booth.client.force_login(newcomer)
    chain = booth.get("confirm").url
    assert booth.client.get(chain).url == booth.contest.url("confirm")
    assert booth.get("confirm").url == booth.contest.url("receipt")
    newcomer.refresh_from_db()
    assert my_ballot(vote.centre, newcomer)


def test_forget_old_drafts(booth: Booth) -> None:
    booth.do("add", 0)
    tasks.forget_drafts_of_site()
    assert BallotDraft.objects.count() == 1
    with clock.stopped(clock.now() + tasks.DRAFTS_KEPT + timedelta(hours=1)):
        tasks.forget_drafts_of_site()
    assert not BallotDraft.objects.exists()
