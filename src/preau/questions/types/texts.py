"""Words, identifiers, consent, and the section that asks nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..document import Question
from .base import ALWAYS, Column, Faulty, QuestionType, Setting

MOST = Setting("max", gettext_lazy("Longueur la plus grande, en signes"), "whole")


class Short(QuestionType):
    code = "short"
    label = gettext_lazy("Réponse courte")
    icon = "edit"
    template = "short"
    is_group = False
    settings = (MOST,)
    operators = ("contains", *ALWAYS)
    missing = gettext_lazy("Écrivez votre réponse.")
    longest = 200

    def most(self, question: Question) -> int:
        return int(question.setting("max", self.longest))

    def clean(self, question: Question, raw: Any) -> Any:
        text = str(raw).replace("\r\n", "\n").replace("\x00", "").strip()
        over = len(text) - self.most(question)
        if over > 0:
            raise Faulty(
                _("Votre texte dépasse de %(over)s signes la longueur permise.") % {"over": over}
            )
        return text

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        most = self.most(question) if "max" in question.settings else None
        return {"value": raw or "", "most": most}

    def samples(self, question: Question) -> list[Any]:
        return ["…"]

    def seconds(self, question: Question) -> int:
        return 15


class Long(Short):
    code = "long"
    label = gettext_lazy("Réponse longue")
    icon = "message"
    template = "long"
    longest = 5000

    def seconds(self, question: Question) -> int:
        return 45


class Identifier(QuestionType):
    """SIRET, SIREN or RNA, with its checksum."""

    code = "identifier"
    label = gettext_lazy("Identifiant (SIRET, SIREN, RNA)")
    icon = "key"
    template = "short"
    is_group = False
    settings = (
        Setting(
            "kinds",
            gettext_lazy("Identifiants admis"),
            "words",
            gettext_lazy("Parmi siret, siren, rna\u00a0; tous si vous n’écrivez rien."),
        ),
    )
    missing = gettext_lazy("Écrivez le numéro.")

    def kinds(self, question: Question) -> list[str]:
        written = str(question.setting("kinds", "")).lower().replace(",", " ").split()
        return written or ["siret", "siren", "rna"]

    def problems(self, question: Question) -> Iterator[str]:
        yield from super().problems(question)
        if set(self.kinds(question)) - {"siret", "siren", "rna"}:
            yield _("Les identifiants connus sont siret, siren et rna.")

    def clean(self, question: Question, raw: Any) -> Any:
        text = re.sub(r"[\s.\u00a0-]", "", str(raw)).upper()
        kinds = self.kinds(question)
        for kind, check in (("siret", is_siret), ("siren", is_siren), ("rna", is_rna)):
            if kind in kinds and check(text):
                return text
        sizes = {
            "siret": _("un SIRET de 14 chiffres"),
            "siren": _("un SIREN de 9 chiffres"),
            "rna": _("un RNA comme W123456789"),
        }
        wanted = ", ".join(sizes[kind] for kind in kinds)
        looks = {14: "siret", 9: "siren"}.get(len(text)) if text.isdigit() else None
        if looks in kinds:
            raise Faulty(_("Un chiffre de ce numéro est faux\u00a0: vérifiez-le."))
        raise Faulty(_("Écrivez %(wanted)s.") % {"wanted": wanted})

    def words(self, question: Question, value: Any) -> str:
        if not str(value).isdigit():
            return str(value)
        pieces = [value[:3], value[3:6], value[6:9], value[9:]]
        return "\u00a0".join(piece for piece in pieces if piece)

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        return {"value": raw or "", "most": None}


def _luhn(digits: str) -> bool:
    doubled = (int(one) * (1 + place % 2) for place, one in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def is_siren(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{9}", text)) and _luhn(text)


def is_siret(text: str) -> bool:
    """14 digits by the Luhn key; the offices of La Poste by their sum, a multiple of five."""
    if not re.fullmatch(r"[0-9]{14}", text):
        return False
    if text.startswith("356000000") and sum(map(int, text)) % 5 == 0:
        return True
    return _luhn(text) and _luhn(text[:9])


def is_rna(text: str) -> bool:
    """W and nine signs, of which the department may hold a letter (2A, 2B); it has no key."""
    return bool(re.fullmatch(r"W[0-9][0-9AB][0-9][0-9]{6}", text))


class Consent(QuestionType):
    """A box to tick; its words are the question's."""

    code = "consent"
    label = gettext_lazy("Consentement")
    icon = "check"
    template = "consent"
    is_group = False
    missing = gettext_lazy("Cochez la case pour continuer.")
    settings = (Setting("label", gettext_lazy("Texte à côté de la case"), "words"),)

    def read(self, question: Question, data: Any, files: Any, name: str) -> Any:
        return bool(data.get(name))

    def is_blank(self, raw: Any) -> bool:
        return raw in (None, "", False)

    def clean(self, question: Question, raw: Any) -> Any:
        if raw is True or str(raw).strip().casefold() in ("1", "oui", "yes", "true", "x", "on"):
            return True
        raise Faulty(_("Écrivez oui, ou rien."))

    def words(self, question: Question, value: Any) -> str:
        return _("oui")

    def columns(self, question: Question) -> list[Column]:
        return [Column(question.id, question.title, {1: _("oui")})]

    def cells(self, question: Question, value: Any, *, coded: bool = False) -> list[Any]:
        if not value:
            return [None]
        return [1 if coded else _("oui")]

    def samples(self, question: Question) -> list[Any]:
        return [True]

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        return {"is_chosen": bool(raw), "label": question.setting("label", _("J’accepte"))}


class Section(QuestionType):
    """A title and a text over the questions that follow; it asks nothing."""

    code = "section"
    label = gettext_lazy("Partie")
    icon = "book"
    template = "section"
    operators = ()

    def clean(self, question: Question, raw: Any) -> Any:
        raise Faulty(_("Cette partie ne demande rien."))

    def is_blank(self, raw: Any) -> bool:
        return True

    def columns(self, question: Question) -> list[Column]:
        return []

    def cells(self, question: Question, value: Any, *, coded: bool = False) -> list[Any]:
        return []

    def parse(self, question: Question, cells: Sequence[str]) -> Any:
        return None

    def seconds(self, question: Question) -> int:
        return 0
