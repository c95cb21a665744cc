"""Numbers, dates, scales."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.ui.words import day

from ..document import Option, Question
from .base import ALWAYS, ORDER, Column, Faulty, QuestionType, Setting, fold, is_number

#: « Je ne sais pas », when the author offers it.
DONT_KNOW = "dont_know"


def dont_know_label() -> str:
    return _("Je ne sais pas")


def plain(value: Any) -> str:
    """A number as people type it: 12,5."""
    return f"{value}".replace(".", ",")


def to_number(raw: Any) -> Decimal:
    """« 1 204,5 » as a number; raises ``Faulty``."""
    text = "".join(str(raw).replace("\u202f", "").split()).replace(",", ".")
    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise Faulty(_("Écrivez un nombre, comme 12 ou 12,5.")) from error
    if not found.is_finite() or abs(found) >= 10**12:
        raise Faulty(_("Écrivez un nombre, comme 12 ou 12,5."))
    return found


def as_json(found: Decimal) -> int | float:
    return int(found) if found == int(found) else float(found)


class Number(QuestionType):
    code = "number"
    label = gettext_lazy("Nombre")
    icon = "chart"
    template = "number"
    is_group = False
    operators = (*ORDER, *ALWAYS)
    missing = gettext_lazy("Écrivez un nombre.")
    settings = (
        Setting("min", gettext_lazy("Le plus petit"), "number"),
        Setting("max", gettext_lazy("Le plus grand"), "number"),
        Setting("unit", gettext_lazy("Unité"), "words"),
        Setting("decimals", gettext_lazy("Chiffres après la virgule"), "whole"),
    )

    def problems(self, question: Question) -> Iterator[str]:
        yield from super().problems(question)
        least, most = question.setting("min"), question.setting("max")
        if is_number(least) and is_number(most) and least > most:
            yield _("Le plus petit nombre dépasse le plus grand.")

    def clean(self, question: Question, raw: Any) -> Any:
        found = to_number(raw)
        least, most = question.setting("min"), question.setting("max")
        decimals = int(question.setting("decimals", 0))
        if found != round(found, decimals):
            if decimals == 0:
                raise Faulty(_("Écrivez un nombre entier."))
            raise Faulty(_("Écrivez au plus %(n)s chiffres après la virgule.") % {"n": decimals})
        if least is not None and found < Decimal(str(least)):
            raise Faulty(_("Écrivez au moins %(least)s.") % {"least": plain(least)})
        if most is not None and found > Decimal(str(most)):
            raise Faulty(_("Écrivez au plus %(most)s.") % {"most": plain(most)})
        return as_json(found)

    def words(self, question: Question, value: Any) -> str:
        unit = question.setting("unit", "")
        return f"{plain(value)}\u00a0{unit}" if unit else plain(value)

    def samples(self, question: Question) -> list[Any]:
        least, most = question.setting("min", -(10**9)), question.setting("max", 10**9)
        return [least, most]

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        value = plain(raw) if is_number(raw) else (raw or "")
        return {"value": value, "unit": question.setting("unit", "")}

    def seconds(self, question: Question) -> int:
        return 8


class Day(QuestionType):
    code = "date"
    label = gettext_lazy("Date")
    icon = "calendar"
    template = "date"
    operators = (*ORDER, *ALWAYS)
    missing = gettext_lazy("Écrivez le jour, le mois et l’année.")

    def read(self, question: Question, data: Any, files: Any, name: str) -> Any:
        parts = {part: (data.get(f"{name}-{part}") or "").strip() for part in ("d", "m", "y")}
        return parts if any(parts.values()) else ""

    def clean(self, question: Question, raw: Any) -> Any:
        try:
            if isinstance(raw, dict):
                return date(int(raw["y"]), int(raw["m"]), int(raw["d"])).isoformat()
            text = str(raw).strip()
            if "/" in text:
                days, month, year = (int(one) for one in text.split("/"))
                return date(year, month, days).isoformat()
            return date.fromisoformat(text[:10]).isoformat()
        except (ValueError, KeyError, OverflowError) as error:
            raise Faulty(_("Cette date n’existe pas. Écrivez par exemple 27 3 1989.")) from error

    def words(self, question: Question, value: Any) -> str:
        return day(date.fromisoformat(value), with_year=True)

    def samples(self, question: Question) -> list[Any]:
        return ["0001-01-01", "9999-12-31"]

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        if isinstance(raw, str) and len(raw) == 10:
            year, month, days = raw.split("-")
            raw = {"d": days.lstrip("0"), "m": month.lstrip("0"), "y": year}
        value = raw if isinstance(raw, dict) else {}
        labels = (("d", _("Jour"), 2), ("m", _("Mois"), 2), ("y", _("Année"), 4))
        return {
            "pieces": [
                {"code": code, "label": label, "size": size, "value": value.get(code, "")}
                for code, label, size in labels
            ]
        }

    def seconds(self, question: Question) -> int:
        return 10


class Scale(QuestionType):
    """Whole numbers in a line, whose ends are named."""

    code = "scale"
    label = gettext_lazy("Échelle")
    icon = "star"
    template = "scale"
    operators = (*ORDER, *ALWAYS)
    missing = gettext_lazy("Choisissez une note.")
    settings = (
        Setting("min", gettext_lazy("De"), "whole"),
        Setting("max", gettext_lazy("À"), "whole"),
        Setting("low", gettext_lazy("Nom du bas de l’échelle"), "words"),
        Setting("high", gettext_lazy("Nom du haut de l’échelle"), "words"),
        Setting("dont_know", gettext_lazy("Proposer «\u00a0Je ne sais pas\u00a0»"), "flag"),
    )

    def ends(self, question: Question) -> tuple[int, int]:
        return int(question.setting("min", 1)), int(question.setting("max", 5))

    def problems(self, question: Question) -> Iterator[str]:
        faults = list(super().problems(question))
        yield from faults
        if faults:
            return
        low, high = self.ends(question)
        if not 1 <= high - low <= 10:
            yield _("Une échelle compte de 2 à 11 notes.")
        if not (question.setting("low") and question.setting("high")):
            yield _("Nommez les deux bouts de l’échelle.")

    def has_dont_know(self, question: Question) -> bool:
        return bool(question.setting(DONT_KNOW, False))

    def clean(self, question: Question, raw: Any) -> Any:
        if self.has_dont_know(question) and fold(str(raw)) in (DONT_KNOW, fold(dont_know_label())):
            return DONT_KNOW
        low, high = self.ends(question)
        found = to_number(raw)
        if found != int(found) or not low <= found <= high:
            raise Faulty(
                _("Choisissez une note de %(low)s à %(high)s.") % {"low": low, "high": high}
            )
        return int(found)

    def words(self, question: Question, value: Any) -> str:
        if value == DONT_KNOW:
            return dont_know_label()
        return _("%(value)s sur %(high)s") % {"value": value, "high": self.ends(question)[1]}

    def columns(self, question: Question) -> list[Column]:
        low, high = self.ends(question)
        codes: dict[Any, str] = {
            low: question.setting("low", ""),
            high: question.setting("high", ""),
        }
        if self.has_dont_know(question):
            codes[-1] = dont_know_label()
        return [Column(question.id, question.title, codes)]

    def cells(self, question: Question, value: Any, *, coded: bool = False) -> list[Any]:
        if value == DONT_KNOW:
            return [-1 if coded else dont_know_label()]
        return [value]

    def parse(self, question: Question, cells: Sequence[str]) -> Any:
        if self.has_dont_know(question) and cells[0].strip() == "-1":
            return DONT_KNOW
        return cells[0].strip()

    def subject(self, question: Question, value: Any, part: str) -> Any:
        return None if value == DONT_KNOW else value

    def samples(self, question: Question) -> list[Any]:
        low, high = self.ends(question)
        return list(range(low, high + 1))

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        low, high = self.ends(question)
        notes = [Option(str(one), str(one)) for one in range(low, high + 1)]
        return {
            "notes": [{"option": one, "is_chosen": str(raw) == one.id} for one in notes],
            "low": question.setting("low", ""),
            "high": question.setting("high", ""),
            "has_dont_know": self.has_dont_know(question),
            "is_dont_know": raw == DONT_KNOW,
        }
