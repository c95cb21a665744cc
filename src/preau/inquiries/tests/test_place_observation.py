"""A point on the map, the files of the map, answers point by point, and drafts called back."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from preau.inquiries.commission import Cut, add_theme, write_point
from preau.inquiries.drafts import remind_drafts, save_draft
from preau.inquiries.models import Inquiry, Observation, Point, Theme
from preau.inquiries.written import write_docx, write_odt
from preau.kernel import clock

from .world import CLOSES, DURING, commissioner, project_owner, say

HERE = "/demarches/plu/enquete/enquete/"
TYPED = {"text": "Le carrefour est dangereux.", "author_kind": "anonymous"}


def points(client: Any, query: str = "") -> list[Any]:
    response = client.get(f"{HERE}registre.geojson{query}")
    return list(json.loads(b"".join(response.streaming_content))["features"])


def test_place_on_map(inquiry: Inquiry, client: Any) -> None:
    placed = {**TYPED, "latitude": "48.117300", "longitude": "-1.677800"}
    with clock.stopped(DURING):
        assert points(client) == []
        assert client.post(HERE + "deposer/", placed).status_code == 302
        assert "48.1173, -1.6778" in client.get(HERE + "deposer/relire/").content.decode()
        client.post(HERE + "deposer/relire/")
        say(inquiry, "Sans lieu.")
        (one,) = points(client)
        assert one["geometry"]["coordinates"] == [-1.6778, 48.1173]
        assert one["properties"]["url"] == f"{HERE}registre/1/"
        register = client.get(HERE + "registre/").content.decode()
        assert "?vue=carte" in register
        assert "data-map" in client.get(HERE + "registre/?vue=carte").content.decode()
    assert Observation.objects.get(number=1).latitude == 48.1173


@pytest.mark.parametrize("latitude", ["nulle part", "98.2", "nan", "", "1e400"])
def test_refuse_point_nowhere(inquiry: Inquiry, client: Any, latitude: str) -> None:
    """Nothing typed is lost, and no half point is written."""
    with clock.stopped(DURING):
        wrong = {**TYPED, "latitude": latitude, "longitude": "-1.6"}
        refused = client.post(HERE + "deposer/", wrong)
        assert refused.status_code == 422
        assert TYPED["text"] in refused.content.decode()
        cleared = client.post(HERE + "deposer/", {**wrong, "unplace": "1"})
        assert cleared.status_code == 302


def test_answer_each_point(inquiry: Inquiry, client: Any) -> None:
    one = say(inquiry, "Le talus glisse, et le puits est sec.")
    with clock.stopped(DURING):
        theme = add_theme(inquiry=inquiry, title="Sols <et> eaux", actor=commissioner())
        assert isinstance(theme, Theme)
        point = write_point(observation=one, cut=Cut("Le talus", theme), actor=commissioner())
        sheet = "/bureau" + HERE + "registre/1/"
        said = {"do": "answer", "point": point.pk, "words": "Un mur le tiendra."}
        client.force_login(commissioner())
        assert client.post(sheet, said).status_code == 403
        client.force_login(project_owner())
        assert client.post(sheet, {**said, "do": "drop"}).status_code == 403
        assert client.post(sheet, said).status_code == 302
        assert "Un mur le tiendra." in client.get(sheet).content.decode()
    assert Point.objects.get().answer == "Un mur le tiendra."
    for write, name in ((write_odt, "content.xml"), (write_docx, "word/document.xml")):
        with write(inquiry) as file, zipfile.ZipFile(file) as archive:
            whole = "".join(ElementTree.fromstring(archive.read(name)).itertext())  # noqa: S314
            every = [ElementTree.fromstring(archive.read(each)) for each in archive.namelist()[1:]]  # noqa: S314
        assert "Un mur le tiendra." in whole
        assert "Sols <et> eaux" in whole
        assert every


def test_remind_of_draft(inquiry: Inquiry, deliver_mail: Any) -> None:
    with clock.stopped(DURING):
        save_draft(inquiry=inquiry, visitor="a", data={"text": "…", "email": "ecrit@example.org"})
        save_draft(inquiry=inquiry, visitor="b", data={"text": "…", "email": "rien"})
        save_draft(inquiry=inquiry, visitor="c", data={"text": "…"})
        assert remind_drafts() == 0
    with clock.stopped(CLOSES - timedelta(days=1)):
        assert remind_drafts() == 1
        assert remind_drafts() == 0
        (mail,) = [one for one in deliver_mail() if one.to == ["ecrit@example.org"]]
        assert "n’est pas encore envoyée" in mail.subject
        assert "/deposer/" in mail.body
    with clock.stopped(CLOSES + timedelta(hours=1)):
        save_draft(inquiry=inquiry, visitor="d", data={"email": "tard@example.org"})
        assert remind_drafts() == 0
