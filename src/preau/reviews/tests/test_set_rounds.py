"""Rounds of a review: who holds them, and what they change."""

from __future__ import annotations

from typing import Any

from django.test import Client

from preau.accounts.models import User
from preau.kernel import clock
from preau.processes.desk import tasks_for
from preau.processes.models import Step
from preau.reviews.actions import decide
from preau.reviews.models import ReviewSettings, SecondReading
from preau.reviews.policies import may_assess

URL = "/bureau/demarches/bp/tours/"
ASKED = {
    "admissibility-is_held": "on",
    "admissibility-title": "Recevabilité",
    "admissibility-held_by": "pilot",
    "admissibility-due_on": "2027-03-20",
    "study-is_held": "on",
    "study-title": "Étude",
    "study-days": "10",
    "study-due_on": "2027-04-10",
    "requires_synthesis": "on",
}


def test_set_rounds_on_screen(world: Any, cast: Any, client: Client) -> None:
    client.force_login(cast.odile)
    assert "Tours d’analyse" in client.get(URL).content.decode()
    wrong = client.post(URL, ASKED | {"study-due_on": "2027-03-01"}).content.decode()
    assert "Un tour ne finit pas avant" in wrong
    assert client.post(URL, ASKED).status_code == 302
    held = {one.kind: one for one in world.review.rounds.all()}
    assert (held["study"].days, held["admissibility"].held_by) == (10, "pilot")
    assert ReviewSettings.objects.get(step=world.review).requires_synthesis
    client.force_login(cast.irene)
    assert client.post(URL, ASKED).status_code == 403


def test_keep_admissibility_for_pilots(world: Any, cast: Any, client: Client) -> None:
    assert may_assess(cast.irene, world.review, clock.now()) is None
    client.force_login(cast.odile)
    client.post(URL, ASKED)
    review = Step.objects.get(pk=world.review.pk)
    refusal = may_assess(User.objects.get(pk=cast.irene.pk), review, clock.now())
    assert refusal is not None
    assert refusal.code == "not_the_pilot"
    assert may_assess(cast.karim, review, clock.now()) is None


def test_read_a_no_again(world: Any, cast: Any, client: Client) -> None:
    idea = world.propose("Un verger", author=cast.nadia)
    decision = decide(
        proposal=idea, step=world.review, verdict="refused", motive=world.motive, actor=cast.karim
    )
    member = cast._agent("Rose", "Ali", "committee")
    client.force_login(cast.odile)
    sheet = f"/bureau/demarches/bp/propositions/{idea.number}/"
    client.post(f"{sheet}relecture/", {"due_on": "2027-04-01", "why": "Beaucoup de soutiens."})
    reading = SecondReading.objects.get()
    assert reading.decision == decision
    tasks = tasks_for(User.objects.get(pk=member.pk), clock.now())
    assert [str(one.verb) for one in tasks] == ["Relire la décision"]
    client.force_login(member)
    page = client.post(f"{sheet}relecture/", {"stance": "reconsider"}).content.decode()
    assert "Dites pourquoi" in page
    client.post(f"{sheet}relecture/", {"stance": "reconsider", "words": "Le terrain est à nous."})
    reading.refresh_from_db()
    assert (reading.stance, reading.by_name) == ("reconsider", "Rose Ali")
    client.force_login(cast.odile)
    assert "Le comité demande de revoir la décision" in client.get(sheet).content.decode()
