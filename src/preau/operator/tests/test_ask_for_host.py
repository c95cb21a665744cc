"""A city asks for its own address, is told what to set, and its readers follow; room is counted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from PIL import Image

from preau.kernel.refusal import Refusal, Refused
from preau.ledger.models import Entry
from preau.media.actions import take_picture
from preau.operator import asked_hosts, copies
from preau.operator.asked_hosts import accept_host, ask_host, lines_for, refuse_host
from preau.operator.copies import ask_copy, file_of, forget_old, make
from preau.operator.models import Copy, HostRequest, Plan
from preau.operator.plans import shares
from preau.operator.sites import SiteRefused
from preau.tenancy import dns
from preau.tenancy.middleware import forget_hosts
from preau.tenancy.models import Domain, Site
from preau.tenancy.quotas import forget_sizes
from preau.tenancy.scope import use_site

DESK = "/bureau/plateforme/"


@pytest.fixture
def administrator(cast: Any) -> Any:
    return cast._agent("Ibrahim", "Diarra", "administrator")


@pytest.fixture
def window(administrator: Any) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture
def network(settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """What names lead to."""
    settings.PREAU_PUBLIC_HOST = "preau.example.org"
    known = {"preau.example.org": {"192.0.2.7", "2001:db8::7"}}

    def found(host: str) -> set[str]:
        return known.get(host, set())

    for module in (dns, asked_hosts):
        monkeypatch.setattr(module, "addresses_of", found)
    return known


def test_ask_on_the_page_and_see_what_the_network_says(
    window: Client, network: dict[str, set[str]]
) -> None:
    page = window.post(DESK, {"do": "ask", "host": "https://Participer.Ville.fr/"}, follow=True)
    words = page.content.decode()
    assert "participer.ville.fr" in words
    assert "CNAME" in words
    assert "preau.example.org." in words
    assert "Ne mène nulle part" in words
    asked = HostRequest.objects.get()
    network["participer.ville.fr"] = {"203.0.113.9"}
    window.post(DESK, {"do": f"check-{asked.pk}"})
    assert "Mène ailleurs" in window.get(DESK).content.decode()
    network["participer.ville.fr"] = {"192.0.2.7"}
    window.post(DESK, {"do": f"check-{asked.pk}"})
    assert "Mène ici" in window.get(DESK).content.decode()
    window.post(DESK, {"do": f"withdraw-{asked.pk}"})
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert window.post(DESK, {"do": f"withdraw-{asked.pk}"}).status_code == 403
    assert {"asked_host", "withdrew_host"} <= set(Entry.objects.values_list("verb", flat=True))


@pytest.mark.parametrize(
    ("typed", "said"),
    [("pas un nom", "n’est pas un nom"), ("testserver.x/..", ""), ("", "Écrivez")],
)
def test_say_what_is_wrong_and_keep_what_was_typed(window: Client, typed: str, said: str) -> None:
    page = window.post(DESK, {"do": "ask", "host": typed})
    if said:
        assert page.status_code == 422
        assert said in page.content.decode()
        assert f'value="{typed}"' in page.content.decode() or not typed
    else:
        assert page.status_code == 302


def test_refuse_an_address_that_is_taken_or_asked_twice(
    administrator: Any, cast: Any, other_site: Site
) -> None:
    with pytest.raises(Refused, match="mène déjà"):
        ask_host(typed="villeneuve.test", actor=administrator)
    ask_host(typed="ville.fr", actor=administrator)
    with pytest.raises(Refused, match="déjà demandé"):
        ask_host(typed="ville.fr", actor=administrator)
    with pytest.raises(Refused, match="Seule l’administration"):
        ask_host(typed="autre.fr", actor=cast.odile)
    with use_site(other_site):
        assert not HostRequest.objects.exists()


def test_name_right_below_its_extension_is_given_addresses(network: dict[str, set[str]]) -> None:
    assert [(one.kind, one.value) for one in lines_for("ville.fr")] == [
        ("A", "192.0.2.7"),
        ("AAAA", "2001:db8::7"),
    ]


def test_the_platform_says_yes_and_readers_follow(
    site: Site, administrator: Any, network: dict[str, set[str]]
) -> None:
    asked = ask_host(typed="participer.ville.fr", actor=administrator)
    with use_site(None):
        assert [one.site_id for one in asked_hosts.waiting_requests()] == [site.pk]
    accept_host(site=site, request=asked, is_main=True)
    forget_hosts()
    moved = Client().get("/aide/?x=1")
    assert moved.status_code == 301
    assert moved["Location"].endswith("participer.ville.fr/aide/?x=1")
    assert "max-age=3600" in moved["Cache-Control"]
    new = Client(headers={"host": "participer.ville.fr"})
    assert new.get("/aide/").status_code == 200
    assert Client().post("/connexion/", {}).status_code != 301
    assert site.canonical_host == "participer.ville.fr"
    with pytest.raises(Refused, match="déjà sa réponse"):
        accept_host(site=site, request=asked, is_main=False)


def test_the_platform_says_no_and_why(site: Site, administrator: Any) -> None:
    asked = ask_host(typed="participer.ville.fr", actor=administrator)
    with pytest.raises(SiteRefused, match="Dites pourquoi"):
        refuse_host(site=site, request=asked, reason=" ")
    refuse_host(site=site, request=asked, reason="Ce nom est à une autre ville.")
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("refused", "Ce nom est à une autre ville.")
    assert not Domain.objects.filter(host="participer.ville.fr").exists()


def test_make_an_archive_and_take_it(
    window: Client, administrator: Any, site: Site, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    assert "En préparation" in window.post(DESK, {"do": "copy"}, follow=True).content.decode()
    with pytest.raises(Refused, match="déjà en préparation"):
        ask_copy(actor=administrator)
    copy = Copy.objects.get()
    address = f"/bureau/plateforme/archive/{copy.key}.zip"
    assert window.get(address).status_code == 404
    make(copy)
    body = b"".join(window.get(address).streaming_content)  # type: ignore[attr-defined]
    assert "index.html" in ZipFile(io.BytesIO(body)).namelist()
    assert Client().get(address).status_code == 302
    assert Entry.objects.filter(verb="took_archive").exists()
    Copy.objects.update(asked_at=copy.asked_at - copies.KEPT * 2)
    forget_old()
    assert not file_of(copy).exists()
    assert not Copy.objects.exists()


def test_room_for_files_is_counted(
    site: Site, window: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    forget_sizes()
    with use_site(None):
        Plan.objects.create(site=site, most_megabytes=10, most_mails=500)
    folder = tmp_path / str(site.pk)
    folder.mkdir()
    (folder / "old.pdf").write_bytes(b"x" * 8_500_000)
    assert [one.is_near for one in shares()] == [False, False, True, False]
    assert "Le bout de l’offre approche" in window.get(DESK).content.decode()
    body = io.BytesIO()
    Image.new("RGB", (40, 40), "#1D4F91").save(body, "PNG")
    body.seek(0)
    assert not isinstance(take_picture(upload=body, size=len(body.getvalue())), Refusal)
    body.seek(0)
    answer = take_picture(upload=body, size=2_000_000)
    assert isinstance(answer, Refusal)
    assert "est prise" in str(answer.reason)
    assert "Rien n’est perdu" in str(answer.remedy)
    forget_sizes()
