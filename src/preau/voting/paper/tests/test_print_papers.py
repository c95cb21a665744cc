"""The ballot printed is the ballot voted; the pages of paper know who comes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import Membership
from preau.voting.formats import ballot_formats
from preau.voting.paper.printing import ballot_facts, ballot_pdf, roll_pdf
from preau.voting.records import options_hash, options_of


def clerk(cast: Any, process_id: int | None = None) -> Any:
    Membership.objects.create(user=cast.paul, role="clerk", process_id=process_id)
    return cast.paul


def test_print_what_is_voted_online(vote: Any) -> None:
    facts = ballot_facts(vote.gare)
    assert facts["contest"] == "Gare"
    assert [one[0] for one in facts["options"]] == [f"n°\u00a0{n}" for n in (1, 2, 3, 4)]
    assert [one[1] for one in facts["options"]] == [one.title for one in options_of(vote.gare)]
    assert facts["ranks"] == ["1er choix", "2e choix", "3e choix"]
    assert options_hash(options_of(vote.gare))[:12] in facts["model"]


def test_make_tagged_papers(vote: Any) -> None:
    for body in (ballot_pdf(vote.gare), ballot_pdf(vote.town, code="K7F3"), roll_pdf(vote.gare)):
        assert body.startswith(b"%PDF")
        assert b"/StructTreeRoot" in body


def test_print_alike_for_everyone(vote: Any, cast: Any) -> None:
    """Nothing on the paper depends on who prints it or when."""
    assert ballot_facts(vote.gare) == ballot_facts(vote.gare)
    assert "K7F3" not in str(ballot_facts(vote.gare))
    assert ballot_facts(vote.gare, code="K7F3")["code"] == "K7F3"


@pytest.mark.parametrize("kind", [one.code for one in ballot_formats])
def test_print_every_format(vote: Any, kind: str) -> None:
    """A box a rank, a box to tick, or a box to write in: each paper says how it is filled."""
    vote.gare.ballot_format = kind
    vote.gare.rule = vote.gare.rule | {
        "ballot": {
            **vote.gare.rule["ballot"],
            **ballot_formats.get(kind).default_limits(100_000_00),
            "kind": kind,
        }
    }
    facts = ballot_facts(vote.gare)
    assert bool(facts["ranks"]) == (kind == "ranked")
    assert facts["how"]
    assert ballot_pdf(vote.gare).startswith(b"%PDF")


@pytest.mark.parametrize("page", ["", "bulletin/gare.pdf", "emargement/gare.pdf"])
def test_open_to_clerks(vote: Any, cast: Any, client: Client, page: str) -> None:
    address = f"/bureau/demarches/{vote.process.slug}/papier/{page}"
    client.force_login(clerk(cast, vote.process.pk))
    response = client.get(address)
    assert response.status_code == 200
    client.force_login(cast.irene)
    refused = client.get(address)
    assert refused.status_code == 403
    assert "agents de saisie" in refused.content.decode()


def test_print_nothing_before_the_list_is_frozen(
    draft_vote: Any, cast: Any, client: Client
) -> None:
    here = f"/bureau/demarches/{draft_vote.process.slug}/papier/"
    client.force_login(cast.odile)
    assert "une fois le scrutin arrêté" in client.get(here).content.decode()
    assert client.get(f"{here}bulletin/gare.pdf").status_code == 404
