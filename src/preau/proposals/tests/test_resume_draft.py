"""A deposit left on one device and finished on another."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.models import Step
from preau.proposals import drafts
from preau.proposals.models import Draft, ResumeAttempt

START = "/demarches/bp/proposer/"


def text_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def draft(client: Client, step: Step) -> Draft:
    client.post(START)
    draft = Draft.objects.get()
    client.post(f"{START}{draft.pk}/titre/", {"title": "Un banc au soleil"})
    return draft


def code_of(client: Client, draft: Draft) -> str:
    response = client.get(f"{START}{draft.pk}/plus-tard/")
    return str(response.context["code"])


def test_save_while_typing(client: Client, draft: Draft) -> None:
    address = f"/demarches/bp/brouillon/{draft.pk}/"
    answer = client.post(address, {"idea": "Trois bancs", "proposal": "9", "mails": "0"})
    assert answer.json() == {"saved": True, "at": "12:00"}
    kept = Draft.objects.get().data
    assert kept == {"title": "Un banc au soleil", "idea": "Trois bancs"}
    assert client.get(address).status_code == 405


def test_stop_saving_when_closed(client: Client, draft: Draft, step: Step) -> None:
    assert step.closes_at is not None
    with clock.stopped(step.closes_at):
        answer = client.post(f"/demarches/bp/brouillon/{draft.pk}/", {"idea": "Trop tard"})
    assert answer.status_code == 409
    assert "idea" not in Draft.objects.get().data


def test_keep_both_of_two_saves(draft: Draft) -> None:
    one, two = Draft.objects.get(), Draft.objects.get()
    drafts.save_draft(draft=one, values={"idea": "Des bancs"})
    drafts.save_draft(draft=two, values={"place": "Rue des Tilleuls"})
    assert {"idea", "place", "title"} <= set(Draft.objects.get().data)


def test_resume_on_another_device(client: Client, draft: Draft) -> None:
    page = text_of(client.get(f"{START}{draft.pk}/plus-tard/"))
    code = code_of(client, draft)
    assert re.fullmatch(r"[A-Z0-9]{6}", code)
    assert code[:3] in page
    assert "data:image/svg" in page
    assert code_of(client, draft) == code, "the same code as long as it works"
    assert code not in str(Draft.objects.values_list("code_hash", "data")), "hashed only"
    bus = Client()
    typed = f" {code[:3].lower()}-{code[3:]} "
    response = bus.post("/reprendre/", {"code": typed})
    assert response["Location"] == f"{START}{draft.pk}/lieu/"
    assert "Un banc au soleil" in text_of(bus.get(f"{START}{draft.pk}/titre/"))
    assert client.get(f"{START}{draft.pk}/titre/").status_code == 200, "still open on the first"


def test_fill_code_from_link(client: Client, draft: Draft) -> None:
    code = code_of(client, draft)
    assert f'value="{code}"' in text_of(Client().get(f"/reprendre/?code={code}"))


def test_mail_the_link(client: Client, draft: Draft, deliver_mail: Any) -> None:
    code = code_of(client, draft)
    page = text_of(client.post(f"{START}{draft.pk}/plus-tard/", {"email": "nadia@example.org"}))
    assert "Le lien part à nadia@example.org" in page
    mail = deliver_mail()[0]
    assert mail.to == ["nadia@example.org"]
    assert f"/reprendre/?code={code}" in mail.body
    for _again in range(drafts.MOST_MAILS):
        page = text_of(client.post(f"{START}{draft.pk}/plus-tard/", {"email": "n@example.org"}))
    assert "Ce lien a déjà été envoyé plusieurs fois" in page
    assert "Écrivez une adresse comme" in text_of(
        client.post(f"{START}{draft.pk}/plus-tard/", {"email": "nadia"})
    )


@pytest.mark.parametrize("code", ["", "AAAAAA", "x" * 20])
def test_refuse_wrong_code(client: Client, step: Step, code: str) -> None:
    page = text_of(client.post("/reprendre/", {"code": code}))
    assert "<title>Erreur" in page.replace("\n", "")
    assert "Réponses à corriger" in page


def test_stop_guessing(client: Client, draft: Draft) -> None:
    code = code_of(client, draft)
    thief = Client()
    for _try in range(drafts.MOST_TRIES):
        assert "Aucun brouillon" in text_of(thief.post("/reprendre/", {"code": "AAAAAA"}))
    assert "Trop de codes ont été essayés" in text_of(thief.post("/reprendre/", {"code": code}))
    with clock.stopped(clock.now() + timedelta(minutes=61)):
        assert thief.post("/reprendre/", {"code": code}).status_code == 302


def test_stop_guessing_from_everywhere(
    client: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_TRIES_SITE", 3)
    for _try in range(3):
        Client().post("/reprendre/", {"code": "AAAAAA"})
    page = text_of(Client().post("/reprendre/", {"code": code_of(client, draft)}))
    assert "Trop de codes ont été essayés" in page


def test_forget_after_a_month(client: Client, draft: Draft) -> None:
    code = code_of(client, draft)
    ResumeAttempt.objects.create(origin="x", at=clock.now())
    with clock.stopped(clock.now() + Draft.LIFETIME + timedelta(days=1)):
        assert "Aucun brouillon" in text_of(Client().post("/reprendre/", {"code": code}))
        assert drafts.forget_old_drafts() == 1
    assert not Draft.objects.exists()
    assert ResumeAttempt.objects.count() == 1, "only the last try"


def test_offer_drafts_at_start(client: Client, draft: Draft) -> None:
    page = text_of(client.get(START))
    assert "Un banc au soleil" in page
    assert client.get(f"{START}{draft.pk}/")["Location"] == f"{START}{draft.pk}/lieu/"


def test_delete_draft(client: Client, draft: Draft) -> None:
    address = f"{START}{draft.pk}/supprimer/"
    assert "Supprimer ce brouillon" in text_of(client.get(address))
    assert Draft.objects.exists()
    client.post(address)
    assert not Draft.objects.exists()


def test_find_drafts_in_my_space(client: Client, draft: Draft, cast: Any) -> None:
    client.force_login(cast.nadia)
    page = text_of(client.get("/mon-espace/"))
    assert "Un banc au soleil" in page
    assert f"{START}{draft.pk}/" in page


def test_count_mails_of_two_tabs_together(draft: Draft) -> None:
    """A page opened before the last mails were asked does not start the count again."""
    stale = Draft.objects.get(pk=draft.pk)
    for _time in range(drafts.MOST_MAILS):
        assert drafts.mail_code(draft=draft, code="ABCDEF", email="n@example.org", url="/") is None
    refused = drafts.mail_code(draft=stale, code="ABCDEF", email="n@example.org", url="/")
    assert isinstance(refused, Refusal)
