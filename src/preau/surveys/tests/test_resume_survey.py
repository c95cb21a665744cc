"""Six signs give a questionnaire back on another device."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client

from preau.kernel import clock
from preau.surveys.models import Response, Survey
from preau.surveys.resuming import MOST_TRIES, give_code

from .test_answer_survey import SHORT, walk


def begun(client: Client, survey: Survey) -> str:
    client.post(survey.url("start"))
    client.post(survey.url("question", "a"), {"a": "b"})
    return give_code(response=Response.objects.get())


def test_resume_by_code(
    client: Client, survey_with: Callable[..., Survey], deliver_mail: Any
) -> None:
    survey = survey_with(SHORT)
    client.post(survey.url("start"))
    assert client.post(survey.url("question", "a"), {"a": "b", "later": "1"}).headers[
        "Location"
    ] == survey.url("later")
    page = client.post(survey.url("later"), {"email": "nadia@example.org"})
    assert "Le lien part à nadia@example.org" in page.content.decode()
    mail = deliver_mail()[0]
    code = mail.subject.split()[-1]
    assert f"code={code}" in mail.body
    phone = Client()
    lower = f"{code[:3]} {code[3:]}".lower()
    found = phone.post("/reprendre-un-questionnaire/", {"code": lower})
    assert found.headers["Location"] == survey.url("question", "c")
    phone.post(survey.url("question", "c"), {"c": "12"})
    assert phone.post(survey.url("send")).status_code == 302


def test_refuse_wrong_and_old_codes(client: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    code = begun(client, survey)
    phone = Client()
    wrong = phone.post("/reprendre-un-questionnaire/", {"code": "AAAAAA"})
    assert "Aucun questionnaire commencé ne porte ce code" in wrong.content.decode()
    with clock.stopped(clock.now() + timedelta(days=31)):
        assert phone.post("/reprendre-un-questionnaire/", {"code": code}).status_code == 422
    walk(client, survey, {"c": "40", "a": "b"})
    client.post(survey.url("send"))
    sent = phone.post("/reprendre-un-questionnaire/", {"code": code})
    assert "Aucun questionnaire" in sent.content.decode()


def test_stop_guessing(client: Client, survey_with: Callable[..., Survey]) -> None:
    code = begun(client, survey_with(SHORT))
    thief = Client()
    for _turn in range(MOST_TRIES):
        thief.post("/reprendre-un-questionnaire/", {"code": "AAAAAA"})
    late = thief.post("/reprendre-un-questionnaire/", {"code": code})
    assert "Trop de codes" in late.content.decode()


def test_erase_what_was_begun(client: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    begun(client, survey)
    assert "Effacer" in client.get(survey.url("discard")).content.decode()
    client.post(survey.url("discard"))
    assert Response.objects.count() == 0


def test_copy_by_mail(
    client: Client, survey_with: Callable[..., Survey], deliver_mail: Any
) -> None:
    survey = survey_with(SHORT)
    walk(client, survey, {"a": "a", "b": "Hollandais", "c": "40"})
    receipt = client.post(survey.url("send")).headers["Location"]
    page = client.post(receipt, {"email": "nadia@example.org"})
    assert "La copie part à nadia@example.org" in page.content.decode()
    mail = deliver_mail()[0]
    assert "Hollandais" in mail.body
    assert "Hollandais" in mail.alternatives[0][0]
    assert client.get(receipt.replace(receipt[-5:-1], "AAAA")).status_code == 404


def test_find_it_in_own_space(
    client: Client, survey_with: Callable[..., Survey], cast: Any
) -> None:
    survey = survey_with(SHORT)
    begun(client, survey)
    client.force_login(cast.nadia)
    assert survey.url("start") in client.get("/mon-espace/").content.decode()
    other = Client()
    other.force_login(cast.nadia)
    assert "Questionnaires à finir" not in other.get("/mon-espace/").content.decode()
    closing = survey.step.closes_at
    assert closing is not None
    with clock.stopped(closing):
        assert "Questionnaires à finir" not in client.get("/mon-espace/").content.decode()
