"""The builder: gestures, conditions chosen line by line, versions once people have answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import Membership
from preau.questions.checks import problems
from preau.questions.comparing import read_test, written
from preau.questions.conditions import say_rule
from preau.questions.document import Document, Test
from preau.questions.edits import relabelled
from preau.questions.models import Form
from preau.questions.tests.forty import ask, forty, options
from preau.questions.tests.test_walk_form import document
from preau.surveys.building import release_form
from preau.surveys.models import Response, Survey

from .test_answer_survey import SHORT, walk

HERE = "/bureau/demarches/enquete/questionnaire/questionnaire/"


@pytest.fixture
def desk(client: Client, cast: Any, survey_with: Callable[..., Survey]) -> Client:
    client.force_login(cast.odile)
    return client


def current(survey: Survey) -> Document:
    fresh = Survey.objects.select_related("form", "draft").get(pk=survey.pk)
    return (fresh.draft or fresh.form).document


def future(survey: Survey) -> Survey:
    """The same questionnaire before its opening: edits go straight into the form."""
    from datetime import timedelta

    survey.step.opens_at += timedelta(days=5)  # type: ignore[operator]
    survey.step.save()
    return survey


def gesture(desk: Client, do: str, question: str = "", **more: str) -> Any:
    return desk.post(HERE, {"do": do, "question": question, **more})


def test_draw_form_as_people_see_it(desk: Client, survey: Survey) -> None:
    html = desk.get(HERE).content.decode()
    assert "40 questions" in html
    assert "Seulement si la réponse à la question 7 est" in html
    assert html.count('class="build__view"') == 40


def test_add_move_duplicate_delete(desk: Client, survey_with: Callable[..., Survey]) -> None:
    survey = future(survey_with(SHORT))
    assert gesture(desk, "add", type="scale", after="a").headers["Location"].endswith("/q1/")
    assert [one.id for one in current(survey).questions] == ["a", "q1", "b", "c"]
    gesture(desk, "down", "q1")
    gesture(desk, "up", "c")
    assert [one.id for one in current(survey).questions] == ["a", "b", "c", "q1"]
    gesture(desk, "duplicate", "b")
    gesture(desk, "delete", "a")
    assert [one.id for one in current(survey).questions] == ["b", "q2", "c", "q1"]
    html = desk.get(HERE).content.decode()
    assert "Une condition porte sur une question disparue" in html
    assert gesture(desk, "up", "zz").status_code == 404
    assert gesture(desk, "add", type="nothing").status_code == 404


def test_write_question_with_conditions(desk: Client, survey_with: Callable[..., Survey]) -> None:
    survey = future(survey_with(SHORT))
    page = f"{HERE}question/c/"
    assert "La fin du questionnaire" not in desk.get(page).content.decode()  # it is the last one
    data = {
        "title": "Votre taille",
        "help": "Debout.",
        "set_min": "50",
        "set_max": "2,5",
        "when": "show",
        "mode": "any",
        "test_1": "a|is||a",
        "test_2": "b|contains||?",
    }
    wrong = desk.post(page, data)
    assert wrong.status_code == 422
    assert "Écrivez à quoi comparer" in wrong.content.decode()
    assert "Votre taille" in wrong.content.decode()  # nothing typed is lost
    assert desk.post(page, data | {"set_max": "250", "test_2_value": "pliant"}).status_code == 302
    one = current(survey).by_id["c"]
    assert (one.title, dict(one.settings)) == ("Votre taille", {"min": 50, "max": 250})
    assert one.show_if is not None
    assert say_rule(one.show_if, current(survey)) == (
        "la réponse à la question 1 est «\u00a0Oui\u00a0» ou "
        "la réponse à la question 2 contient «\u00a0pliant\u00a0»"
    )
    assert problems(current(survey)) == []
    again = desk.get(page).content.decode()
    assert 'value="b|contains||?" selected' in again
    assert 'value="pliant"' in again


def test_nest_conditions_in_the_screen(desk: Client, survey_with: Callable[..., Survey]) -> None:
    """AND of ORs, more lines asked for, half a condition refused; told in words and given back."""
    form = document(
        *(ask(id, "single", id.upper(), options=options("Oui", "Non")) for id in "abc"),
        ask("d", "short", "D"),
    )
    survey, page = future(survey_with(form)), f"{HERE}question/d/"
    data = {"title": "Et {2} ?", "when": "show", "mode": "all", "lines": "0"}
    refused = desk.post(page, data)
    assert refused.status_code == 422
    assert "Choisissez au moins une condition." in refused.content.decode()
    aimless = desk.post(page, data | {"when": "always", "test_1": "a|is||a"})
    assert "Dites ce que font les conditions" in aimless.content.decode()
    lost = desk.post(page, data | {"title": "Et {9} ?", "test_1": "a|is||a"})
    assert "Il n’y a pas de question 9" in lost.content.decode()
    data |= {"test_1": "a|is||a", "test_1_2": "b|is||a", "test_1_join": "any", "test_2": "c|is||b"}
    wider = desk.post(page, data | {"more": "1"}).content.decode()
    assert 'name="test_3"' in wider
    assert 'value="b|is||a" selected' in wider  # nothing chosen is lost
    assert current(survey).by_id["d"].show_if is None  # and nothing is kept yet
    data |= {"lines": "1", "test_3": "b|is_not||b"}
    assert desk.post(page, data).status_code == 302
    one = current(survey).by_id["d"]
    assert one.title == "Et {b} ?"  # it follows its question wherever that goes
    assert one.show_if is not None
    assert [type(part).__name__ for part in one.show_if.parts] == ["Rule", "Test", "Test"]
    assert say_rule(one.show_if, current(survey)) == (
        "(la réponse à la question 1 est «\u00a0Oui\u00a0» ou la réponse à la question 2 est "
        "«\u00a0Oui\u00a0») et la réponse à la question 3 est «\u00a0Non\u00a0» et la réponse "
        "à la question 2 n’est pas «\u00a0Non\u00a0»"
    )
    again = desk.get(page)
    assert 'value="Et {2} ?"' in again.content.decode()
    shown = {name: again.context["form"][name].value() for name in ("test_1_2", "test_3")}
    assert shown == {"test_1_2": "b|is||a", "test_3": "b|is_not||b"}
    desk.post(page, {"title": "D", "when": "always", "mode": "all"})
    assert current(survey).by_id["d"].show_if is None


def test_write_jump(desk: Client, survey_with: Callable[..., Survey]) -> None:
    survey = future(survey_with(SHORT))
    data = {
        "title": "Le vélo ?",
        "required": "1",
        "options": "Oui\nNon",
        "to_1": "end",
        "jump_1": "a|is||b",
        "jump_1_2": "a|not_answered||",
    }
    aimless = desk.post(f"{HERE}question/a/", data | {"to_1": ""})
    assert "Dites où aller." in aimless.content.decode()
    desk.post(f"{HERE}question/a/", data)
    one = current(survey).by_id["a"]
    assert one.jumps[0].to == "end"
    assert one.jumps[0].rule is not None
    assert (one.jumps[0].rule.mode, len(one.jumps[0].rule.parts)) == ("any", 2)
    html = desk.get(f"{HERE}question/a/").content.decode()
    assert 'value="a|not_answered||" selected' in html  # the second comparison is not lost
    assert [o.id for o in one.options] == ["a", "b"]


def test_paste_column_keeps_answers() -> None:
    former = document(ask("a", "single", "A", options=options("Bleu", "Rouge", "Vert"))).questions[
        0
    ]
    renamed = relabelled(former.options, ["Bleu", "Rouge vif", "Vert"])
    assert [(one.id, one.label) for one in renamed][1] == ("b", "Rouge vif")
    sorted_ = relabelled(former.options, ["Vert", "Bleu", "Rouge"])
    assert [one.id for one in sorted_] == ["c", "a", "b"]
    more = relabelled(former.options, ["Bleu", "Jaune", "Rouge", "Vert", "Rose"])
    assert [one.id for one in more] == ["a", "o1", "b", "c", "o2"]


def test_write_and_read_every_comparison() -> None:
    form = forty()
    for question in form.questions:
        for rule in question.rules():
            for test in rule.tests():
                key, typed = written(form, test)
                assert read_test(form, key, typed) == test
    money = Test("q22", "ge", 50000, "a")
    assert written(form, money) == ("q22|ge|a|?", "500")


def test_prepare_next_version_aside(
    desk: Client, survey_with: Callable[..., Survey], cast: Any
) -> None:
    survey = survey_with(SHORT)
    visitor = Client()
    walk(visitor, survey, {"a": "a", "b": "Pliant", "c": "40"})
    visitor.post(survey.url("send"))
    gesture(desk, "delete", "b")
    gesture(desk, "add", type="short", after="a")
    fresh = Survey.objects.select_related("form", "draft").get()
    assert fresh.form.document == SHORT  # still asked as it was
    assert fresh.draft is not None
    assert Form.objects.count() == 2
    html = desk.get(HERE).content.decode()
    assert "Version 2 en préparation" in html
    assert "Retirée\u00a0: Quel vélo\u00a0? (1 déjà données)" in html.replace(
        "vélo ?", "vélo\u00a0?"
    )
    gesture(desk, "release")
    fresh = Survey.objects.select_related("form", "draft").get()
    assert (fresh.form.version, fresh.draft) == (2, None)
    assert Response.objects.get().form.version == 1
    assert Response.objects.get().answers["b"] == "Pliant"


def test_refuse_faulty_version(desk: Client, survey_with: Callable[..., Survey], cast: Any) -> None:
    survey = survey_with(SHORT)
    gesture(desk, "delete", "a")
    html = desk.post(HERE, {"do": "release"}, follow=True).content.decode()
    assert "Cette version a des défauts" in html
    fresh = Survey.objects.select_related("form", "draft").get()
    assert fresh.form.version == 1
    assert release_form(survey=fresh, actor=cast.odile) is not None
    gesture(desk, "drop")
    assert current(survey) == SHORT
    assert Form.objects.count() == 1


def test_try_without_keeping(desk: Client, survey_with: Callable[..., Survey]) -> None:
    survey_with(SHORT)
    html = desk.get(f"{HERE}essayer/").content.decode()
    assert "Quel vélo" not in html
    shown = desk.post(f"{HERE}essayer/", {"a": "a", "c": "x"}).content.decode()
    assert "Quel vélo" in shown
    assert 'href="#id_c"' in shown
    assert Response.objects.count() == 0


def test_settle_who_answers(desk: Client, survey_with: Callable[..., Survey]) -> None:
    survey = survey_with(SHORT)
    data = {"title": "Titre", "why": "Pour savoir.", "identity": "named", "quota": "100"}
    desk.post(f"{HERE}reglages/", data)
    fresh = Survey.objects.select_related("form").get()
    assert (fresh.identity, fresh.quota, fresh.form.title) == ("named", 100, "Titre")
    Client().post(survey.url("start"))
    refused = desk.post(f"{HERE}reglages/", data | {"identity": "anonymous"})
    assert "ce qu’on leur a promis ne change plus" in refused.content.decode()


def test_only_owners_build(client: Client, survey_with: Callable[..., Survey], cast: Any) -> None:
    survey_with(SHORT)
    assert client.get(HERE).status_code == 302
    for person in (cast.nadia, cast.irene):
        client.force_login(person)
        assert client.get(HERE).status_code == 403
        assert client.post(HERE, {"do": "delete", "question": "a"}).status_code == 403
    Membership.objects.create(user=cast.irene, role="owner", process_id=None)
    client.force_login(cast.irene)
    assert client.get(HERE).status_code == 200


def test_draw_editor_at_constant_cost(
    desk: Client, survey: Survey, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(16):
        desk.get(HERE)
