"""Which questions come, with which words, in which order."""

from __future__ import annotations

from typing import Any

from preau.questions import flow
from preau.questions.answers import clean_all
from preau.questions.document import Document
from preau.questions.schema import read_document, write_document

from .forty import SCHEMA, TYPED, ask, forty, options, when


def ids(form: Document, answers: dict[str, Any]) -> list[str]:
    return [one.id for one in flow.asked(form, answers)]


def document(*questions: dict[str, Any]) -> Document:
    return read_document({"format": 1, "questions": list(questions)})


def test_write_back_same_form() -> None:
    form = forty()
    assert len([one for one in form.questions if not one.is_section]) == 40
    assert sum(1 for one in form.questions for _rule in one.rules()) >= 12
    assert read_document(write_document(form)) == form
    assert write_document(form)["format"] == SCHEMA["format"]


def test_ask_all_that_answers_bring() -> None:
    answers, faults = clean_all(forty(), TYPED)
    assert faults == {}
    assert list(answers) == [f"q{n}" for n in range(1, 41)]
    assert flow.first_waiting(forty(), answers) is None
    assert flow.first_waiting(forty(), {**answers, "q40": None}).id == "q40"  # type: ignore[union-attr]


def test_hide_what_is_not_asked() -> None:
    form = forty()
    answers, _faults = clean_all(form, TYPED)
    alone = ids(form, {**answers, "q2": 1})
    assert "q3" not in alone
    no_bike = ids(form, {**answers, "q11": ["a"]})
    # What hangs on the hidden scale is hidden too, though its answer is still there.
    assert not {"q12", "q13", "q14"} & set(no_bike)
    assert "q25" not in ids(form, {**answers, "q24": 9})
    assert "q16" in ids(form, {**answers, "q15": {"b": "b"}})
    assert "q16" not in ids(form, {**answers, "q15": {"b": "a"}})
    assert "q31" not in ids(form, {**answers, "q2": None})  # a whole section


def test_jump_over_questions() -> None:
    form = forty()
    answers, _faults = clean_all(form, TYPED)
    assert "q6" not in ids(form, {**answers, "q5": "c"})
    assert not {"q28", "q29"} & set(ids(form, {**answers, "q27": "b"}))
    end = document(
        ask(
            "a",
            "single",
            "A",
            options=options("Oui", "Non"),
            jumps=[{"to": "end", "if": {"all": [when("a", "is", "b")]}}],
        ),
        ask("b", "short", "B"),
    )
    assert ids(end, {"a": "b"}) == ["a"]
    assert ids(end, {"a": "a"}) == ["a", "b"]


def test_move_back_and_forth() -> None:
    form = forty()
    answers, _faults = clean_all(form, {**TYPED, "q11": ["a"]})
    assert flow.next_question(form, answers, "q11").id == "q15"  # type: ignore[union-attr]
    assert flow.previous_question(form, answers, "q15").id == "q11"  # type: ignore[union-attr]
    assert flow.next_question(form, answers, "q40") is None
    assert flow.previous_question(form, answers, "q1") is None


def test_say_what_a_change_silences() -> None:
    form = forty()
    answers, _faults = clean_all(form, TYPED)
    gone = flow.silenced(form, answers, {**answers, "q11": ["a"]})
    assert [one.id for one in gone] == ["q12", "q13", "q14"]
    counted = flow.heard(form, {**answers, "q11": ["a"]})
    assert "q13" not in counted
    assert "q38" not in counted  # passed over


def test_draw_order_once_per_person() -> None:
    question = forty().by_id["q8"]
    orders = {tuple(o.id for o in flow.in_drawn_order(question, str(n)).options) for n in range(40)}
    assert len(orders) > 3
    assert {order[-1] for order in orders} == {"d"}  # « Rien » keeps its place
    assert flow.in_drawn_order(question, "7") == flow.in_drawn_order(question, "7")
    still = forty().by_id["q11"]
    assert flow.in_drawn_order(still, "7") is still


def test_pipe_earlier_answers() -> None:
    form = forty()
    question = flow.ready(form.by_id["q14"], form, {"q13": 2})
    assert question.title == "Pourquoi « 2 sur 5 » ?"
    assert flow.ready(form.by_id["q14"], form, {}).title == "Pourquoi « … » ?"
    assert "{q99}" in flow.fill_words("{q99}", form, {})


def test_estimate_minutes() -> None:
    form = forty()
    whole = flow.minutes(form)
    assert 5 <= whole <= 20
    answers, _faults = clean_all(form, TYPED)
    assert flow.minutes(form, answers) == 1
    assert flow.minutes(form, {"q1": "b"}) <= whole
