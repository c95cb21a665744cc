"""What a count says in words: quorum, threshold, each way of voting, and real ballots."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from preau.counting.bundle import verify
from preau.votations.actions import Asked
from preau.votations.minutes import minutes_facts
from preau.votations.results import share_of
from preau.voting.bundles import published_bundle
from preau.voting.queries import current_count

from .conftest import YES_NO, Held

Hold = Callable[..., Held]
TEXTS = (("Un verger", "Avec la commune."), ("Un jardin", ""), ("Des jeux", ""))


def choice(way: str, **more: Any) -> Asked:
    return Asked(
        title="Le terrain", words="Que faire du terrain ?", ballot_format=way, answers=TEXTS, **more
    )


def test_miss_quorum_by_one(hold: Hold, client: Client) -> None:
    """899 ballots for 900: the yes has nearly all the votes, and the result does not count."""
    held = hold(registered=4_500, quorum_percent=20)
    assert held.votation.quorum == 900
    held.hold([([1], 700), ([2], 150), ([], 49)])
    result = held.result()
    assert (result.cast, result.missing) == (899, 1)
    assert "il manquait 1 bulletin." in result.headline
    assert not any(row.rank for row in result.rows)
    held.proclaim()
    page = client.get(held.url("resultats/")).content.decode()
    assert "il manquait 1 bulletin" in page
    assert "20 %" in client.get(held.url()).content.decode().replace("\u00a0", " ")
    standing = current_count(held.gare)
    assert standing is not None
    said = minutes_facts(held.votation, result, standing)
    assert not [line for line in str(said).split("'") if "projet" in line or "lauréat" in line]
    facts = dict(said["facts"])
    assert "900 étaient demandés" in facts["Résultat"]


def test_reach_quorum(hold: Hold) -> None:
    """One blank ballot more: it counts for the quorum, not for the majority."""
    result = hold(quorum_ballots=900).hold([([1], 700), ([2], 150), ([], 50)]).result()
    assert result.missing == 0
    assert "Le oui l’emporte avec 82,4" in result.headline
    assert "Quorum atteint" in " ".join(result.remarks)


@pytest.mark.parametrize(
    ("asked", "ballots", "said"),
    [
        ({}, [([1], 3), ([2], 3)], "Ni le oui ni le non n’a plus de la moitié"),
        ({}, [([1], 2), ([2], 3)], "Le non l’emporte avec 60"),
        ({"share_percent": 60}, [([1], 11), ([2], 9)], "n’atteint le seuil de 60"),
        ({"share_percent": 60}, [([1], 12), ([2], 8)], "Le oui l’emporte avec 60"),
        ({"is_of_cast": True}, [([1], 3), ([2], 1), ([], 2)], "n’a plus de la moitié"),
    ],
)
def test_pass_threshold(hold: Hold, asked: dict[str, Any], ballots: Any, said: str) -> None:
    question = Asked(title=YES_NO.title, words=YES_NO.words, **asked)
    assert said in hold(question).hold(ballots).result().headline


@pytest.mark.parametrize(
    ("asked", "ballots", "said"),
    [
        (choice("single", share_percent=0), [([1], 4), ([2], 3), ([3], 3)], "l’emporte avec 40"),
        (choice("single"), [([1], 4), ([2], 3), ([3], 3)], "Aucune réponse n’atteint le seuil"),
        (choice("approval"), [([1, 2], 2), ([2, 3], 1)], "« Un jardin » l’emporte avec 3 appr"),
        (choice("ranked"), [([1, 2, 3], 2), ([2, 3, 1], 1)], "« Un verger » est la réponse préf"),
        (
            choice("ranked", method="instant-runoff"),
            [([1, 2, 3], 4), ([2, 3, 1], 3), ([3, 2, 1], 2)],
            "« Un jardin » est la réponse préférée",
        ),
        (
            choice("grades", grades=("Oui", "Plutôt", "Bof", "Non")),
            [({1: 0, 2: 3, 3: 2}, 2), ({1: 1, 2: 0, 3: 3}, 1)],
            "« Un verger » a la meilleure mention",
        ),
    ],
)
def test_choose_among_texts(
    hold: Hold, client: Client, asked: Asked, ballots: Any, said: str
) -> None:
    held = hold(asked).hold(ballots).proclaim()
    result = held.result()
    assert said in result.headline.replace("\u00a0", " ")
    assert len(result.rows) == 3
    page = client.get(held.url("resultats/")).content.decode()
    assert all(title in page for title, _summary in TEXTS)
    assert ("merits" in page) is (asked.ballot_format == "grades")


def _orsay(path: Path) -> tuple[list[str], Counter[tuple[tuple[str, int], ...]]]:
    """In the file 6 is the best grade, 1 the worst, 0 none; ours count from the best."""
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    names = sorted(name for name in rows[0] if name)
    ballots = [
        tuple((name, 6 - int(row[name])) for name in names if row[name] != "0") for row in rows
    ]
    return names, Counter(ballots)


@pytest.mark.parametrize(("office", "ballots"), [("01", 558), ("06", 601)])
def test_count_orsay(
    hold: Hold, client: Client, real_data: Path, tmp_path: Path, office: str, ballots: int
) -> None:
    """The ballots of April 2007 through the product: box, seal, count, page, bundle."""
    names, groups = _orsay(real_data / "majority_judgment" / f"orsay2007_bureau_{office}.csv")
    grades = ("Très bien", "Bien", "Assez bien", "Passable", "Insuffisant", "À rejeter")
    held = hold(
        Asked(
            title="Présidence",
            words="Pour présider, chaque personne est-elle…",
            ballot_format="grades",
            answers=tuple((name, "") for name in names),
            grades=grades,
        )
    )
    number = {name: place for place, name in enumerate(names, start=1)}
    held.hold([({number[name]: grade for name, grade in one}, n) for one, n in groups.items()])
    result = held.result()
    assert result.cast == sum(groups.values())
    ranking = [row.option.title for row in result.rows]
    assert ranking[0] == "Bayrou"
    assert set(ranking[:3]) == {"Bayrou", "Royal", "Sarkozy"}
    medians = {row.option.title: row.decision for row in result.rows}
    assert medians["Bayrou"].endswith("Assez bien")
    assert medians["Le Pen"].endswith("À rejeter")
    held.proclaim()
    assert "« Bayrou » a la meilleure mention" in client.get(
        held.url("resultats/")
    ).content.decode().replace("\u00a0", " ")
    name = published_bundle(held.gare)
    assert name is not None
    path = tmp_path / "bulletins.zip"
    with default_storage.open(name) as kept:
        path.write_bytes(kept.read())
    report = verify(path)
    assert report.ok, report.findings


def test_say_shares_to_the_tenth(hold: Hold) -> None:
    result = hold().hold([([1], 506), ([2], 494)]).result()
    assert [share_of(row) for row in result.rows] == ["50,6\u00a0%", "49,4\u00a0%"]
