"""The page of a process in its five states, the list by phase; and what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from preau.processes.kinds import Act, Now, NowState, StepKind, step_kinds
from preau.processes.models import Process, Step

SAID = {
    NowState.OPEN: "Déposez votre idée",
    NowState.REFUSED: "Il faut habiter la commune",
    NowState.DONE: "Vous avez déposé",
    NowState.BETWEEN: "Les services étudient",
    NowState.FINISHED: "C’est terminé",
}


class Parrot(StepKind):
    """A kind that says what the test wants."""

    code = "parrot"
    state = NowState.OPEN

    def now(self, step: Step, person: Any, at: datetime) -> Now:
        act = Act("Déposer", "/ici/") if self.state is NowState.OPEN else None
        return Now(self.state, SAID[self.state], act=act, until=step.closes_at)


@pytest.fixture
def parrot() -> Iterator[Parrot]:
    kind = Parrot()
    step_kinds.add("parrot", kind)
    yield kind
    step_kinds._pieces.pop("parrot")


def _process(slug: str, opens: datetime, *, days: int = 10, steps: int = 2) -> Process:
    process = Process.objects.create(
        title=f"Budget {slug}",
        slug=slug,
        blueprint="participatory_budget",
        summary="400\u00a0000\u00a0€ pour <b>38</b> projets",
        state="published",
    )
    for order in range(1, steps + 1):
        start = opens + timedelta(days=(order - 1) * days)
        Step.objects.create(
            process=process,
            order=order,
            kind="parrot",
            title=f"Temps {order}",
            slug=f"temps-{order}",
            opens_at=start,
            closes_at=start + timedelta(days=days),
        )
    return process


@pytest.mark.parametrize("state", list(NowState))
def test_say_each_state(site: Any, parrot: Parrot, noon: datetime, state: NowState) -> None:
    parrot.state = state
    _process("a", noon - timedelta(days=1))
    page = Client().get("/demarches/a/").content.decode()
    assert f"now--{state.value}" in page
    assert SAID[state] in page
    assert page.count("data-act-bar") == (1 if state is NowState.OPEN else 0)
    assert page.count("<h1") == 1
    assert page.count('aria-current="step"') == 1
    assert "Encore 9 jours" in page.replace("\u00a0", " ")


def test_set_figures_and_escape_words(site: Any, parrot: Parrot, noon: datetime) -> None:
    _process("a", noon)
    page = Client().get("/demarches/a/").content.decode()
    assert '<b class="num">400\u00a0000\u00a0€</b> pour &lt;b&gt;<b class="num">38</b>' in page
    assert '<span class="plate">Budget participatif</span>' in page


def test_list_by_phase(site: Any, parrot: Parrot, noon: datetime) -> None:
    _process("ouvert", noon - timedelta(days=1))
    _process("futur", noon + timedelta(days=1))
    _process("fini", noon - timedelta(days=90))
    page = Client().get("/demarches/").content.decode()
    places = [page.index(f"Budget {slug}") for slug in ("ouvert", "futur", "fini")]
    assert places == sorted(places)
    only = Client().get("/demarches/?etat=a-venir").content.decode()
    assert "Budget futur" in only
    assert "Budget ouvert" not in only
    assert "Budget fini" not in only


@pytest.mark.parametrize("total", [1, 3])
def test_cost_of_pages(
    site: Any, parrot: Parrot, noon: datetime, django_assert_num_queries: Any, total: int
) -> None:
    for number in range(total):
        _process(f"p{number}", noon - timedelta(days=1))
    client = Client()
    client.get("/")
    for path, statements in (("/demarches/", 2), ("/", 4), ("/demarches/p0/", 3)):
        with django_assert_num_queries(statements):
            assert client.get(path).status_code == 200


def test_hide_draft_but_from_agents(cast: Any, parrot: Parrot, noon: datetime) -> None:
    process = _process("a", noon)
    process.state = "draft"
    process.save()
    visitor, agent = Client(), Client()
    agent.force_login(cast.irene)
    for path in ("/demarches/a/", "/demarches/a/reglement/", "/demarches/a/etapes/temps-1/"):
        assert visitor.get(path).status_code == 404
        assert agent.get(path).status_code == 200


def test_ask_only_the_acts_shown(client: Client, site: Any, parrot: Parrot, noon: datetime) -> None:
    """Home shows the first three to close, and asks no other step what may be done there."""
    for number in range(6):
        _process(f"p{number}", noon - timedelta(days=number), steps=1)
    asked: list[str] = []

    def now(step: Step, person: Any, at: datetime) -> Now:
        asked.append(step.process.slug)
        return Parrot.now(parrot, step, person, at)

    parrot.now = now  # type: ignore[method-assign]
    assert client.get("/").status_code == 200
    assert asked[:3] == ["p5", "p4", "p3"]
    assert len(asked) == 3
