"""While the vote is open, the page of an idea leads into the ballot."""

from __future__ import annotations

from typing import Any

from preau.budgeting.actions import draw_ballot_list, open_vote
from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.voting.models import BallotDraft, Option


def _page(client: Any, proposal: Proposal) -> str:
    return str(client.get(proposal.get_absolute_url()).content.decode())


def test_say_nothing_before_the_vote(
    client: Any, process: Process, projects: list[Proposal]
) -> None:
    assert "Ce projet est au vote" not in _page(client, projects[0])


def test_add_to_my_ballot(
    client: Any, process: Process, projects: list[Proposal], cast: Any
) -> None:
    draw_ballot_list(process=process, actor=cast.odile)
    open_vote(process=process, actor=cast.odile)
    garden, bench = (Option.objects.get(source_id=projects[place].pk) for place in (0, 2))
    assert f"#projet-{garden.number}" in _page(client, projects[0])  # no session yet: a link

    client.force_login(cast.nadia)
    assert "Ajouter à mon bulletin" in _page(client, projects[0])
    act = garden.contest.url("act")
    for option in (bench, garden):
        client.post(act, {"act": "add", "option": option.pk})
    assert BallotDraft.objects.get().choices == [bench.pk, garden.pk]
    page = _page(client, projects[0])
    assert "Choix n°\u00a02 · modifier" in page
    assert "Ajouter à mon bulletin" not in page
    assert "Ce projet est au vote" not in _page(client, projects[4])  # has no price: not on it
