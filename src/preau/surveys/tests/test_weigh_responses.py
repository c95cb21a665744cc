"""Raking: margins are met, bounds hold, what is silent stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.kernel.refusal import Refusal
from preau.questions.tests.forty import ask, options
from preau.questions.tests.test_walk_form import document
from preau.surveys.models import Response, Survey
from preau.surveys.reporting import figures
from preau.surveys.tallying import ALL
from preau.surveys.weighting import HEAVIEST, rake, unweigh, weigh

from .test_read_results import respond

FORM = document(
    ask("sex", "single", "Vous êtes", options=options("Une femme", "Un homme")),
    ask("age", "single", "Âge", options=options("Jeune", "Vieux")),
    ask("yes", "single", "D’accord ?", options=options("Oui", "Non")),
)


def shares(raked: Any, counts: Any, place: int) -> dict[str, float]:
    total = sum(raked.weights[cell] * n for cell, n in counts.items())
    found: dict[str, float] = {}
    for cell, n in counts.items():
        found[cell[place]] = found.get(cell[place], 0) + raked.weights[cell] * n / total
    return found


def test_meet_margins() -> None:
    counts = {("a", "a"): 40, ("a", "b"): 20, ("b", "a"): 10, ("b", "b"): 30}
    raked = rake(counts, [{"a": 0.5, "b": 0.5}, {"a": 0.3, "b": 0.7}])
    assert shares(raked, counts, 0)["a"] == pytest.approx(0.5, abs=1e-4)
    assert shares(raked, counts, 1)["b"] == pytest.approx(0.7, abs=1e-4)
    assert not raked.is_trimmed
    assert 60 < raked.effective < 100


def test_hold_bounds_and_say_so() -> None:
    raked = rake({("a",): 999, ("b",): 1}, [{"a": 0.5, "b": 0.5}])
    assert raked.is_trimmed
    assert max(raked.weights.values()) <= HEAVIEST * 1.05
    with pytest.raises(ValueError, match="c"):
        rake({("a",): 10}, [{"a": 0.5, "c": 0.5}])


@given(st.lists(st.integers(1, 200), min_size=4, max_size=4), st.floats(0.2, 0.8))
def test_keep_mean_of_one(sizes: list[int], share: float) -> None:
    cells = [("a", "a"), ("a", "b"), ("b", "a"), ("b", None)]
    counts = dict(zip(cells, sizes, strict=True))
    raked = rake(counts, [{"a": share, "b": 1 - share}, {"a": 0.5, "b": 0.5}])
    people = sum(sizes)
    assert sum(raked.weights[cell] * n for cell, n in counts.items()) == pytest.approx(
        people, rel=1e-3
    )
    assert 0 < raked.effective <= people + 1e-6


def test_weigh_and_undo(survey_with: Callable[..., Survey], cast: Any) -> None:
    survey = survey_with(FORM)
    respond(
        survey,
        *[{"sex": "a", "age": "a", "yes": "a"}] * 6,
        *[{"sex": "b", "age": "b", "yes": "b"}] * 2,
        {"yes": "b"},
    )
    margins = {"sex": {"a": 0.5, "b": 0.5}}
    raked = weigh(survey=survey, margins=margins, actor=cast.odile)
    assert not isinstance(raked, Refusal)
    found = figures(survey)[ALL]["questions"]["sex"]["values"]
    assert found["a"][1] == pytest.approx(found["b"][1], rel=1e-3)
    assert (found["a"][0], found["b"][0]) == (6, 2)  # bases stay as they are
    assert not Response.objects.filter(weight=None).exists()
    refused = weigh(
        survey=survey, margins={"age": {"a": 0.2, "b": 0.3, "c": 0.5}}, actor=cast.odile
    )
    assert isinstance(refused, Refusal)
    unweigh(survey=survey, actor=cast.odile)
    assert figures(survey)[ALL]["questions"]["sex"]["values"] == {"a": [6, 6.0], "b": [2, 2.0]}


def test_write_margins_in_desk(client: Any, survey_with: Callable[..., Survey], cast: Any) -> None:
    survey = survey_with(FORM)
    respond(survey, *[{"sex": "a", "age": "a"}] * 6, *[{"sex": "b", "age": "b"}] * 2)
    client.force_login(cast.odile)
    page = "/bureau/demarches/enquete/questionnaire/questionnaire/resultats/redresser/"
    assert "Vous êtes" in client.get(page).content.decode()
    wrong = client.post(page, {"sex-a": "50", "sex-b": "40"})
    assert "Ces parts font 90" in wrong.content.decode()
    assert 'value="40"' in wrong.content.decode()
    assert client.post(page, {}).status_code == 422
    done = client.post(page, {"sex-a": "50", "sex-b": "50,0"}, follow=True)
    assert "Chiffres redressés" in done.content.decode()
    undone = client.post(page, {"do": "undo"}, follow=True)
    assert "Chiffres redressés" not in undone.content.decode()
