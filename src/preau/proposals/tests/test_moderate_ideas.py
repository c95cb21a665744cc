"""Ideas read before they appear or on report; told, written again, appealed, put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import Membership, Role
from preau.ledger.models import Entry
from preau.messaging.models import Email
from preau.moderation.actions import appeal, settle, settle_appeal
from preau.moderation.models import Case
from preau.processes.models import Step
from preau.proposals.actions import Deposit
from preau.proposals.drafts import submit_draft
from preau.proposals.models import CollectionSettings, Draft, Proposal

Put = Callable[..., Proposal]
BEFORE = CollectionSettings.Moderation.BEFORE
WORDS = {"title": "Des bancs", "theme": "", "finding": "", "audience": ""}


def again(one: Proposal) -> Proposal:
    return Proposal.objects.get(pk=one.pk)


@pytest.fixture
def reported(deposit: Put, cast: Any) -> Proposal:
    return deposit("Des bancs", author=cast.nadia)


def test_report_hide_appeal_put_back(client: Client, reported: Proposal, cast: Any) -> None:
    page = reported.get_absolute_url()
    url = f"/demarches/bp/projets/{reported.number}/signaler/"
    assert url in client.get(page).content.decode()
    nothing = client.post(url, {"words": "Voyez."})
    assert nothing.status_code == 422
    assert "Voyez." in nothing.content.decode()
    for _twice in range(2):
        assert client.post(url, {"motive": "insult", "words": "Voyez."}).url == page
    case = Case.objects.get()
    assert (case.reports.count(), case.author, case.why) == (1, cast.nadia, Case.Why.REPORTED)
    client.force_login(cast.odile)
    assert "n°\u00a01, Des bancs" in client.get(f"/bureau/moderation/{case.pk}/").content.decode()
    settle(case=case, outcome="hidden", motive="insult", words="Un nom y est.", actor=cast.odile)
    client.logout()
    assert client.get(page).status_code == 404
    assert client.get(url).status_code == 404
    assert "Des bancs" not in client.get("/demarches/bp/projets/").content.decode()
    client.force_login(cast.nadia)
    mine = client.get(page).content.decode()
    assert "La modération a masqué cette idée." in mine
    assert case.get_absolute_url() in mine
    assert client.get(f"/demarches/bp/projets/{reported.number}/modifier/").status_code == 403
    assert appeal(case=case, words="Ce n’est pas un nom.") is None
    Membership.objects.create(user=cast.karim, role=Role.MODERATOR)
    settle_appeal(case=case, is_granted=True, answer="En effet.", actor=cast.karim)
    assert client.get(page).status_code == 200
    assert [mail.kind for mail in Email.objects.filter(to=cast.nadia.email)].count(
        "moderation"
    ) == 2


def test_write_again_what_is_sent_back(
    client: Client, reported: Proposal, cast: Any, noon: datetime
) -> None:
    case = Case.objects.create(
        process=reported.process,
        kind="proposal",
        subject_id=reported.pk,
        author=cast.nadia,
        why=Case.Why.REPORTED,
        opened_at=noon,
    )
    settle(case=case, outcome="reword", motive="private", words="", actor=cast.odile)
    client.force_login(cast.nadia)
    edit = f"/demarches/bp/projets/{reported.number}/modifier/"
    assert edit in client.get(reported.get_absolute_url()).content.decode()
    sent = client.post(
        edit, {**WORDS, "idea": "Des bancs et des arbres, sans nommer personne. " * 2}
    )
    assert sent.status_code == 302
    back = Case.objects.latest("pk")
    assert (back.why, back.state) == (Case.Why.REWORDED, Case.State.OPEN)
    assert again(reported).is_hidden
    assert "avant qu’elle paraisse" in client.get(reported.get_absolute_url()).content.decode()
    settle(case=back, outcome="kept", motive="", words="", actor=cast.odile)
    assert not again(reported).is_hidden


def test_read_before_they_appear(client: Client, step: Step, cast: Any, noon: datetime) -> None:
    """Set by who runs the process; the next deposit waits for a moderator, and says so."""
    url = "/bureau/demarches/bp/propositions/moderation/"
    client.force_login(cast.irene)
    assert client.post(url, {f"s{step.pk}-moderation": "before"}).status_code == 403
    client.force_login(cast.odile)
    assert "Choisissez quand" in client.post(url, {}).content.decode()
    assert client.post(url, {f"s{step.pk}-moderation": "before"}).status_code == 302
    assert CollectionSettings.objects.get(step=step).moderation == BEFORE
    client.post(url, {f"s{step.pk}-moderation": "before"})
    assert Entry.objects.filter(verb="set_moderation").count() == 1
    draft = Draft.objects.create(
        step=step, user=cast.nadia, visitor="v", created_at=noon, saved_at=noon
    )
    text = "Planter des arbres le long de la rue, pour marcher à l’ombre."
    made = submit_draft(
        draft=draft, author=cast.nadia, deposit=Deposit(title="Des arbres", idea=text)
    )
    assert isinstance(made, Proposal)
    assert again(made).is_hidden
    case = Case.objects.get()
    assert case.why == Case.Why.PRIOR
    client.force_login(cast.nadia)
    receipt = client.get(f"/demarches/bp/proposer/{draft.pk}/recu/").content.decode()
    assert "La modération lit chaque idée avant qu’elle paraisse" in receipt
    assert "Des arbres" in client.get("/mon-espace/").content.decode()
    settle(case=case, outcome="kept", motive="", words="", actor=cast.odile)
    client.logout()
    assert client.get(made.get_absolute_url()).status_code == 200
