"""The desk of an edition: envelopes, rule, list, opening, draw, proclamation; and who may."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import Membership
from preau.budgeting.actions import draw_ballot_list
from preau.budgeting.models import Edition, Winner
from preau.budgeting.policies import contests_of
from preau.budgeting.queries import desk_tasks_of
from preau.kernel import clock
from preau.processes.models import Process, Step
from preau.proposals.models import Proposal
from preau.voting.models import Contest

BASE = "/bureau/demarches/bp/budget/"
PAGES = ["", "enveloppes/", "regle/", "liste/", "ouverture/", "tirage/gare/", "proclamation/"]
RULE = {
    "max_choices": "2",
    "points": "5 2",
    "fit": "stop",
    "ties": "cheaper draw",
    "unspent_rule": "Il reste à la ville.",
}


@pytest.fixture
def owner(cast: Any) -> Client:
    client = Client()
    client.force_login(cast.odile)
    return client


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_keep_others_out(projects: list[Proposal], cast: Any, path: str, method: str) -> None:
    client = Client()
    assert getattr(client, method)(BASE + path)["Location"].startswith("/connexion/")
    for person, statuses in ((cast.nadia, {403}), (cast.irene, {403}), (cast.karim, {200, 403})):
        client.force_login(person)
        status = getattr(client, method)(BASE + path).status_code
        assert status in (statuses if path == "" else {403}), (person, path)
    assert contests_of(projects[0].process) == []


def test_hide_process_of_others(projects: list[Proposal], cast: Any) -> None:
    Membership.objects.create(user=cast.paul, role="owner", process_id=projects[0].process_id + 1)
    client = Client()
    client.force_login(cast.paul)
    for path in PAGES:
        assert client.get(BASE + path).status_code == 404, path


def test_let_decider_follow_without_acting(
    process: Process, projects: list[Proposal], cast: Any
) -> None:
    client = Client()
    client.force_login(cast.karim)
    page = client.get(BASE).content.decode()
    assert "Un jardin" in page
    assert "<button" not in page.split("<main")[1].split("</main>")[0]


def test_set_envelopes_in_euros(process: Process, owner: Client, cast: Any) -> None:
    zone = cast.zone()
    data = {f"zone_{zone.pk}": "85 000,50 €", "town": ""}
    assert owner.post(f"{BASE}enveloppes/", data).status_code == 302
    edition = Edition.objects.get(process=process)
    assert dict(edition.envelopes.values_list("zone_id", "cents")) == {zone.pk: 8_500_050}


@pytest.mark.parametrize("amount", ["-5", "beaucoup", "0", "1,234", "NaN"])
def test_refuse_wrong_amounts(process: Process, owner: Client, cast: Any, amount: str) -> None:
    zone = cast.zone()
    answer = owner.post(f"{BASE}enveloppes/", {f"zone_{zone.pk}": amount, "town": "100"})
    assert answer.status_code == 200
    assert "Réponses à corriger" in text_of(answer)
    assert f'value="{amount}"' in answer.content.decode()
    assert not Edition.objects.filter(process=process).exists()


def test_refuse_edition_without_envelope(process: Process, owner: Client) -> None:
    answer = owner.post(f"{BASE}enveloppes/", {"town": ""})
    assert "Donnez au moins une enveloppe." in text_of(answer)


def test_set_counting_rule(process: Process, projects: list[Proposal], owner: Client) -> None:
    assert owner.post(f"{BASE}regle/", RULE).status_code == 302
    edition = Edition.objects.get(process=process)
    assert (edition.max_choices, edition.points, edition.fit) == (2, [5, 2], "stop")
    assert edition.ties == ["cheaper", "draw"]
    page = text_of(owner.get(BASE))
    assert "arrête le dépouillement" in page
    assert "5 points pour le premier choix, 2 pour le deuxième" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": "3 2 1"},
        {"points": "2 5"},
        {"points": "3 3"},
        {"points": "trois"},
        {"points": "3 0"},
        {"max_choices": "9"},
        {"fit": "peut-être"},
        {"ties": "older cheaper"},
    ],
)
def test_refuse_wrong_rule(
    process: Process, projects: list[Proposal], owner: Client, wrong: dict[str, str]
) -> None:
    answer = owner.post(f"{BASE}regle/", RULE | wrong)
    assert answer.status_code == 200
    assert "Réponses à corriger" in text_of(answer)
    assert Edition.objects.get(process=process).points == [3, 2, 1]


def test_draw_again_when_envelopes_change(
    process: Process, projects: list[Proposal], owner: Client, cast: Any
) -> None:
    owner.post(f"{BASE}liste/")
    zone = cast.zone()
    owner.post(f"{BASE}enveloppes/", {f"zone_{zone.pk}": "55 000", "town": ""})
    (contest,) = contests_of(process)
    assert contest.envelope_cents == 5_500_000
    assert [option.number for option in contest.options.all()] == [2, 3]
    owner.post(f"{BASE}regle/", RULE)
    assert contests_of(process)[0].points == [5, 2]


def test_say_what_blocks_then_open(
    process: Process, projects: list[Proposal], owner: Client, cast: Any
) -> None:
    assert owner.post(f"{BASE}ouverture/").status_code == 403
    assert "bloquant" in text_of(owner.get(BASE))
    owner.post(f"{BASE}liste/")
    projects[0].cost_cents = 7_000_000
    projects[0].save(update_fields=["cost_cents"])
    refused = owner.post(f"{BASE}ouverture/")
    assert refused.status_code == 403
    assert "elle a changé depuis" in text_of(refused)
    owner.post(f"{BASE}liste/")
    assert owner.post(f"{BASE}ouverture/").status_code == 302
    assert {contest.state for contest in contests_of(process)} == {Contest.State.OPEN}
    for path in ("enveloppes/", "regle/", "liste/", "ouverture/"):
        assert owner.post(BASE + path, RULE).status_code == 403, path
    assert "Les urnes" in text_of(owner.get(BASE))


def test_show_no_score_while_the_vote_is_open(
    process: Process, projects: list[Proposal], owner: Client
) -> None:
    owner.post(f"{BASE}liste/")
    owner.post(f"{BASE}ouverture/")
    page = text_of(owner.get(BASE))
    assert "après la clôture" in page
    assert owner.get("/demarches/bp/resultats/gare/").status_code == 404


def test_record_public_draw(
    process: Process, projects: list[Proposal], owner: Client, vote: Any, cast: Any
) -> None:
    Proposal.objects.filter(title__in=["Un jardin", "Un préau"]).update(cost_cents=6_000_000)
    edition = process.edition
    edition.ties = ["first-ranks", "draw"]
    edition.save()
    draw_ballot_list(process=process, actor=cast.odile)
    vote(process, zone=[([1], 2), ([2], 2)], town=[([4], 1)])
    assert [task.verb for task in desk_tasks_of(cast.odile, clock.now())] == [
        "Enregistrer un tirage au sort"
    ]
    assert owner.get(f"{BASE}proclamation/").status_code == 403
    page = text_of(owner.get(f"{BASE}tirage/gare/"))
    assert "Un jardin" in page
    assert "Des bancs" not in page
    assert "Écrivez ce qui a été tiré" in text_of(owner.post(f"{BASE}tirage/gare/", {"seed": " "}))
    assert owner.post(f"{BASE}tirage/gare/", {"seed": "7 12 33"}).status_code == 302
    assert {contest.state for contest in contests_of(process)} == {Contest.State.COUNTED}
    assert owner.post(f"{BASE}tirage/gare/", {"seed": "autre"}).status_code == 403
    assert owner.get(f"{BASE}tirage/inconnu/").status_code == 404
    assert "7 12 33" in text_of(owner.get("/demarches/bp/resultats/gare/"))


def test_proclaim_by_second_button(
    process: Process,
    projects: list[Proposal],
    owner: Client,
    vote: Any,
    cast: Any,
    deliver_mail: Any,
) -> None:
    draw_ballot_list(process=process, actor=cast.odile)
    vote(process, zone=[([1, 2, 3], 5), ([2, 1], 2)], town=[([4], 3)])
    page = owner.get(f"{BASE}proclamation/")
    words = text_of(page)
    assert "3 projets deviennent lauréats" in words
    assert "1 projet devient non lauréat" in words
    assert "1 personne reçoit un e-mail par projet déposé (4 en tout)" in words
    assert not Winner.objects.exists()
    again = owner.post(f"{BASE}proclamation/", {"seen": "old"})
    assert "Un compte a changé" in text_of(again)
    assert not Winner.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    assert seen is not None
    assert owner.post(f"{BASE}proclamation/", {"seen": seen[1]}).status_code == 302
    assert Winner.objects.count() == 3
    told = [mail for mail in deliver_mail() if "projet n°" in mail.subject]
    assert len(told) == 4
    assert owner.post(f"{BASE}proclamation/", {"seen": seen[1]}).status_code == 403
    assert "Les résultats sont proclamés" in text_of(owner.get(BASE))


def test_put_work_in_the_inbox(
    process: Process, projects: list[Proposal], cast: Any, vote: Any
) -> None:
    def verbs(person: Any) -> list[str]:
        return [str(task.verb) for task in desk_tasks_of(person, clock.now())]

    Step.objects.filter(process=process, kind="collection").update(kind="review")
    assert verbs(cast.odile) == ["Dresser la liste des projets au vote"]
    draw_ballot_list(process=process, actor=cast.odile)
    assert verbs(cast.odile) == []
    vote(process, zone=[([1], 2)], town=[([4], 1)])
    assert verbs(cast.odile) == ["Proclamer les résultats"]
    assert verbs(cast.irene) == verbs(cast.nadia) == []
