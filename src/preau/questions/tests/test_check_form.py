"""Loops, dead ends and comparisons that mean nothing are seen before anyone is asked."""

from __future__ import annotations

from typing import Any

import pytest

from preau.questions.checks import problems
from preau.questions.conditions import say_rule
from preau.questions.schema import Malformed, read_document

from .forty import ask, forty, options, when
from .test_walk_form import document

COLOUR = ask("a", "single", "Couleur", options=options("Bleu", "Rouge"))


def codes(*questions: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.question, one.code) for one in problems(document(*questions))]


def test_find_nothing_in_good_form() -> None:
    assert problems(forty()) == []


def test_see_loops() -> None:
    back = ask("b", "short", "B", jumps=[{"to": "a"}])
    assert codes(COLOUR, back) == [("b", "loop")]
    itself = ask("b", "short", "B", show_if={"all": [when("b", "answered")]})
    assert codes(COLOUR, itself) == [("b", "loop")]
    ahead = ask("a", "short", "A", show_if={"all": [when("b", "answered")]})
    assert codes(ahead, ask("b", "short", "B")) == [("a", "loop")]
    assert codes(ask("a", "short", "Que dire de {b} ?"), ask("b", "short", "B")) == [("a", "pipe")]


def test_see_dead_ends() -> None:
    over = ask("b", "short", "B", jumps=[{"to": "end"}])
    assert codes(COLOUR, over, ask("c", "short", "C")) == [("c", "never")]
    both = {"all": [when("a", "is", "a"), when("a", "is", "b")]}
    assert codes(COLOUR, ask("b", "short", "B", show_if=both)) == [("b", "never")]
    # Asked when red, then asked only of those who said blue: nobody.
    red = ask(
        "b", "single", "B", options=options("Oui", "Non"), show_if={"all": [when("a", "is", "b")]}
    )
    blue = {"all": [when("b", "is", "a"), when("a", "is", "a")]}
    assert codes(COLOUR, red, ask("c", "short", "C", show_if=blue)) == [("c", "never")]
    age = ask("n", "number", "Âge", settings={"min": 0, "max": 120})
    old = ask("c", "short", "C", show_if={"all": [when("n", "gt", 120)]})
    assert codes(age, old) == [("c", "never")]


def test_see_meaningless_comparisons() -> None:
    lost = ask("b", "short", "B", show_if={"all": [when("z", "answered")]})
    assert codes(COLOUR, lost) == [("b", "lost")]
    for test in (when("a", "is", "z"), when("a", "lt", 3), when("a", "includes", "a")):
        assert codes(COLOUR, ask("b", "short", "B", show_if={"all": [test]})) == [("b", "test")]
    assert codes(COLOUR, ask("b", "short", "B", jumps=[{"to": "z"}])) == [("b", "lost")]


def test_see_faults_of_questions() -> None:
    assert codes(ask("a", "single", "A", options=options("Seul"))) == [("a", "settings")]
    assert codes(ask("a", "nothing", "A")) == [("a", "type")]
    assert codes(ask("a", "scale", "A")) == [("a", "settings")]  # its ends have no name
    assert codes(ask("a", "short", " ")) == [("a", "title")]
    assert codes(ask("a", "section", "A")) == [("", "empty")]
    assert codes(ask("a", "number", "A", settings={"min": 9, "max": 3})) == [("a", "settings")]
    pictures = options("Bois", "Métal", a={"picture": "/x.webp"})
    assert len(codes(ask("a", "image", "A", options=pictures))) == 2


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {"format": 2, "questions": []},
        {"format": 1, "questions": {}},
        {"format": 1, "questions": [{"id": "A b", "type": "short", "title": "A"}]},
        {"format": 1, "questions": [ask("a", "short", "A"), ask("a", "short", "B")]},
        {"format": 1, "questions": [ask("a", "short", "A", colour="red")]},
        {"format": 1, "questions": [ask("a", "short", "A", show_if={"all": []})]},
        {"format": 1, "questions": [ask("a", "short", "A", show_if={"one": [{}]})]},
        {"format": 1, "questions": [ask("a", "short", "A", options=[{"id": "x", "label": 3}])]},
        {"format": 1, "questions": [ask("a", "short", "x" * 401)]},
    ],
)
def test_refuse_what_is_no_form(raw: Any) -> None:
    with pytest.raises(Malformed):
        read_document(raw)


def test_say_conditions_in_words() -> None:
    form = forty()
    said = {one.id: say_rule(one.show_if, form) for one in form.questions if one.show_if}
    assert said["q3"] == "la réponse à la question 2 est plus grand que 1"
    assert said["q8"] == "la réponse à la question 7 est «\u00a0Oui\u00a0»"
    assert said["q16"] == (
        "«\u00a0Des trottoirs\u00a0» de la question 15 est «\u00a0Mal\u00a0» ou "
        "«\u00a0Des trottoirs\u00a0» de la question 15 est «\u00a0Moyen\u00a0»"
    )
    assert said["q20"] == "le premier choix de la question 19 est «\u00a0Pistes\u00a0»"
    assert said["q33"].endswith(
        "et (la réponse à la question 31 est au moins 1950 ou "
        "la réponse à la question 31 n’a pas de réponse)"
    )
