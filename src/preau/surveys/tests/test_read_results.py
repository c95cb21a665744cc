"""Figures, sentences, what stays silent, publication, files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.questions.answers import clean_all
from preau.questions.tests.forty import TYPED, forty
from preau.surveys.findings import SMALL_BASE, frame, hidden_keys
from preau.surveys.models import Response, Survey, Tally
from preau.surveys.reporting import figures
from preau.surveys.tallying import ALL, bin_width, keeps, tally

from .test_answer_survey import SHORT

HERE = "/bureau/demarches/enquete/questionnaire/questionnaire/"


def respond(survey: Survey, *answers: dict[str, Any]) -> None:
    at = clock.now()
    Response.objects.bulk_create(
        Response(
            survey=survey, form=survey.form, answers=one, seed="x",
            started_at=at, saved_at=at, sent_at=at,
        )
        for one in answers
    )  # fmt: skip


def yes_no(yes: int, no: int) -> list[dict[str, Any]]:
    return [{"a": "a", "b": "Pliant", "c": 40}] * yes + [{"a": "b", "c": 20}] * no


@pytest.fixture
def desk(client: Client, cast: Any) -> Client:
    client.force_login(cast.odile)
    return client


def test_count_every_type() -> None:
    answers, _faults = clean_all(forty(), TYPED)
    kept = {id: value for id, value in answers.items() if value is not None}
    data = tally(forty(), [(kept, 1.0), ({**kept, "q13": "dont_know", "q2": 5}, 3.0)])[ALL]
    found = data["questions"]
    assert (data["total"], data["weight"]) == (2, 4.0)
    assert found["q1"]["values"] == {"b": [2, 4.0]}
    assert found["q8"]["values"] == {"a": [2, 4.0], "b": [2, 4.0]}
    assert found["q2"]["mean"] == (3 + 5 * 3) / 4
    assert found["q13"] == {
        "base": 2, "mass": 4.0, "mean": 2.0, "heard": 1,
        "values": {"2": [1, 1.0], "dont_know": [1, 3.0]},
    }  # fmt: skip
    assert found["q15"]["rows"]["b"] == {"c": [2, 4.0]}
    assert found["q19"]["rows"] == {"a": {"1": [2, 4.0]}, "c": {"2": [2, 4.0]}}
    assert found["q22"]["values"] == {"a": [2, 160000.0], "b": [2, 240000.0]}
    assert "values" not in found["q25"]  # words are not figures
    assert bin_width(forty().by_id["q18"]) == 20000
    for number, one in enumerate(forty().questions):
        if not one.is_section:
            for is_public in (False, True):
                assert frame(one, number, found[one.id], is_public=is_public).finding


def test_filter_and_cross() -> None:
    rows = [(one, 1.0) for one in yes_no(3, 2)]
    question = SHORT.by_id["a"]
    crossed = tally(SHORT, rows, split=question)
    assert (crossed["a"]["total"], crossed["b"]["total"], crossed[ALL]["total"]) == (3, 2, 5)
    assert tally(SHORT, rows, kept=keeps(question, "b"))[ALL]["questions"]["c"]["mean"] == 20


def test_hide_small_figures() -> None:
    values = {"a": [50.0, 50.0], "b": [30.0, 30.0], "c": [2.0, 2.0]}
    assert hidden_keys(values, is_whole=False) == {"c"}
    # 82 in all: fewer than five would be found by subtraction, so one more stays silent.
    assert hidden_keys(values, is_whole=True) == {"b", "c"}
    assert hidden_keys({"a": [5.0, 5.0], "b": [0.0, 0.0]}, is_whole=True) == set()


def test_say_the_finding(survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    respond(survey, *yes_no(30, 20))
    found = figures(survey)[ALL]["questions"]
    shown = frame(SHORT.by_id["a"], 1, found["a"], is_public=True)
    assert shown.finding == "La majorité répond «\u00a0Oui\u00a0» (60\u00a0%)."
    assert shown.base == "Base\u00a0: 50 personnes."
    few = frame(
        SHORT.by_id["a"], 1, {"base": 6, "mass": 6, "values": {"a": [6, 6]}}, is_public=True
    )
    assert "à lire avec prudence" in few.base
    assert SMALL_BASE == 30
    none = frame(
        SHORT.by_id["a"], 1, {"base": 4, "mass": 4, "values": {"a": [4, 4]}}, is_public=True
    )
    assert none.chart is None
    assert "Moins de cinq personnes" in none.finding


def test_compute_once(survey_with: Callable[..., Survey], django_assert_num_queries: Any) -> None:
    survey = survey_with(SHORT)
    respond(survey, *yes_no(3, 2))
    first = figures(survey)
    with django_assert_num_queries(3):
        assert figures(survey) == first
    respond(survey, *yes_no(1, 0))
    assert figures(survey)[ALL]["total"] == 6
    assert Tally.objects.count() == 1


def test_publish_at_a_date(desk: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    respond(survey, *yes_no(30, 3))
    page = survey.url("results")
    assert Client().get(page).status_code == 403
    desk.post(f"{HERE}resultats/publier/", {"findings": "Nous ferons **des pistes**."})
    html = Client().get(page).content.decode()
    assert "<strong>des pistes</strong>" in html
    assert "Ce que disent 33 réponses" in html
    assert "(3)" not in html  # three people said no
    assert survey.url("report") in html
    pdf = Client().get(survey.url("report"))
    assert pdf.content.startswith(b"%PDF")
    respond(survey, *yes_no(10, 10))
    assert "33 réponses" in Client().get(page).content.decode()  # as it was published
    desk.post(f"{HERE}resultats/publier/", {"do": "withdraw"})
    assert Client().get(page).status_code == 403
    assert Client().get(survey.url("report")).status_code == 403


def test_report_every_type(survey: Survey, cast: Any) -> None:
    from preau.surveys.report import report_pdf
    from preau.surveys.reporting import publish_results

    answers, _faults = clean_all(forty(), TYPED)
    respond(survey, *[{id: one for id, one in answers.items() if one is not None}] * 6)
    publish_results(survey=survey, findings="Merci.\n\n**Voici.**", actor=cast.odile)
    with clock.stopped(clock.now() + timedelta(microseconds=250)):
        assert report_pdf(survey).startswith(b"%PDF")


def test_read_in_desk(
    desk: Client, survey_with: Callable[..., Survey], django_assert_max_num_queries: Any
) -> None:
    survey = survey_with(SHORT)
    respond(survey, *yes_no(30, 20))
    desk.get(f"{HERE}resultats/")
    with django_assert_max_num_queries(14):
        html = desk.get(f"{HERE}resultats/").content.decode()
    assert "50 réponses" in html
    some = desk.get(f"{HERE}resultats/?filtre=a:b&par=a").content.decode()
    assert "20 réponses" in some
    assert desk.get(f"{HERE}resultats/?filtre=zz:b&par=zz").status_code == 200
    texts = desk.get(f"{HERE}resultats/textes/b/?q=pliant").content.decode()
    assert texts.count("Pliant") >= 30
    assert (
        "Personne n’a écrit cela" in desk.get(f"{HERE}resultats/textes/b/?q=zzz").content.decode()
    )


def read_csv(response: Any) -> list[list[str]]:
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body), delimiter=";"))


def test_export_and_import_again(desk: Client, survey: Survey) -> None:
    answers, _faults = clean_all(forty(), TYPED)
    kept = {id: value for id, value in answers.items() if value is not None}
    respond(survey, kept, {**kept, "q9": "=1+1", "q1": {"other": "Péniche"}})
    for query in ("", "?codes=1"):
        lines = read_csv(desk.get(f"{HERE}reponses.csv{query}"))
        assert len(lines) == 3
        body = "\n".join(";".join(f'"{cell}"' for cell in line) for line in lines)
        file = io.BytesIO(body.encode())
        file.name = f"export{query[1:]}.csv"
        trial = desk.post(f"{HERE}importer/", {"file": file, "do": "try"}).content.decode()
        assert "2 réponses peuvent entrer" in trial, trial
        before = Response.objects.count()
        for _turn in range(2):  # the same file twice adds nothing
            file.seek(0)
            desk.post(f"{HERE}importer/", {"file": file, "do": "write"})
            assert Response.objects.count() == before + 2
        taken = Response.objects.filter(origin="import").order_by("pk")
        assert taken[0].answers == kept
        taken.delete()


def test_refuse_wrong_lines(desk: Client, survey_with: Callable[..., Survey]) -> None:
    survey_with(SHORT)
    table = "id;a;c\n1;Oui;40\n2;Peut-être;40\n3;Non;130\n".encode("cp1252")
    file = io.BytesIO(table)
    file.name = "table.csv"
    html = desk.post(f"{HERE}importer/", {"file": file, "do": "write"}).content.decode()
    assert "1 réponse est entrée" in html
    assert "Ligne 3, question 1" in html
    assert "Ligne 4, question 3" in html
    strange = io.BytesIO(b"x;y\n1;2\n")
    strange.name = "strange.csv"
    refused = desk.post(f"{HERE}importer/", {"file": strange, "do": "try"})
    assert "Aucune colonne" in refused.content.decode()


def test_export_spreadsheets(desk: Client, survey: Survey) -> None:
    answers, _faults = clean_all(forty(), TYPED)
    respond(survey, {**answers, "q9": "=cmd()\x0b <b>"})
    for ending, inside in (("xlsx", "xl/worksheets/sheet1.xml"), ("ods", "content.xml")):
        response = desk.get(f"{HERE}reponses.{ending}")
        body = b"".join(response.streaming_content)
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            assert archive.testzip() is None
            content = archive.read(inside).decode()
        from xml.etree import ElementTree

        ElementTree.fromstring(content)  # noqa: S314 - our own file
    assert "'=cmd()" in content


def test_type_in_paper(desk: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    page = f"{HERE}saisir/"
    sheet = {"reference": "F-12", "origin": "paper", "asked": "a c", "a": "a", "c": "40"}
    brought = desk.post(page, sheet)
    assert "amènent d’autres questions" in brought.content.decode()
    assert "Quel vélo" in brought.content.decode()
    whole = sheet | {"asked": "a b c", "b": "Pliant"}
    assert desk.post(page, whole).status_code == 302
    assert Response.objects.get().origin == "paper"
    again = desk.post(page, whole)
    assert "porte déjà ce numéro" in again.content.decode()
    assert survey.responses.count() == 1
    wrong = desk.post(page, sheet | {"reference": "F-13", "c": "x"})
    assert wrong.status_code == 422
    assert 'value="x"' in wrong.content.decode()


def test_clerk_types_but_does_not_build(
    client: Client, survey_with: Callable[..., Survey], cast: Any
) -> None:
    from preau.accounts.models import Membership

    survey_with(SHORT)
    clerk = cast.paul
    Membership.objects.create(user=clerk, role="clerk")
    client.force_login(clerk)
    assert client.get(f"{HERE}saisir/").status_code == 200
    assert client.get(HERE).status_code == 403
    assert client.get(f"{HERE}reponses.csv").status_code == 403
