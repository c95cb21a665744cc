"""Moderation: read before or on report, decided with a motive, told, appealed, judged by another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import Membership, Role
from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.messaging.models import Email
from preau.moderation.actions import pass_on, settle, settle_appeal
from preau.moderation.models import Case
from preau.processes.desk import tasks_for
from preau.texts.actions import Words, contribute
from preau.texts.models import Consultation, Contribution, Passage
from preau.texts.tests.conftest import consult_with, consultation, passage

__all__ = ["consult_with", "consultation", "passage"]
HERE = "/demarches/charte/consultation/consultation/"


@pytest.fixture
def written(passage: Passage, cast: Any) -> Contribution:
    made = contribute(passage=passage, words=Words("agree", "Des mots."), person=cast.nadia)
    assert isinstance(made, Contribution)
    return made


def report(client: Client, number: int = 1) -> Case:
    client.post(f"{HERE}avis/{number}/signaler/", {"motive": "insult", "words": "Regardez."})
    return Case.objects.latest("pk")


def test_read_before_publication(
    client: Client, cast: Any, consult_with: Callable[..., Consultation]
) -> None:
    found = consult_with(moderation="before")
    passage = Passage.objects.select_related("version__text").get(key="1-1")
    passage.version.text.consultation = found
    made = contribute(passage=passage, words=Words("agree", "À lire."), person=cast.nadia)
    assert isinstance(made, Contribution)
    assert client.get(f"{HERE}avis/1/").status_code == 404
    assert "À lire." not in client.get(f"{HERE}texte/la-charte/1-1/").content.decode()
    client.force_login(cast.nadia)
    assert "En attente de lecture" in client.get(f"{HERE}avis/1/").content.decode()
    case = Case.objects.get()
    assert case.why == Case.Why.PRIOR
    client.force_login(cast.odile)
    done = client.post(f"/bureau/moderation/{case.pk}/", {"outcome": "kept"})
    assert done.status_code == 302
    client.logout()
    assert "À lire." in client.get(f"{HERE}texte/la-charte/1-1/").content.decode()
    assert Email.objects.filter(to=cast.nadia.email, kind="moderation").count() == 1


def test_report_once_each(client: Client, cast: Any, written: Contribution) -> None:
    report(client)
    case = report(client)
    assert case.reports.count() == 1
    other = Client()
    other.force_login(cast.lucas)
    report(other)
    assert case.reports.count() == 2
    assert Case.objects.count() == 1
    assert client.get(f"{HERE}avis/1/").status_code == 200
    assert client.post(f"{HERE}avis/1/signaler/", {}).status_code == 422


def test_pass_on(client: Client, cast: Any, written: Contribution) -> None:
    """A colleague is asked to take it: told, found in their inbox, no longer in the other's."""
    case = report(client)
    desk = Client()
    desk.force_login(cast.odile)
    here = f"/bureau/moderation/{case.pk}/"
    assert "Transmettre à quelqu’un d’autre" not in desk.get(here).content.decode()
    Membership.objects.create(user=cast.karim, role=Role.MODERATOR)
    refused = desk.post(here, {"geste": "transmettre", "to": cast.nadia.pk, "why": ""})
    assert refused.status_code == 422
    assert "Dites pourquoi vous la transmettez." in refused.content.decode()
    desk.post(here, {"geste": "transmettre", "to": cast.karim.pk, "why": "Est-ce une injure ?"})
    mail = Email.objects.get(to=cast.karim.email, kind="moderation_passed")
    assert "Est-ce une injure ?" in mail.text
    assert here in mail.text
    mine = {
        person: [one for one in tasks_for(person, clock.now()) if "modérer" in str(one.title)]
        for person in (cast.odile, cast.karim)
    }
    assert [len(mine[one]) for one in (cast.odile, cast.karim)] == [0, 1]
    assert f"Transmise à {cast.karim.full_name}" in desk.get("/bureau/moderation/").content.decode()
    with pytest.raises(Refused):
        pass_on(case=case, to=cast.nadia, words="Non.", actor=cast.odile)
    desk.force_login(cast.karim)
    assert "Est-ce une injure" in desk.get(here).content.decode()
    desk.post(here, {"outcome": "kept"})
    case.refresh_from_db()
    assert case.settled_by == cast.karim


