"""One choice, several choices, pictures to choose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..document import Option, Question
from .base import ALWAYS, MEMBER, SAME, Column, Faulty, QuestionType, Setting, find_option

OTHER = "other"
LONGEST_OTHER = 200

WITH_OTHER = Setting(
    "other", gettext_lazy("Proposer «\u00a0Autre\u00a0» avec un texte libre"), "flag"
)
RANDOM = Setting(
    "random",
    gettext_lazy("Tirer l’ordre des choix au hasard"),
    "flag",
    gettext_lazy("Chaque personne garde le même ordre d’un bout à l’autre."),
)


def other_label() -> str:
    return _("Autre")


def _other_words(raw: Any) -> str | None:
    """The free words of « Autre »; None when ``raw`` is no such answer."""
    if isinstance(raw, dict) and isinstance(raw.get(OTHER), str):
        return str(raw[OTHER]).strip()
    return None


class _Choice(QuestionType):
    has_options = True
    settings: tuple[Setting, ...] = (WITH_OTHER, RANDOM)

    def has_other(self, question: Question) -> bool:
        return bool(question.setting(OTHER, False))

    def expected(self, question: Question) -> tuple[Option, ...]:
        if self.has_other(question):
            return (*question.options, Option(OTHER, other_label()))
        return question.options

    def problems(self, question: Question) -> Iterator[str]:
        yield from super().problems(question)
        if self.has_other(question) and question.option(OTHER):
            yield _("Un choix porte déjà le nom réservé à «\u00a0Autre\u00a0».")

    def _cleaned(self, question: Question, raw: Any) -> Any:
        """One choice: its id, or the words of « Autre »."""
        words = _other_words(raw)
        if words is not None and self.has_other(question):
            if not words:
                raise Faulty(_("Écrivez votre réponse à côté de «\u00a0Autre\u00a0»."), [OTHER])
            if len(words) > LONGEST_OTHER:
                raise Faulty(
                    _("Dites-le en %(most)s signes au plus.") % {"most": LONGEST_OTHER}, [OTHER]
                )
            return {OTHER: words}
        if isinstance(raw, str) and question.option(raw):
            return raw
        raise Faulty(_("Choisissez une réponse de la liste."))

    def _word(self, question: Question, value: Any) -> str:
        words = _other_words(value)
        if words is not None:
            return words
        option = question.option(value)
        return option.label if option else str(value)

    def _shown(self, question: Question, chosen: Sequence[Any]) -> dict[str, Any]:
        """Choices to draw: those taken, and what « Autre » says."""
        words = next((w for w in map(_other_words, chosen) if w is not None), None)
        ids = {one for one in chosen if isinstance(one, str)}
        lines = [{"option": one, "is_chosen": one.id in ids} for one in question.options]
        return {
            "lines": lines,
            "has_other": self.has_other(question),
            "other": words or "",
            "is_other": words is not None,
        }

    def seconds(self, question: Question) -> int:
        return 4 + len(question.options)


class Single(_Choice):
    code = "single"
    label = gettext_lazy("Un seul choix")
    icon = "check"
    template = "single"
    operators = (*SAME, *ALWAYS)
    missing = gettext_lazy("Choisissez une réponse.")

    def read(self, question: Question, data: Any, files: Any, name: str) -> Any:
        chosen = data.get(name) or ""
        words = (data.get(f"{name}-other") or "").strip()
        if chosen == OTHER or (not chosen and words):
            return {OTHER: words}
        return chosen

    def clean(self, question: Question, raw: Any) -> Any:
        return self._cleaned(question, raw)

    def words(self, question: Question, value: Any) -> str:
        return self._word(question, value)

    def columns(self, question: Question) -> list[Column]:
        codes: dict[Any, str] = {
            place: one.label for place, one in enumerate(self.expected(question), start=1)
        }
        found = [Column(question.id, question.title, codes)]
        if self.has_other(question):
            found.append(Column(f"{question.id}_{OTHER}", f"{question.title} ({other_label()})"))
        return found

    def cells(self, question: Question, value: Any, *, coded: bool = False) -> list[Any]:
        ids = [one.id for one in self.expected(question)]
        words = _other_words(value)
        chosen = OTHER if words is not None else value
        if chosen is None or chosen not in ids:
            first: Any = None
        elif coded:
            first = ids.index(chosen) + 1
        else:
            first = other_label() if words is not None else self._word(question, value)
        return [first, words] if self.has_other(question) else [first]

    def parse(self, question: Question, cells: Sequence[str]) -> Any:
        found = find_option(self.expected(question), cells[0])
        if found == OTHER and self.has_other(question):
            return {OTHER: cells[1].strip() if len(cells) > 1 else ""}
        return found

    def subject(self, question: Question, value: Any, part: str) -> Any:
        return OTHER if _other_words(value) is not None else value

    def samples(self, question: Question) -> list[Any]:
        found: list[Any] = [one.id for one in question.options]
        return [*found, {OTHER: "…"}] if self.has_other(question) else found

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        return self._shown(question, [raw])


class Multiple(_Choice):
    code = "multiple"
    label = gettext_lazy("Plusieurs choix")
    icon = "list"
    template = "multiple"
    operators = (*MEMBER, *ALWAYS)
    missing = gettext_lazy("Choisissez au moins une réponse.")
    settings: tuple[Setting, ...] = (
        Setting("min", gettext_lazy("Au moins"), "whole"),
        Setting("max", gettext_lazy("Au plus"), "whole"),
        WITH_OTHER,
        RANDOM,
    )

    def most(self, question: Question) -> int | None:
        found = question.setting("max")
        return None if found is None else int(found)

    def problems(self, question: Question) -> Iterator[str]:
        yield from super().problems(question)
        least, most = question.setting("min", 0), self.most(question)
        total = len(self.expected(question))
        if most is not None and most < max(1, least):
            yield _("Le nombre de choix «\u00a0au plus\u00a0» est trop petit.")
        if least > total:
            yield _("Il y a moins de choix que le nombre demandé.")

    def read(self, question: Question, data: Any, files: Any, name: str) -> Any:
        chosen: list[Any] = [one for one in data.getlist(name) if one != OTHER]
        words = (data.get(f"{name}-other") or "").strip()
        if OTHER in data.getlist(name) or words:
            chosen.append({OTHER: words})
        return chosen

    def clean(self, question: Question, raw: Any) -> Any:
        given = [self._cleaned(question, one) for one in (raw if isinstance(raw, list) else [raw])]
        chosen = self._in_order(question, given)
        alone = [one for one in question.options if one.is_exclusive and one.id in given]
        if alone and len(chosen) > 1:
            raise Faulty(
                _("«\u00a0%(label)s\u00a0» se choisit seul.") % {"label": alone[0].label},
                [one.id for one in alone],
            )
        least, most = question.setting("min", 0), self.most(question)
        if most is not None and len(chosen) > most:
            raise Faulty(
                ngettext(
                    "Choisissez %(n)s réponse au plus.", "Choisissez %(n)s réponses au plus.", most
                )
                % {"n": most}
            )
        if len(chosen) < least and not alone:
            raise Faulty(
                ngettext(
                    "Choisissez au moins %(n)s réponse.",
                    "Choisissez au moins %(n)s réponses.",
                    least,
                )
                % {"n": least}
            )
        return chosen

    def _in_order(self, question: Question, given: list[Any]) -> list[Any]:
        """Each choice once, in the order of the question, « Autre » last."""
        found: list[Any] = [one.id for one in question.options if one.id in given]
        return found + [one for one in given if isinstance(one, dict)][:1]

    def words(self, question: Question, value: Any) -> str:
        return ", ".join(self._word(question, one) for one in value)

    def columns(self, question: Question) -> list[Column]:
        yes_no: dict[Any, str] = {0: _("non"), 1: _("oui")}
        found = [
            Column(f"{question.id}_{one.id}", f"{question.title} [{one.label}]", yes_no)
            for one in question.options
        ]
        if self.has_other(question):
            found.append(Column(f"{question.id}_{OTHER}", f"{question.title} ({other_label()})"))
        return found

    def cells(self, question: Question, value: Any, *, coded: bool = False) -> list[Any]:
        if value is None:
            return [None] * (len(question.options) + self.has_other(question))
        yes, no = (1, 0) if coded else (_("oui"), _("non"))
        found: list[Any] = [yes if one.id in value else no for one in question.options]
        if self.has_other(question):
            found.append(next((w for w in map(_other_words, value) if w is not None), None))
        return found

    def parse(self, question: Question, cells: Sequence[str]) -> Any:
        said = {"1", "oui", "yes", "x", "true", "vrai", _("oui")}
        found: list[Any] = [
            one.id
            for one, cell in zip(question.options, cells, strict=False)
            if cell.strip().casefold() in said
        ]
        if self.has_other(question) and len(cells) > len(question.options) and cells[-1].strip():
            found.append({OTHER: cells[-1].strip()})
        return found

    def subject(self, question: Question, value: Any, part: str) -> Any:
        if value is None:
            return None
        return [OTHER if isinstance(one, dict) else one for one in value]

    def samples(self, question: Question) -> list[Any]:
        most = self.most(question) or len(question.options)
        together = [one.id for one in question.options if not one.is_exclusive][:most]
        found: list[Any] = [[one.id] for one in question.options]
        if self.has_other(question):
            found.append([{OTHER: "…"}])
        return [*found, together] if len(together) > 1 else found

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        return self._shown(question, raw if isinstance(raw, list) else [raw])


class Image(Multiple):
    """Pictures to choose: one, unless ``max`` says more."""

    code = "image"
    label = gettext_lazy("Choix d’images")
    icon = "camera"
    template = "image"
    settings = (Multiple.settings[0], Multiple.settings[1], RANDOM)

    def most(self, question: Question) -> int:
        return int(question.setting("max", 1))

    def has_other(self, question: Question) -> bool:
        return False

    def problems(self, question: Question) -> Iterator[str]:
        yield from super().problems(question)
        for one in question.options:
            if not one.picture:
                yield _("«\u00a0%(label)s\u00a0» n’a pas d’image.") % {"label": one.label}
            elif not one.alt.strip():
                yield _("Dites ce que montre l’image «\u00a0%(label)s\u00a0».") % {
                    "label": one.label
                }

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        shown = super().context(question, raw, name, key)
        return {**shown, "look": "radio" if self.most(question) == 1 else "checkbox"}
