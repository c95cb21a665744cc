"""The runner without JavaScript: one question per page, everything kept, sent once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.questions.models import Form
from preau.questions.tests.forty import TYPED, ask, options, when
from preau.questions.tests.test_walk_form import document
from preau.surveys.actions import send_response, start_response
from preau.surveys.models import Participation, Response, Survey

SHORT = document(
    ask("a", "single", "Le vélo ?", required=True, options=options("Oui", "Non")),
    ask("b", "short", "Quel vélo ?", show_if={"all": [when("a", "is", "a")]}),
    ask("c", "number", "Votre âge", settings={"min": 0, "max": 120}),
)


def posted(id: str, value: Any) -> dict[str, Any]:
    """What a browser posts for an answer as ``TYPED`` writes it."""
    if id == "q4":
        year, month, day = value.split("-")
        return {"q4-d": day, "q4-m": month, "q4-y": year}
    if isinstance(value, dict):
        return {f"{id}-{part}": words for part, words in value.items()}
    if id == "q19":
        return {f"q19-{line}": rank for rank, line in enumerate(value, start=1)}
    return {id: "1" if value is True else value}


def walk(client: Client, survey: Survey, typed: dict[str, Any], *, fresh: bool = False) -> str:
    """Answer page after page from the start; ``fresh``: the browser is killed at each page."""
    page = client.post(survey.url("start")).headers["Location"]
    for _turn in range(60):
        found = re.search(r"/question/(\w+)/$", page)
        if not found:
            return page
        if fresh:
            client.cookies = type(client.cookies)(client.cookies.output(header="", sep=";"))
            page = client.post(survey.url("start")).headers["Location"]
            assert found.group(0) in page  # it comes back to the very question
        assert client.get(page).status_code == 200
        response = client.post(page, posted(found.group(1), typed[found.group(1)]))
        assert response.status_code == 302, response.content.decode()
        page = response.headers["Location"]
    raise AssertionError("the questionnaire never ends")


@pytest.mark.parametrize("fresh", [False, True])
def test_answer_forty_questions(client: Client, survey: Survey, fresh: bool) -> None:
    page = walk(client, survey, TYPED, fresh=fresh)
    assert page == survey.url("review")
    html = client.get(page).content.decode()
    assert "Menuisière" in html
    assert "2 sur 5" in html
    sent = client.post(survey.url("send"))
    receipt = client.get(sent.headers["Location"])
    assert "Merci, vos réponses sont envoyées" in receipt.content.decode()
    response = Response.objects.get()
    assert response.answers["q22"] == {"a": 40000, "b": 60000}
    assert "q38" not in response.answers  # passed over
    assert (response.visitor, response.person, response.pending) == ("", None, {})


def test_freeze_at_first_answer(client: Client, survey: Survey) -> None:
    assert not survey.form.is_frozen
    client.post(survey.url("start"))
    assert Form.objects.get().is_frozen


def test_keep_faulty_words(client: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    client.post(survey.url("start"))
    wrong = client.post(survey.url("question", "c"), {"c": "quarante"})
    assert wrong.status_code == 422
    html = wrong.content.decode()
    assert 'value="quarante"' in html
    assert 'href="#id_c"' in html
    kept = client.post(survey.url("question", "c"), {"c": "quarante", "back": "1"})
    assert kept.status_code == 302
    assert 'value="quarante"' in client.get(survey.url("question", "c")).content.decode()
    assert Response.objects.get().pending == {"c": "quarante"}
    client.post(survey.url("question", "c"), {"c": "40"})
    assert Response.objects.get().pending == {}


def test_save_while_typing(client: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    client.post(survey.url("start"))
    assert client.post(survey.url("autosave", "a"), {"a": "a"}).json()["saved"]
    assert client.post(survey.url("autosave", "c"), {"c": "x"}).json()["saved"]
    response = Response.objects.get()
    assert (response.answers, response.pending) == ({"a": "a"}, {"c": "x"})
    client.post(survey.url("autosave", "a"), {})
    assert Response.objects.get().answers == {}
    assert client.post(survey.url("autosave", "zz"), {"zz": "1"}).status_code == 409
    assert Client().post(survey.url("autosave", "a"), {"a": "a"}).status_code == 409


def test_say_what_a_change_hides(client: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    walk(client, survey, {"a": "a", "b": "Hollandais", "c": "40"})
    changed = client.post(survey.url("question", "a"), {"a": "b", "relire": "1"}, follow=True)
    html = changed.content.decode()
    assert "1 réponse déjà donnée n’est plus demandée" in html
    assert "Hollandais" not in html
    client.post(survey.url("question", "a"), {"a": "a", "relire": "1"})
    assert "Hollandais" in client.get(survey.url("review")).content.decode()  # a change of mind
    client.post(survey.url("question", "a"), {"a": "b", "relire": "1"})
    client.post(survey.url("send"))
    assert Response.objects.get().answers == {"a": "b", "c": 40}


def test_pass_and_require(client: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    client.post(survey.url("start"))
    assert client.post(survey.url("question", "a"), {"skip": "1"}).status_code == 422
    assert client.get(survey.url("review")).headers["Location"] == survey.url("question", "a")
    client.post(survey.url("question", "a"), {"a": "b"})
    assert client.post(survey.url("question", "c"), {"skip": "1"}).headers[
        "Location"
    ] == survey.url("review")
    assert Response.objects.get().answers == {"a": "b", "c": None}
    unknown = client.get(survey.url("question", "zz"))
    hidden = client.get(survey.url("question", "b"))
    assert (unknown.status_code, hidden.status_code) == (404, 302)


def test_answer_once_per_device(client: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    walk(client, survey, {"a": "b", "c": "40"})
    client.post(survey.url("send"))
    again = client.post(survey.url("start"))
    assert again.status_code == 403
    assert "déjà répondu" in again.content.decode()
    assert Response.objects.count() == 1
    walk(Client(), survey, {"a": "b", "c": "41"})
    several = survey_with(SHORT, slug="plusieurs", is_several=True)
    for _turn in range(2):
        walk(client, several, {"a": "b", "c": "40"})
        assert client.post(several.url("send")).status_code == 302
    assert several.responses.sent().count() == 2
    assert not several.participations.exists()


def test_leave_no_way_back(client: Client, survey_with: Callable[..., Survey], cast: Any) -> None:
    """Nothing in the database leads from a person, or from their session, to what they sent."""
    survey = survey_with(SHORT, identity=Survey.Identity.VERIFIED)
    nadia = cast.nadia
    client.force_login(nadia)
    walk(client, survey, {"a": "b", "c": "40"})
    client.get(survey.url("later"))  # the code is kept in the session until then
    assert client.session["survey_codes"]
    receipt = client.post(survey.url("send")).headers["Location"].rstrip("/").rpartition("/")[2]
    response = Response.objects.get()
    kept = str(dict(client.session))
    assert "survey_codes" not in kept
    assert receipt not in kept
    assert (response.person_id, response.visitor, response.code_hash) == (None, "", "")
    row = str(Response.objects.values().get())
    for trace in (str(nadia.pk), str(nadia.public_id), nadia.email, client.session["visitor"]):
        assert f"'{trace}'" not in row
    assert Participation.objects.get().key not in row


def test_send_twice_counts_once(client: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    walk(client, survey, {"a": "b", "c": "40"})
    draft = Response.objects.get()
    from django.contrib.auth.models import AnonymousUser

    from preau.kernel.refusal import Refusal

    nobody = AnonymousUser()
    send_response(response=draft, person=nobody, visitor=draft.visitor)
    again = send_response(response=draft, person=nobody, visitor=draft.visitor)
    assert isinstance(again, Refusal)
    assert Participation.objects.count() == 1


def test_close_at_the_second(client: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    walk(client, survey, {"a": "b", "c": "40"})
    closing = survey.step.closes_at
    assert closing is not None
    with clock.stopped(closing):
        late = client.post(survey.url("send"))
        assert late.status_code == 403
        assert "Ce questionnaire est fermé" in late.content.decode()
        assert client.post(survey.url("autosave", "a"), {"a": "a"}).status_code == 409
        assert client.post(survey.url("start")).status_code == 403
    with clock.stopped(closing - timedelta(seconds=1)):
        assert client.post(survey.url("send")).status_code == 302
    assert Response.objects.sent().count() == 1


def test_hold_quota(client: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT, quota=1)
    late = Client()
    for window in (client, late):
        walk(window, survey, {"a": "b", "c": "40"})
    client.post(survey.url("send"))
    full = late.post(survey.url("send"))
    assert full.status_code == 403
    assert "prévu\u00a0: 1." in full.content.decode()
    assert Response.objects.sent().count() == 1


def test_ask_identity_at_the_end(
    client: Client, survey_with: Callable[..., Survey], cast: Any
) -> None:
    survey = survey_with(SHORT, identity=Survey.Identity.NAMED)
    walk(client, survey, {"a": "b", "c": "40"})
    asked = client.post(survey.url("send"))
    assert "/identite" in asked.headers["Location"] or "suite=" in asked.headers["Location"]
    nadia = cast.nadia
    client.force_login(nadia)
    assert Response.objects.get().person is None
    client.post(survey.url("send"))
    assert Response.objects.sent().get().person == nadia


def test_verified_account_leaves_no_name(
    client: Client, survey_with: Callable[..., Survey], cast: Any
) -> None:
    survey = survey_with(SHORT, identity=Survey.Identity.VERIFIED)
    for window in (client, Client()):
        window.force_login(cast.nadia)
    walk(client, survey, {"a": "b", "c": "40"})
    client.post(survey.url("send"))
    assert Response.objects.get().person is None
    other = Client()
    other.force_login(cast.nadia)
    assert other.post(survey.url("start")).status_code == 403  # the same person, another device


def test_refuse_faulty_form(client: Client, survey_with: Callable[..., Survey]) -> None:
    empty = survey_with(document(ask("s", "section", "Rien")))
    assert "pas prêt" in client.get(empty.url("start")).content.decode()
    assert client.post(empty.url("start")).status_code == 403
    from django.contrib.auth.models import AnonymousUser

    refusal = start_response(survey=empty, person=AnonymousUser(), visitor="x")
    assert "pas prêt" in str(refusal)


def test_print_twin_with_conditions(client: Client, survey: Survey) -> None:
    html = client.get(survey.url("sheet")).content.decode()
    assert "Seulement si la réponse à la question 7 est" in html
    assert "Si la réponse à la question 27 est" in html
    assert "allez à la question 30" in html


def test_read_at_constant_cost(
    client: Client, survey: Survey, django_assert_max_num_queries: Any
) -> None:
    walk(client, survey, TYPED)
    with django_assert_max_num_queries(9):
        client.get(survey.url("question", "q20"))
    with django_assert_max_num_queries(9):
        client.get(survey.url("review"))
