"""The internal thread: mentions, files, who is here; never public."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.messaging.models import Email
from preau.processes.desk import tasks_for
from preau.reviews.models import Attachment, Note
from preau.reviews.notes import add_note, be_here

PDF = b"%PDF-1.7 un devis"


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_name_somebody(world: Any, cast: Any, client: Client) -> None:
    irene, idea = cast.irene, world.propose("Un verger")
    client.force_login(cast.odile)
    sheet = f"/bureau/demarches/bp/propositions/{idea.number}/"
    client.post(f"{sheet}fil/", {"words": "@Irène Caron, le sol est-il bon ? @inconnu"})
    mail = Email.objects.get(kind="mention")
    assert mail.to == irene.email
    tasks = tasks_for(User.objects.get(pk=irene.pk), clock.now())
    assert "Lire une note qui vous cite" in [str(one.verb) for one in tasks]
    client.force_login(irene)
    assert "le sol est-il bon" in client.get(sheet).content.decode()
    tasks = tasks_for(User.objects.get(pk=irene.pk), clock.now())
    assert "Lire une note qui vous cite" not in [str(one.verb) for one in tasks]


def test_keep_files_for_agents(world: Any, cast: Any, client: Client) -> None:
    idea = world.propose("Un verger")
    client.force_login(cast.odile)
    sheet = f"/bureau/demarches/bp/propositions/{idea.number}/"
    client.post(f"{sheet}fil/", {"words": "", "uploads": SimpleUploadedFile("devis.pdf", PDF)})
    kept = Attachment.objects.get()
    url = f"/bureau/pieces/{kept.pk}/"
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # a file response
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    client.force_login(cast.nadia)
    assert client.get(url).status_code == 403
    client.logout()
    assert client.get(url).status_code == 302
    assert "devis.pdf" not in client.get(idea.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("name", "body"), [("page.pdf", b"<script>alert(1)</script>"), ("x.zip", b"PK\x03\x04")]
)
def test_refuse_other_files(world: Any, cast: Any, client: Client, name: str, body: bytes) -> None:
    idea = world.propose("Un verger")
    client.force_login(cast.odile)
    url = f"/bureau/demarches/bp/propositions/{idea.number}/fil/"
    data = {"words": "Mes mots", "uploads": SimpleUploadedFile(name, body)}
    page = client.post(url, data).content.decode()
    assert "d’un type accepté" in page
    assert "Mes mots" in page
    assert not Note.objects.exists()


def test_refuse_nothing(world: Any, cast: Any) -> None:
    with pytest.raises(Refused, match="Écrivez un mot"):
        add_note(proposal=world.propose("Un verger"), words=" ", files=[], author=cast.odile)


def test_say_who_else_is_here(world: Any, cast: Any, client: Client) -> None:
    idea = world.propose("Un verger")
    assert be_here(idea, cast.irene) == []
    client.force_login(cast.odile)
    sheet = f"/bureau/demarches/bp/propositions/{idea.number}/"
    assert "Irène Caron a aussi cette fiche sous les yeux" in client.get(sheet).content.decode()
    answer = client.post(f"{sheet}presence/").json()
    assert answer["words"].startswith("Irène Caron")
    with clock.stopped(clock.now() + timedelta(minutes=2)):
        assert be_here(idea, cast.odile) == []
