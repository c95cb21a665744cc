"""A site as plain pages: whole, readable from a folder, and nothing that a stranger may not read."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from lxml import html

from preau.kernel import clock
from preau.news.actions import write_article
from preau.operator.archive.addresses import file_of, plain_address, way
from preau.operator.archive.writing import archive_site
from preau.operator.sites import SiteRefused
from preau.pages.actions import place_in_tree
from preau.processes.models import Process, Step
from preau.proposals.models import Proposal
from preau.tenancy.models import Site

#: Words that only agents, or one person, may read.
SECRET = "zzsecretzz"


@pytest.fixture
def town(site: Site) -> Site:
    """A process with thirty ideas, a draft, a piece of news and another still to come."""
    shown = Process.objects.create(
        title="Un jardin", slug="jardin", blueprint="x", state="published"
    )
    Process.objects.create(title=SECRET, slug="ecole", blueprint="x")
    at = clock.now()
    Step.objects.create(
        process=shown,
        order=1,
        kind="collection",
        title="Dépôt",
        slug="depot",
        opens_at=at - timedelta(days=1),
        closes_at=at + timedelta(days=1),
    )
    Proposal.objects.bulk_create(
        Proposal(
            process=shown,
            number=number,
            title=f"Banc {number}",
            slug=f"banc-{number}",
            idea="À l’ombre",
            submitted_at=at,
            status_at=at,
        )
        for number in range(1, 30)
    )
    Proposal.objects.create(
        process=shown,
        number=30,
        title=SECRET,
        idea=SECRET,
        submitted_at=at,
        status_at=at,
        is_hidden=True,
    )
    news: dict[str, Any] = {"title": "Ouverture", "summary": "Demain", "text": "Venez."}
    write_article(words={**news, "opens_at": at, "is_draft": False}, actor=None)
    write_article(words={**news, "title": SECRET, "opens_at": at, "is_draft": True}, actor=None)
    place_in_tree(kind="news", slug="nouvelles", actor=None)
    return site


def read(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8", errors="replace")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_page_opens_from_the_folder(town: Site, tmp_path: Path) -> None:
    made = archive_site(town, tmp_path / "site")
    files = read(tmp_path / "site")
    ideas = [name for name in files if re.search(r"projets/\d+-banc-\d+/index.html$", name)]
    assert len(ideas) == 29
    assert {"index.html", "sommaire.html", "LISEZ-MOI.txt", "demarches/jardin/index.html"} <= set(
        files
    )
    assert any(name.startswith("nouvelles/ouverture") for name in files)
    assert {one.file for one in made.kept.values()} <= set(files)
    for name, text in files.items():
        if not name.endswith(".html"):
            continue
        tree = html.document_fromstring(text)
        assert not tree.xpath("//script | //form | //*[@onclick]"), name
        for link in tree.xpath("//a/@href | //link/@href | //img/@src"):
            if link.startswith(("mailto:", "tel:", "#", "data:", "https://")):
                continue
            held = (tmp_path / "site" / name).parent / link.partition("#")[0]
            assert held.is_file(), (name, link)


def test_nothing_private_is_in_it(town: Site, cast: Any, tmp_path: Path) -> None:
    archive_site(town, tmp_path / "site")
    for name, text in read(tmp_path / "site").items():
        assert SECRET not in text, name
        assert cast.nadia.email not in text, name
        assert not name.startswith(("bureau", "mon-espace", "connexion")), name


def test_write_one_file(town: Site, tmp_path: Path) -> None:
    target = tmp_path / "site.zip"
    out = io.StringIO()
    call_command("site", "archive", town.canonical_host, to=target, stdout=out)
    with ZipFile(target) as archive:
        assert archive.testzip() is None
        assert "demarches/jardin/index.html" in archive.namelist()
    assert "pages" in out.getvalue()
    assert not list(tmp_path.glob("*.part"))


def test_refuse_what_would_be_written_over(town: Site, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("mine")
    with pytest.raises(SiteRefused, match="n’est pas vide"):
        archive_site(town, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["old.txt"]
    with transaction.atomic():
        town.state = Site.State.SUSPENDED
        with pytest.raises(SiteRefused, match="suspendu"):
            archive_site(town, tmp_path / "site")
    with pytest.raises(CommandError, match="Aucun site"):
        call_command("site", "archive", "nowhere.test", to=tmp_path / "x.zip")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("../b/?page=2", "/b/?page=2"),
        ("?melange=31&page=2", "/a/?page=2"),
        ("/x/3-banc/?liste=1&page=2", "/x/3-banc/"),
        ("?etat=done", None),
        ("https://elsewhere.org/", None),
        ("javascript:alert(1)", None),
        ("//[", None),
        ("/../../etc/passwd", "/etc/passwd"),
    ],
)
def test_follow_what_leads_to_other_words(link: str, address: str | None) -> None:
    assert plain_address(link, "/a/", "ville.test") == address


def test_name_files() -> None:
    assert file_of("/", "text/html") == "index.html"
    assert file_of("/a/b/?page=2", "text/html") == "a/b/page-2.html"
    assert file_of("/dossier/1/", "application/pdf") == "dossier/1/index.pdf"
    assert way("a/b/index.html", "static/x.css") == "../../static/x.css"
