"""A votation under way, put by its blueprint: one call gives its process, its boxes, its end."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from preau.blueprints import votation as blueprint
from preau.kernel import clock
from preau.processes.models import Process
from preau.votations.actions import Asked, Said, Settings, proclaim_result
from preau.votations.models import Question, Votation
from preau.votations.queries import contests_of, questions_of, votation_of
from preau.votations.results import Result, result_of
from preau.voting.imports import close_now, import_ballots, open_for_import
from preau.voting.models import Contest

YES_NO = Asked(title="Rue piétonne", words="Faut-il rendre la rue des Lilas piétonne\u00a0?")
SIDES = (Said("Pour le oui", "Moins de bruit."), Said("Pour le non", "Plus de détours."))


class Held:
    """A votation and what tests do to it."""

    def __init__(self, cast: Any, *asked: Asked, **settings: Any) -> None:
        self.cast = cast
        at = clock.now()
        settings.setdefault("is_secret", False)
        settings.setdefault("context", "La rue est étroite.")
        self.process: Process = blueprint.create(
            title="La rue des Lilas",
            slug=f"lilas-{uuid.uuid4().hex[:6]}",
            actor=cast.odile,
            opens_at=at - timedelta(days=2),
            closes_at=at + timedelta(days=7),
            settings=Settings(**settings),
            questions=[
                blueprint.Put(one, SIDES if one.ballot_format == "yes-no" else ())
                for one in asked or (YES_NO,)
            ],
            summary="Votre avis sur la rue.",
        )
        self.again()

    def again(self) -> None:
        self.process = Process.objects.with_steps().get(pk=self.process.pk)

    @property
    def votation(self) -> Votation:
        found = votation_of(self.process)
        assert found is not None
        return found

    @property
    def contests(self) -> list[Contest]:
        return contests_of(self.process)

    @property
    def gare(self) -> Contest:
        """Its first box, by the name that other tests give to theirs."""
        return self.contests[0]

    @property
    def election(self) -> Any:
        return self.gare.election

    @property
    def question(self) -> Question:
        return questions_of(self.votation)[0]

    def url(self, page: str = "") -> str:
        return f"/demarches/{self.process.slug}/votation/{page}"

    def desk(self, page: str = "") -> str:
        return f"/bureau/demarches/{self.process.slug}/votation/{page}"

    def hold(self, *ballots: Iterable[tuple[Any, int]]) -> Held:
        """Vote on each question (by answer number, how many), close, count."""
        election = self.election
        open_for_import(election=election, actor=self.cast.odile)
        for contest, groups in zip(self.contests, ballots, strict=True):
            import_ballots(contest=contest, groups=groups, actor=self.cast.odile)
        close_now(election=election, actor=self.cast.odile)
        return self

    def result(self) -> Result:
        found = result_of(self.question)
        assert found is not None
        return found

    def proclaim(self) -> Held:
        proclaim_result(votation=self.votation, actor=self.cast.odile)
        return self


@pytest.fixture
def hold(cast: Any) -> Callable[..., Held]:
    """``hold(asked…, **settings)``: an open votation."""

    def put(*asked: Asked, **settings: Any) -> Held:
        return Held(cast, *asked, **settings)

    return put


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = Path(os.environ.get("PREAU_DATA", ""))
    if not (folder / "majority_judgment").is_dir():
        pytest.skip("no real ballots: set PREAU_DATA to the folder that holds majority_judgment/")
    return folder
