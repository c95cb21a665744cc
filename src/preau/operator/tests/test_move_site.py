"""A site leaves in one file and comes back the same; what was altered does not enter."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.test import Client

from preau.accounts.models import Membership, Role, SecondFactor, User
from preau.kernel import clock
from preau.ledger.models import Entry
from preau.media.models import Picture
from preau.operator.models import Certificate
from preau.operator.notices import banners
from preau.operator.portability.arriving import ArrivalRefused, import_site
from preau.operator.portability.leaving import export_site
from preau.operator.portability.tables import LEFT_BEHIND, count_rows, movable_tables
from preau.operator.sites import NewSite, SiteRefused, add_host, create_site, delete_site
from preau.pages.actions import place_in_tree
from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.tenancy.models import Site, SiteOwned
from preau.tenancy.scope import use_site

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def town() -> Iterator[Site]:
    name = f"Ville {uuid.uuid4().hex[:8]}"
    site = create_site(NewSite(name=name, administrator="Chef@Example.org", brand="#AA3311"))
    with use_site(site):
        process = Process.objects.create(
            title="Un jardin", slug="jardin", blueprint="x", state="published"
        )
        place_in_tree(kind="process", process=process, slug="verdure", actor=None)
        at = clock.now()
        Proposal.objects.create(
            process=process, number=1, title="Bancs", idea="L’ombre", submitted_at=at, status_at=at
        )
        Process.objects.create(title="L’école « Ô »\n\\", slug="ecole", blueprint="x")
        picture = Picture.objects.create(width=9, height=9, widths=[9], is_public=True)
    path = Path(_media()) / picture.path(9)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\x00webp\xff")
    yield site
    if Site.objects.filter(slug=site.slug).exists():
        delete_site(Site.objects.get(slug=site.slug))


def _media() -> str:
    from django.conf import settings

    return str(settings.MEDIA_ROOT)


def _page(site: Site, path: str) -> bytes:
    return bytes(Client(headers={"host": f"{site.slug}.localhost"}).get(path).content)


def _rows(site: Site) -> dict[str, int]:
    with connections["owner"].cursor() as cursor:
        return count_rows(cursor, site.pk)


def test_leave_and_come_back(town: Site, tmp_path: Path) -> None:
    pages = ["/", "/demarches/", "/verdure/", "/accessibilite/"]
    before = {path: _page(town, path) for path in pages}
    assert "<h1>Un jardin" in before["/verdure/"].decode()
    assert "Un jardin" in before["/demarches/"].decode()
    with use_site(town):
        searched = Proposal.objects.get().search  # a column that the database computes
    rows, file = _rows(town), tmp_path / "site.zip"
    export_site(town, file)
    assert [one.name for one in tmp_path.glob("site.zip*")] == ["site.zip"]

    certificate = delete_site(town)
    assert certificate.rows == rows
    assert set(_rows(town).values()) == {0}
    assert not (Path(_media()) / str(town.pk)).exists()
    assert b"jardin" not in _page(town, "/demarches/")

    back = import_site(file)
    assert {path: _page(back, path) for path in pages} == before
    after = _rows(back)
    assert after.pop("ledger.entry") == rows.pop("ledger.entry") + 1  # its arrival
    assert after == rows
    with use_site(back):
        assert Process.objects.get(slug="ecole").title == "L’école « Ô »\n\\"
        assert Proposal.objects.get().search == searched
        picture = Picture.objects.get()
        assert (Path(_media()) / picture.path(9)).read_bytes() == b"\x00webp\xff"
        assert Process.objects.create(title="Après", slug="apres", blueprint="x").pk
        assert Membership.objects.get().role == Role.ADMINISTRATOR


def test_say_that_second_proofs_stay_behind(town: Site, tmp_path: Path) -> None:
    """Secrets are sealed with the key of an installation: whoever had one sets it again."""
    with use_site(town):
        chef = User.objects.get()
        SecondFactor.objects.create(user=chef, secret="sealed", confirmed_at=clock.now())
    Site.objects.filter(pk=town.pk).update(needs_second_factor=True, reply_to="a@example.org")
    add_host(town, "ancien.test")
    town.domains.filter(host="ancien.test").update(redirects=True)
    export_site(Site.objects.get(pk=town.pk), tmp_path / "site.zip")
    with ZipFile(tmp_path / "site.zip") as archive:
        assert not [name for name in archive.namelist() if "secondfactor" in name]
    delete_site(town)
    back = import_site(tmp_path / "site.zip")
    back.refresh_from_db()
    assert (back.needs_second_factor, back.reply_to) == (True, "a@example.org")
    assert back.domains.get(redirects=True).host == "ancien.test"
    with use_site(back):
        assert not SecondFactor.objects.exists()
        said = [str(one.words) for one in banners(User.objects.get())]
    assert any("double vérification" in one for one in said)


def test_nothing_but_secrets_stays_behind() -> None:
    """Every table of a site travels, those of rooms made since included."""
    labels = {table.label for table in movable_tables()}
    every = {one._meta.label_lower for one in apps.get_models() if issubclass(one, SiteOwned)}
    assert every - labels == LEFT_BEHIND
    rooms = {label.partition(".")[0] for label in labels}
    assert {"inquiries", "texts", "votations", "petitions", "news", "calls", "surveys"} <= rooms


def test_take_only_ones_own(town: Site, tmp_path: Path) -> None:
    other = create_site(NewSite(name="Une autre ville", administrator="autre@example.org"))
    export_site(town, tmp_path / "site.zip")
    with ZipFile(tmp_path / "site.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        people = archive.read("tables/accounts.user.jsonl").splitlines()
    assert [json.loads(line)["site_id"] for line in people] == [town.pk]
    assert b"autre@example.org" not in everything
    delete_site(other)


def _rewrite(source: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> Path:
    target = source.with_name("altered.zip")
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            kept = change(name, old.read(name))
            if kept is not None:
                new.writestr(*kept)
    return target


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            lambda name, body: (name, body.replace(b"jardin", b"jardon")),
            "n’est plus celle qui a été exportée",
        ),
        (
            lambda name, body: None if name == "tables/pages.theme.jsonl" else (name, body),
            "export complet",
        ),
        (
            lambda name, body: (name, body.replace(b"preau-site/1", b"preau-site/9")),
            "Format inconnu",
        ),
    ],
)
def test_refuse_altered_file(town: Site, tmp_path: Path, change: Any, why: str) -> None:
    export_site(town, tmp_path / "site.zip")
    delete_site(town)
    sites = Site.objects.count()
    with pytest.raises(ArrivalRefused, match=why):
        import_site(_rewrite(tmp_path / "site.zip", change))
    assert Site.objects.count() == sites


def test_refuse_row_of_nobody(town: Site, tmp_path: Path) -> None:
    """A hand-made file whose hashes fit: a link that leads to nothing does not enter."""
    import hashlib

    export_site(town, tmp_path / "site.zip")
    label = "tables/accounts.user.jsonl"

    def empty(name: str, body: bytes) -> tuple[str, bytes]:
        if name == label:
            return name, b""
        if name == "site.json":
            told = json.loads(body)
            told["tables"]["accounts.user"] = {"rows": 0, "sha256": hashlib.sha256().hexdigest()}
            return name, json.dumps(told).encode()
        return name, body

    altered = _rewrite(tmp_path / "site.zip", empty)
    delete_site(town)
    with pytest.raises(ArrivalRefused, match=r"accounts\.membership"):
        import_site(altered)
    assert not Site.objects.filter(slug=town.slug).exists()
    assert not (Path(_media()) / str(town.pk)).exists()


def test_refuse_path_outside(town: Site, tmp_path: Path) -> None:
    export_site(town, tmp_path / "site.zip")
    file = tmp_path / "site.zip"

    def escape(name: str, body: bytes) -> tuple[str, bytes]:
        if name == "site.json":
            told = json.loads(body)
            told["files"] = {"../../evil": "0"}
            return name, json.dumps(told).encode()
        return ("files/../../evil", body) if name.startswith("files/") else (name, body)

    with pytest.raises(ArrivalRefused, match="Nom de pièce refusé"):
        import_site(_rewrite(file, escape))


def test_refuse_taken_address_and_keys(town: Site, tmp_path: Path) -> None:
    export_site(town, tmp_path / "site.zip")
    with pytest.raises(ArrivalRefused, match="existe déjà"):
        import_site(tmp_path / "site.zip")
    with pytest.raises(ArrivalRefused, match="mène déjà"):
        import_site(tmp_path / "site.zip", slug="copie")
    with pytest.raises(ArrivalRefused, match="déjà prise"):
        import_site(tmp_path / "site.zip", slug="copie", hosts=("copie.localhost",))
    assert not Site.objects.filter(slug="copie").exists()


def test_run_commands(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    call_command("site", "create", "Ville Neuve", host=["neuve.localhost"], admin="a@example.org")
    call_command("site", "list", json=True)
    printed = capsys.readouterr().out
    listed = json.loads(printed[printed.index("[") :])
    (row,) = [one for one in listed if one["slug"] == "ville-neuve"]
    assert row["hosts"] == ["neuve.localhost"]

    call_command("site", "suspend", "ville-neuve")
    there = Client(headers={"host": "neuve.localhost"})
    assert there.get("/").status_code == 404
    call_command("site", "resume", "ville-neuve")
    assert there.get("/").status_code == 200

    call_command("site", "export", "ville-neuve")
    with pytest.raises(CommandError, match="--confirm ville-neuve"):
        call_command("site", "delete", "ville-neuve")
    call_command("site", "delete", "ville-neuve", confirm="ville-neuve")
    assert Certificate.objects.filter(slug="ville-neuve").exists()
    call_command("site", "import", Path("ville-neuve.preau.zip"))
    assert there.get("/").status_code == 200
    site = Site.objects.get(slug="ville-neuve")
    with use_site(site):
        verbs = set(Entry.objects.values_list("verb", flat=True))
        assert {"created_site", "suspended_site", "resumed_site", "imported_site"} <= verbs
        assert User.objects.get().email == "a@example.org"
    delete_site(site)
    shutil.rmtree(tmp_path / "media", ignore_errors=True)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (NewSite(name=""), "nom"),
        (NewSite(name="X1", hosts=("pas un hôte",)), "nom d’hôte"),
        (NewSite(name="X2", administrator="personne"), "adresse e-mail"),
        (NewSite(name="X3", brand="rouge"), "couleur"),
    ],
)
def test_refuse_new_site(new: NewSite, why: str) -> None:
    with pytest.raises(SiteRefused, match=why):
        create_site(new)
    assert not Site.objects.filter(name=new.name).exists()


@pytest.mark.parametrize("verb", ["export", "suspend", "resume", "delete"])
def test_name_unknown_site(verb: str) -> None:
    with pytest.raises(CommandError, match="Aucun site « rien »"):
        call_command("site", verb, "rien")
