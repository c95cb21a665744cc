"""Real elections go through the product's own models, and give the official winners."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from preau.budgeting.imports import ImportRefused, import_edition
from preau.budgeting.models import Winner
from preau.proposals.models import Proposal
from preau.tenancy.models import Site
from preau.territory.models import Zone

DATA = Path(os.environ.get("PREAU_DATA") or Path(__file__).resolve().parents[5] / "shared" / "data")
needs_data = pytest.mark.skipif(
    not (DATA / "pb").is_dir(), reason="the real ballot files are not beside the project"
)
SMALL = """META
key;value
description;Essai
subunit;1 - Gare
budget;100
num_projects;2
num_votes;3
vote_type;ordinal
rule;greedy
max_length;3
PROJECTS
project_id;cost;name;selected
a;60;Un jardin;1
b;60;Un préau;0
VOTES
voter_id;vote
1;a,b
2;a
3;b
"""


def test_import_small_file(site: Any, cast: Any, tmp_path: Path) -> None:
    file = tmp_path / "essai.pb"
    file.write_text(SMALL, "utf-8")
    report = import_edition(name="Essai", files=[file], actor=cast.odile)
    (contest,) = report.contests
    assert (contest.options, contest.ballots, contest.winners) == (2, 3, 1)
    assert contest.same_as_published is True
    assert Winner.objects.get().proposal.title == "Un jardin"
    with pytest.raises(ImportRefused, match="existe déjà"):
        import_edition(name="Essai", files=[file], actor=cast.odile)


def test_refuse_broken_file_whole(site: Any, cast: Any, tmp_path: Path) -> None:
    file = tmp_path / "casse.pb"
    file.write_text(SMALL.replace("3;b", "3;c"), "utf-8")
    with pytest.raises(ImportRefused, match=r"casse\.pb"):
        import_edition(name="Essai", files=[file], actor=cast.odile)
    assert Proposal.objects.count() == 0


def test_leave_no_site_behind_a_refused_import(db: None, tmp_path: Path) -> None:
    file = tmp_path / "vide.pb"
    file.write_text("rien", "utf-8")
    with pytest.raises(CommandError, match=r"vide\.pb"):
        call_command("import_edition", name="Ville refusée", pb=[file])
    assert not Site.objects.filter(slug="ville-refusee").exists()


@needs_data
def test_import_toulouse_by_neighbourhood(site: Any, cast: Any) -> None:
    files = sorted((DATA / "pb").glob("France_Toulouse_2022*.pb"))
    report = import_edition(
        name="Toulouse 2022",
        files=files,
        actor=cast.odile,
        zones_file=DATA / "geo" / "toulouse_quartiers-de-democratie-locale.geojson",
    )
    assert len(report.contests) == 20
    assert len(report.skipped) == 1
    assert Proposal.objects.count() == 199
    assert Zone.objects.exclude(polygon={}).count() == 20


@needs_data
def test_find_official_winners_of_krakow(site: Any, cast: Any) -> None:
    files = [DATA / "pb" / "Poland_Krakow_2021.pb.gz"]
    (contest,) = import_edition(name="Kraków 2021", files=files, actor=cast.odile).contests
    assert contest.ballots == 51_229
    assert contest.same_as_published is True