def test_hide_with_motive(client: Client, cast: Any, written: Contribution) -> None:
    case = report(client)
    tasks = [one for one in tasks_for(cast.odile, clock.now()) if "modérer" in str(one.title)]
    assert len(tasks) == 1
    desk = Client()
    desk.force_login(cast.odile)
    assert desk.post(f"/bureau/moderation/{case.pk}/", {"outcome": "hidden"}).status_code == 422
    desk.post(
        f"/bureau/moderation/{case.pk}/",
        {"outcome": "hidden", "motive": "insult", "words": "Le mot du milieu."},
    )
    assert client.get(f"{HERE}avis/1/").status_code == 404
    mail = Email.objects.get(to=cast.nadia.email, kind="moderation")
    assert "Le mot du milieu." in mail.text
    assert "29 juillet 1881" in mail.text
    assert Case.objects.get().get_absolute_url() in mail.text
    again = desk.post(f"/bureau/moderation/{case.pk}/", {"outcome": "kept"})
    assert again.status_code == 403


def test_keep_out_who_does_not_moderate(client: Client, cast: Any, written: Contribution) -> None:
    case = report(client)
    client.force_login(cast.nadia)
    assert client.get("/bureau/moderation/").status_code == 403
    client.force_login(cast.irene)
    assert client.get("/bureau/moderation/").status_code == 403
    assert client.get(f"/bureau/moderation/{case.pk}/").status_code == 404


def test_reword_and_read_again(client: Client, cast: Any, written: Contribution) -> None:
    case = report(client)
    settle(case=case, outcome="reword", motive="private", words="", actor=cast.odile)
    client.force_login(cast.nadia)
    page = client.post(
        f"{HERE}avis/1/modifier/", {"position": "agree", "body": "Sans le nom."}, follow=True
    )
    assert "En attente de lecture" in page.content.decode()
    again = Case.objects.get(state="open")
    assert again.why == Case.Why.REWORDED
    settle(case=again, outcome="kept", motive="", words="", actor=cast.odile)
    client.logout()
    assert "Sans le nom." in client.get(f"{HERE}avis/1/").content.decode()


def test_appeal_to_another(client: Client, cast: Any, written: Contribution) -> None:
    case = report(client)
    settle(case=case, outcome="hidden", motive="spam", words="", actor=cast.odile)
    case.refresh_from_db()
    here = case.get_absolute_url()
    assert client.post(here, {}).status_code == 422
    assert "recours est reçu" in client.post(here, {"words": "Si."}, follow=True).content.decode()
    assert client.post(here, {"words": "Encore."}).status_code == 403
    case.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        settle_appeal(case=case, is_granted=False, answer="Non.", actor=cast.odile)
    assert refusal.value.refusal.code == "second_look"
    cast.karim.memberships.create(role=Role.MODERATOR)
    other = type(cast.karim).objects.get(pk=cast.karim.pk)
    desk = Client()
    desk.force_login(other)
    desk.post(f"/bureau/moderation/{case.pk}/", {"outcome": "grant", "answer": "Vous avez raison."})
    assert client.get(f"{HERE}avis/1/").status_code == 200
    assert "Vous avez raison." in client.get(here).content.decode()
    assert "Vous avez raison." in Email.objects.latest("pk").text


def test_appeal_within_thirty_days(client: Client, cast: Any, written: Contribution) -> None:
    case = report(client)
    settle(case=case, outcome="hidden", motive="spam", words="", actor=cast.odile)
    case.refresh_from_db()
    with clock.stopped(clock.now() + timedelta(days=31)):
        refused = client.post(case.get_absolute_url(), {"words": "Trop tard."})
    assert refused.status_code == 403
    assert "délai de recours" in refused.content.decode()
    assert "1" in client.get("/moderation/").content.decode()
