"""An idea that is somebody else's to do: status, public answer, contact, mail to them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.kernel.refusal import Refused
from preau.messaging.models import Email
from preau.proposals.models import Status
from preau.publication.actions import prepare_answer, publish_answer
from preau.reviews.actions import decide
from preau.reviews.handover import Handover
from preau.reviews.models import Decision, Verdict
from preau.reviews.taking_back import take_back_decision

from .world import World

TO = Handover("le Département", "routes@departement.example")


def test_hand_over(world: World, cast: Any, client: Client) -> None:
    proposal = world.propose("Un feu sur la route départementale", cast.nadia)
    decide(
        proposal=proposal,
        step=world.review,
        verdict=Verdict.HANDED,
        handover=TO,
        words="La route est au Département.",
        actor=cast.karim,
    )
    proposal.refresh_from_db()
    assert proposal.status == Status.HANDED
    mails = {mail.to: mail.kind for mail in Email.objects.all()}
    assert mails == {"nadia@example.org": "decision", TO.contact: "handover"}
    client.force_login(cast.odile)
    for file in ("decisions", "propositions"):
        asked = {"file": file, "format": "csv"}
        sent: Any = client.post("/bureau/demarches/bp/propositions/fichiers/", asked)
        assert "le Département;routes@departement.example" in sent.getvalue().decode()
    client.logout()
    page = client.get("/demarches/bp/projets/1/", follow=True).content.decode()
    assert "transmet cette idée à la collectivité compétente\u00a0: le Département" in page
    assert "routes@departement.example" in page
    assert "Transmise" in page


def test_name_who_receives_it(world: World, cast: Any) -> None:
    proposal = world.propose("Un feu", cast.nadia)
    asked = {"step": world.review, "verdict": Verdict.HANDED, "actor": cast.karim}
    with pytest.raises(Refused) as refused:
        decide(proposal=proposal, handover=Handover(), **asked)
    assert refused.value.refusal.code == "lacks_authority"
    decide(proposal=proposal, handover=Handover("le Département", "04 76 00 00 00"), **asked)
    assert not Email.objects.filter(kind="handover").exists()


def test_hand_over_later_and_go_back(world: World, cast: Any) -> None:
    """A prepared answer keeps it; taking back a later answer finds it again."""
    proposal = world.propose("Un feu", cast.nadia)
    asked = {"verdict": Verdict.HANDED, "handover": TO}
    prepare_answer(proposal=proposal, step=world.review, actor=cast.karim, asked=asked)
    assert not Decision.objects.exists()
    assert publish_answer(proposal=proposal, actor=cast.karim).handed_to == TO.to
    decide(
        proposal=proposal,
        step=world.review,
        verdict=Verdict.RETAINED,
        cost_cents=100,
        actor=cast.karim,
    )
    back = take_back_decision(proposal=proposal, actor=cast.karim)
    assert (back.verdict, back.handed_contact) == (Verdict.HANDED, TO.contact)


def test_hand_over_on_the_sheet(world: World, cast: Any, client: Client) -> None:
    world.propose("Un feu", cast.nadia)
    client.force_login(cast.karim)
    path = "/bureau/demarches/bp/propositions/1/decision/"
    asked = {
        "verdict": "handed",
        "signed_by": "La Ville",
        "words": "La route n’est pas à la Ville.",
    }
    stopped = client.post(path, {**asked, "do": "decide"})
    assert "Nommez la collectivité qui reçoit l’idée." in stopped.content.decode()
    assert not Decision.objects.exists()
    client.post(path, {**asked, "handed_to": TO.to, "handed_contact": TO.contact, "do": "decide"})
    assert Decision.objects.get().handed_to == TO.to
