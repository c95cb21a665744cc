"""An idea box: its threshold is noticed once, its answer is public, its promise can change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import User
from preau.blueprints import boite_a_idees
from preau.ideaboxes.models import Answer, Box
from preau.messaging.models import Email
from preau.processes.desk import tasks_for
from preau.processes.models import Process
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.models import Event, Proposal, Status
from preau.proposals.supports import support, withdraw_support

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    return str(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def process(site: Any, noon: datetime) -> Process:
    return boite_a_idees.create(
        title="La boîte",
        slug="boite",
        actor=None,
        opens_at=noon - timedelta(days=400),
        threshold=3,
        summary="Une idée, trois soutiens, une réponse.",
        contact_email="ville@example.org",
    )


@pytest.fixture
def idea(process: Process, cast: Any) -> Proposal:
    made = submit_proposal(
        step=process.ordered_steps[0],
        author=cast.nadia,
        deposit=Deposit(title="Des bancs", idea="Trois bancs au marché."),
        send_receipt=False,
    )
    made.process = process
    return made


def join(idea: Proposal, *numbers: int) -> None:
    for number in numbers:
        person, _made = User.objects.get_or_create(email=f"p{number}@example.org")
        support(proposal=idea, person=person)


def test_study_an_idea_at_its_threshold_once(idea: Proposal, cast: Any, noon: datetime) -> None:
    """Whoever leaves and comes back brings no second study, no second mail."""
    idea.service = cast.service()
    idea.save(update_fields=["service"])
    assert cast.irene
    join(idea, 1, 2)
    assert idea.status == Status.SUBMITTED
    join(idea, 3)
    idea.refresh_from_db()
    assert idea.status == Status.REVIEW
    assert "3 soutiens" in Event.objects.get(kind="threshold").sentence
    withdraw_support(proposal=idea, person=User.objects.get(email="p3@example.org"))
    join(idea, 3, 4)
    assert Event.objects.filter(kind="threshold").count() == 1
    told = Email.objects.filter(kind="idea_threshold").values_list("to", flat=True)
    assert list(told) == ["irene@example.org"]
    (task,) = [one for one in tasks_for(cast.odile, noon) if "très soutenue" in str(one.title)]
    assert task.process == idea.process


def test_leave_other_processes_alone(idea: Proposal, cast: Any) -> None:
    Process.objects.update(blueprint="participatory_budget")
    idea.process.blueprint = "participatory_budget"
    join(idea, 1, 2, 3, 4)
    idea.refresh_from_db()
    assert idea.status == Status.SUBMITTED
    assert "soutiens sur" not in words(Client().get(idea.get_absolute_url()))


def test_answer_publicly(idea: Proposal, cast: Any, client: Client) -> None:
    """Before the threshold too; the author reads it by mail, everyone on the page."""
    page = idea.get_absolute_url()
    join(idea, 1)
    assert "1 soutien sur 3" in words(Client().get(page))
    here = f"/bureau/demarches/boite/boite-a-idees/{idea.number}/reponse/"
    client.force_login(cast.irene)
    said = {"outcome": "followed", "words": "Ils sont commandés."}
    assert client.post(here, said).status_code == 403, "it is not her service's"
    client.force_login(cast.odile)
    wrong = client.post(here, {"words": "Oui."})
    assert wrong.status_code in (200, 422)
    assert "Oui." in words(wrong)
    assert not Answer.objects.exists()
    assert client.post(here, said).status_code == 302
    told = words(Client().get(page))
    assert "Ils sont commandés." in told
    assert "Vers une réponse" not in told
    idea.refresh_from_db()
    assert idea.status == Status.STUDY
    assert Email.objects.filter(to=cast.nadia.email, kind="idea_answer").count() == 1
    client.post(here, {"outcome": "done", "words": "Ils sont posés."})
    assert Answer.objects.get().words == "Ils sont posés."


def test_stay_open_without_an_end(process: Process, client: Client, cast: Any) -> None:
    step = process.ordered_steps[0]
    assert step.is_permanent
    assert step.is_open
    client.force_login(cast.odile)
    here = "/bureau/demarches/boite/boite-a-idees/"
    assert client.post(here, {"threshold": "0"}).status_code == 422
    assert client.post(here, {"threshold": "80"}).status_code == 302
    assert Box.objects.get().threshold == 80
    client.force_login(cast.irene)
    assert client.post(here, {"threshold": "1"}).status_code == 403
