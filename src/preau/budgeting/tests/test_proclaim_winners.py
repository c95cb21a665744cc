"""From retained projects to winners: list, vote, closing, count, proclamation, follow-up."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.budgeting.actions import ballot_list, draw_ballot_list, proclaim_winners, set_envelopes
from preau.budgeting.policies import contests_of
from preau.delivery.models import Delivery
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.voting.imports import open_for_import
from preau.voting.models import Contest


def test_say_what_stays_off_the_list(process: Process, projects: list[Proposal]) -> None:
    found = ballot_list(process)
    assert found.size == 4
    assert [(one.title, why) for one, why in found.left_out] == [
        ("Une fontaine", "Le coût étudié manque.")
    ]


def test_one_envelope_for_the_town_takes_every_neighbourhood(
    process: Process, projects: list[Proposal]
) -> None:
    set_envelopes(process=process, cents_by_zone={None: 9_000_000}, actor=None)
    found = ballot_list(process)
    titles = [one.title for one in found.by_zone[None]]
    assert titles == ["Un jardin", "Un préau", "Des bancs", "Une forêt"]


def test_draw_list_again_until_the_vote_opens(
    process: Process, projects: list[Proposal], cast: Any
) -> None:
    draw_ballot_list(process=process, actor=cast.odile)
    draw_ballot_list(process=process, actor=cast.odile)
    contests = contests_of(process)
    assert [contest.title for contest in contests] == ["Gare", "Toute la ville"]
    assert [option.number for option in contests[0].options.all()] == [1, 2, 3]
    open_for_import(election=contests[0].election, actor=cast.odile)
    with pytest.raises(Refused) as caught:
        draw_ballot_list(process=process, actor=cast.odile)
    assert caught.value.refusal.code == "vote_opened"


@pytest.mark.parametrize("person", ["nadia", "irene", "karim"])
def test_refuse_others_than_owner(
    process: Process, projects: list[Proposal], cast: Any, person: str
) -> None:
    with pytest.raises(Refused):
        draw_ballot_list(process=process, actor=getattr(cast, person))
    with pytest.raises(Refused):
        proclaim_winners(process=process, actor=getattr(cast, person))


def test_elect_what_fits_and_pass_over_the_rest(
    process: Process, projects: list[Proposal], cast: Any, vote: Any, deliver_mail: Any
) -> None:
    draw_ballot_list(process=process, actor=cast.odile)
    zone_ballots = [([1, 2, 3], 5), ([2, 1], 2), ([3], 1)]
    vote(process, zone=zone_ballots, town=[([4], 3), ([], 1)])
    winners = proclaim_winners(process=process, actor=cast.odile)
    # Un jardin 19 points, Un préau 16, Des bancs 8: 60 + 30 fit under 100, 50 does not.
    assert [(one.proposal.title, one.rank, one.score) for one in winners] == [
        ("Un jardin", 1, 19),
        ("Des bancs", 2, 8),
        ("Une forêt", 1, 9),
    ]
    statuses = dict(Proposal.objects.values_list("title", "status"))
    assert statuses == {
        "Un jardin": "elected",
        "Un préau": "not_elected",
        "Des bancs": "elected",
        "Une forêt": "elected",
        "Une fontaine": "retained",
    }
    assert Delivery.objects.count() == 3
    assert Delivery.objects.get(proposal=projects[0]).voted_cost_cents == 6_000_000
    assert Entry.objects.filter(verb="proclaimed").count() == 1
    subjects = [mail.subject for mail in deliver_mail()]
    assert "Votre projet n°\u00a01 est lauréat" in subjects
    with pytest.raises(Refused) as caught:
        proclaim_winners(process=process, actor=cast.odile)
    assert caught.value.refusal.code == "already_proclaimed"


def test_stop_at_decisive_tie(
    process: Process, projects: list[Proposal], cast: Any, vote: Any
) -> None:
    Proposal.objects.filter(title__in=["Un jardin", "Un préau"]).update(cost_cents=6_000_000)
    edition = process.edition
    edition.ties = ["first-ranks", "draw"]
    edition.save()
    draw_ballot_list(process=process, actor=cast.odile)
    vote(process, zone=[([1], 2), ([2], 2)], town=[([4], 1)])
    assert [one.state for one in contests_of(process)] == [
        Contest.State.CLOSED,
        Contest.State.COUNTED,
    ]
    with pytest.raises(Refused) as caught:
        proclaim_winners(process=process, actor=cast.odile)
    assert caught.value.refusal.code == "not_counted"


def test_show_results_after_proclamation_only(
    process: Process, projects: list[Proposal], cast: Any, vote: Any
) -> None:
    draw_ballot_list(process=process, actor=cast.odile)
    vote(process, zone=[([1, 2, 3], 5)], town=[([4], 3)])
    visitor, owner = Client(), Client()
    owner.force_login(cast.odile)
    url = "/demarches/bp/resultats/gare/"
    assert visitor.get(url).status_code == 404
    assert owner.get(url).status_code == 200
    assert "Un jardin" not in visitor.get("/demarches/bp/resultats/").content.decode()
    proclaim_winners(process=process, actor=cast.odile)
    assert "Un jardin" in visitor.get("/demarches/bp/resultats/").content.decode()
    for page in ("", "?enveloppe=150", "pas-a-pas/?tour=2", "resultats.csv", "depouillement.json"):
        assert visitor.get(url + page).status_code == 200, page
    fiction = visitor.get(f"{url}?enveloppe=150").content.decode()
    assert "Fiction" in fiction


def test_show_winners_on_process_page(
    process: Process, projects: list[Proposal], cast: Any, vote: Any
) -> None:
    draw_ballot_list(process=process, actor=cast.odile)
    vote(process, zone=[([1, 2, 3], 5)], town=[([4], 3)])
    assert "projets lauréats" not in Client().get("/demarches/bp/").content.decode()
    proclaim_winners(process=process, actor=cast.odile)
    page = Client().get("/demarches/bp/").content.decode()
    assert "3 projets lauréats" in page
    assert "Un jardin" in page
