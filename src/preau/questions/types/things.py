"""A place, a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..document import Question
from .base import Column, Faulty, QuestionType, is_number

#: What a file field posts when the file already there stays.
KEPT = "kept"
LONGEST_ADDRESS = 200


class Place(QuestionType):
    """A point on the map, an address in words, or both."""

    code = "place"
    label = gettext_lazy("Lieu")
    icon = "pin"
    template = "place"
    missing = gettext_lazy("Écrivez une adresse, ou placez un point sur la carte.")

    def read(self, question: Question, data: Any, files: Any, name: str) -> Any:
        given = {
            part: (data.get(f"{name}-{part}") or "").strip() for part in ("label", "lat", "lon")
        }
        return given if any(given.values()) else ""

    def clean(self, question: Question, raw: Any) -> Any:
        if isinstance(raw, str):
            raw = {"label": raw}
        if not isinstance(raw, dict):
            raise Faulty(self.missing)
        label = str(raw.get("label") or "").strip()
        if len(label) > LONGEST_ADDRESS:
            raise Faulty(_("Cette adresse est trop longue."))
        lat, lon = raw.get("lat"), raw.get("lon")
        if lat in (None, "") and lon in (None, ""):
            return {"label": label}
        try:
            point = round(float(str(lat)), 6), round(float(str(lon)), 6)
        except ValueError as error:
            raise Faulty(_("Ce point n’est pas sur la carte.")) from error
        if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
            raise Faulty(_("Ce point n’est pas sur la carte."))
        return {"label": label, "lat": point[0], "lon": point[1]}

    def words(self, question: Question, value: Any) -> str:
        point = f"{value['lat']}, {value['lon']}" if is_number(value.get("lat")) else ""
        return str(value.get("label") or point)

    def columns(self, question: Question) -> list[Column]:
        names = {"": question.title, "_lat": "latitude", "_lon": "longitude"}
        return [Column(f"{question.id}{end}", label) for end, label in names.items()]

    def cells(self, question: Question, value: Any, *, coded: bool = False) -> list[Any]:
        given = value or {}
        return [given.get("label") or None, given.get("lat"), given.get("lon")]

    def parse(self, question: Question, cells: Sequence[str]) -> Any:
        padded = [*(cell.strip().replace(",", ".", 1) for cell in cells[1:3]), "", ""]
        given = {"label": cells[0].strip(), "lat": padded[0], "lon": padded[1]}
        return given if any(given.values()) else ""

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        given = raw if isinstance(raw, dict) else {"label": raw or ""}
        return {"place": given, "pick": f"{key}_lat,{key}_lon"}

    def seconds(self, question: Question) -> int:
        return 20


class File(QuestionType):
    """A document; the answer keeps its key, its name and its weight in bytes."""

    code = "file"
    label = gettext_lazy("Fichier")
    icon = "upload"
    template = "file"
    is_group = False
    missing = gettext_lazy("Choisissez un fichier.")

    def read(self, question: Question, data: Any, files: Any, name: str) -> Any:
        upload = files.get(name) if files else None
        if upload is not None:
            return upload
        if data.get(f"{name}-{KEPT}") and not data.get(f"{name}-remove"):
            return KEPT
        return ""

    def clean(self, question: Question, raw: Any) -> Any:
        from ..files import check_upload  # files are stored: this module stays without a base

        if isinstance(raw, dict) and isinstance(raw.get("key"), str):
            return raw
        if isinstance(raw, str):
            raise Faulty(_("Choisissez un fichier."))
        check_upload(raw)
        return raw

    def words(self, question: Question, value: Any) -> str:
        return str(value.get("name", ""))

    def cells(self, question: Question, value: Any, *, coded: bool = False) -> list[Any]:
        return [value.get("name") if value else None]

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        return {"file": raw if isinstance(raw, dict) else None}

    def seconds(self, question: Question) -> int:
        return 40
