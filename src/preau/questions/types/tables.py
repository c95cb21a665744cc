"""Several lines answered together: matrix, grades, ranking, points, budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.sheets import euros
from preau.ui.words import money

from ..document import Option, Question
from .base import ALWAYS, ORDER, SAME, Column, Faulty, QuestionType, Setting, find_option
from .choices import RANDOM
from .figures import DONT_KNOW, dont_know_label, plain, to_number


class _Lines(QuestionType):
    """An answer with one part per line."""

    missing = gettext_lazy("Répondez à chaque ligne.")

    def lines(self, question: Question) -> tuple[Option, ...]:
        return question.options

    def parts(self, question: Question) -> tuple[Option, ...]:
        return self.lines(question)

    def read(self, question: Question, data: Any, files: Any, name: str) -> Any:
        given = {
            one.id: (data.get(f"{name}-{one.id}") or "").strip() for one in self.lines(question)
        }
        return {line: value for line, value in given.items() if value}

    def subject(self, question: Question, value: Any, part: str) -> Any:
        return value.get(part) if isinstance(value, dict) else None

    def columns(self, question: Question) -> list[Column]:
        return [
            Column(
                f"{question.id}_{one.id}", f"{question.title} [{one.label}]", self.codes(question)
            )
            for one in self.lines(question)
        ]

    def codes(self, question: Question) -> dict[Any, str]:
        return {}

    def cells(self, question: Question, value: Any, *, coded: bool = False) -> list[Any]:
        given = value or {}
        return [given.get(one.id) for one in self.lines(question)]

    def parse(self, question: Question, cells: Sequence[str]) -> Any:
        pairs = zip(self.lines(question), cells, strict=False)
        return {one.id: cell.strip() for one, cell in pairs if cell.strip()}

    def _mapping(self, question: Question, raw: Any) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise Faulty(_("Répondez ligne par ligne."))
        known = {one.id for one in self.lines(question)}
        if set(raw) - known:
            raise Faulty(_("Une ligne n’existe pas dans cette question."))
        return raw

    def seconds(self, question: Question) -> int:
        return 6 * max(1, len(self.lines(question)))


class Matrix(_Lines):
    """One choice per row, the same choices for all."""

    code = "matrix"
    label = gettext_lazy("Tableau")
    icon = "table"
    template = "matrix"
    has_options = True
    has_rows = True
    operators = (*SAME, *ALWAYS)
    settings: tuple[Setting, ...] = (
        Setting("dont_know", gettext_lazy("Proposer «\u00a0Je ne sais pas\u00a0»"), "flag"),
    )

    def lines(self, question: Question) -> tuple[Option, ...]:
        return question.rows

    def expected(self, question: Question) -> tuple[Option, ...]:
        if question.setting(DONT_KNOW, False):
            return (*question.options, Option(DONT_KNOW, dont_know_label()))
        return question.options

    def clean(self, question: Question, raw: Any) -> Any:
        given = self._mapping(question, raw)
        known = {one.id for one in self.expected(question)}
        wrong = [line for line, value in given.items() if str(value) not in known]
        if wrong:
            raise Faulty(_("Choisissez une réponse de la liste."), wrong)
        left = [one.id for one in self.lines(question) if one.id not in given]
        if question.required and left:
            raise Faulty(self.missing, left)
        return {one.id: given[one.id] for one in self.lines(question) if one.id in given}

    def words(self, question: Question, value: Any) -> str:
        labels = {one.id: one.label for one in self.expected(question)}
        names = {one.id: one.label for one in self.lines(question)}
        return "\n".join(
            f"{names.get(line, line)}\u00a0: {labels.get(chosen, chosen)}"
            for line, chosen in value.items()
        )

    def codes(self, question: Question) -> dict[Any, str]:
        return {place: one.label for place, one in enumerate(self.expected(question), start=1)}

    def cells(self, question: Question, value: Any, *, coded: bool = False) -> list[Any]:
        known = self.expected(question)
        said = {one.id: place if coded else one.label for place, one in enumerate(known, start=1)}
        given = value or {}
        return [said.get(str(given.get(one.id))) for one in self.lines(question)]

    def parse(self, question: Question, cells: Sequence[str]) -> Any:
        given = super().parse(question, cells)
        return {line: find_option(self.expected(question), cell) for line, cell in given.items()}

    def samples(self, question: Question) -> list[Any]:
        return [
            {line.id: option.id for line in self.lines(question)}
            for option in self.expected(question)
        ]

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        given = raw if isinstance(raw, dict) else {}
        lines = [
            {
                "row": row,
                "choices": [
                    {"option": one, "is_chosen": given.get(row.id) == one.id}
                    for one in self.expected(question)
                ],
            }
            for row in self.lines(question)
        ]
        return {"lines": lines, "width": len(self.expected(question))}


class Grades(Matrix):
    """Majority judgment: one mention per option."""

    code = "grades"
    label = gettext_lazy("Mentions (jugement majoritaire)")
    icon = "ballot"
    has_rows = False
    settings = (
        Setting(
            "mentions",
            gettext_lazy("Mentions, de la meilleure à la pire"),
            "words",
            gettext_lazy("Séparées par des points-virgules."),
        ),
        RANDOM,
    )

    def lines(self, question: Question) -> tuple[Option, ...]:
        return question.options

    def mentions(self, question: Question) -> list[str]:
        written = [one.strip() for one in str(question.setting("mentions", "")).split(";")]
        return [one for one in written if one] or [
            _("Excellent"),
            _("Très bien"),
            _("Bien"),
            _("Assez bien"),
            _("Passable"),
            _("Insuffisant"),
            _("À rejeter"),
        ]

    def expected(self, question: Question) -> tuple[Option, ...]:
        return tuple(
            Option(f"m{place}", label)
            for place, label in enumerate(self.mentions(question), start=1)
        )

    def problems(self, question: Question) -> Iterator[str]:
        yield from super().problems(question)
        if not 3 <= len(self.mentions(question)) <= 8:
            yield _("Donnez de trois à huit mentions.")


class Ranking(_Lines):
    """Options in order of preference; ``max`` ranks at most."""

    code = "ranking"
    label = gettext_lazy("Classement")
    icon = "arrow-up"
    template = "ranking"
    has_options = True
    operators = (*SAME, *ALWAYS)
    settings = (
        Setting("min", gettext_lazy("Choix à classer, au moins"), "whole"),
        Setting("max", gettext_lazy("Choix à classer, au plus"), "whole"),
        RANDOM,
    )
    missing = gettext_lazy("Donnez au moins un rang.")

    def parts(self, question: Question) -> tuple[Option, ...]:
        return ()

    def expected(self, question: Question) -> tuple[Option, ...]:
        return question.options

    def most(self, question: Question) -> int:
        return min(int(question.setting("max", 99)), len(question.options))

    def clean(self, question: Question, raw: Any) -> Any:
        if isinstance(raw, list):
            raw = {line: str(rank) for rank, line in enumerate(raw, start=1)}
        given = self._mapping(question, raw)
        places: dict[int, str] = {}
        for line, written in given.items():
            rank = to_number(written)
            if rank != int(rank) or not 1 <= rank <= self.most(question):
                raise Faulty(
                    _("Donnez des rangs de 1 à %(most)s.") % {"most": self.most(question)}, [line]
                )
            if int(rank) in places:
                raise Faulty(
                    _("Deux choix portent le rang %(rank)s.") % {"rank": int(rank)},
                    [places[int(rank)], line],
                )
            places[int(rank)] = line
        least = int(question.setting("min", 1))
        if len(places) < least:
            raise Faulty(_("Classez au moins %(least)s choix.") % {"least": least})
        return [places[rank] for rank in sorted(places)]

    def words(self, question: Question, value: Any) -> str:
        labels = {one.id: one.label for one in question.options}
        return "\n".join(f"{rank}. {labels.get(one, one)}" for rank, one in enumerate(value, 1))

    def subject(self, question: Question, value: Any, part: str) -> Any:
        return value[0] if value else None

    def cells(self, question: Question, value: Any, *, coded: bool = False) -> list[Any]:
        ranks = {line: rank for rank, line in enumerate(value or [], start=1)}
        return [ranks.get(one.id) for one in question.options]

    def samples(self, question: Question) -> list[Any]:
        return [[one.id] for one in question.options]

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        if isinstance(raw, list):
            raw = {line: str(rank) for rank, line in enumerate(raw, start=1)}
        given = raw if isinstance(raw, dict) else {}
        ranks = [str(rank) for rank in range(1, self.most(question) + 1)]
        return {
            "ranks": ranks,
            "lines": [
                {"option": one, "rank": str(given.get(one.id, ""))} for one in question.options
            ],
        }


class Points(_Lines):
    """A number of points to hand out among the options."""

    code = "points"
    label = gettext_lazy("Points à répartir")
    icon = "plus"
    template = "points"
    has_options = True
    operators = (*ORDER, *ALWAYS)
    settings = (Setting("total", gettext_lazy("Points à répartir"), "whole"), RANDOM)
    missing = gettext_lazy("Répartissez les points.")

    def total(self, question: Question) -> int:
        return int(question.setting("total", 10))

    def amount(self, raw: Any) -> int:
        found = to_number(raw)
        if found != int(found) or found < 0:
            raise Faulty(_("Écrivez des nombres entiers, à partir de zéro."))
        return int(found)

    def said(self, amount: int) -> str:
        return str(amount)

    def problems(self, question: Question) -> Iterator[str]:
        faults = list(super().problems(question))
        yield from faults
        if not faults and self.total(question) < 1:
            yield _("Le total à répartir est au moins un.")

    def clean(self, question: Question, raw: Any) -> Any:
        given = {}
        for line, written in self._mapping(question, raw).items():
            try:
                given[line] = self.amount(written)
            except Faulty as fault:
                raise Faulty(fault.message, [line]) from fault
        total, used = self.total(question), sum(given.values())
        if used != total:
            left = total - used
            words = _("Il reste %(left)s à répartir.") if left > 0 else _("%(left)s de trop.")
            raise Faulty(words % {"left": self.said(abs(left))}, list(given))
        return {one.id: given[one.id] for one in self.lines(question) if given.get(one.id)}

    def words(self, question: Question, value: Any) -> str:
        names = {one.id: one.label for one in question.options}
        return "\n".join(
            f"{names.get(line, line)}\u00a0: {self.said(amount)}" for line, amount in value.items()
        )

    def subject(self, question: Question, value: Any, part: str) -> Any:
        return value.get(part, 0) if isinstance(value, dict) else None

    def samples(self, question: Question) -> list[Any]:
        return [{one.id: self.total(question)} for one in question.options]

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        given = raw if isinstance(raw, dict) else {}
        return {
            "total": self.total(question),
            "said_total": self.said(self.total(question)),
            "unit": "",
            "lines": [
                {"option": one, "value": self.typed(given.get(one.id, ""))}
                for one in question.options
            ],
        }

    def typed(self, value: Any) -> str:
        return str(value)


class Budget(Points):
    """An amount to share, in cents; typed in euros."""

    code = "budget"
    label = gettext_lazy("Budget à répartir")
    icon = "euro"
    settings = (Setting("total", gettext_lazy("Montant à répartir, en euros"), "whole"), RANDOM)

    def total(self, question: Question) -> int:
        return 100 * int(question.setting("total", 100))

    def amount(self, raw: Any) -> int:
        """Cents: a whole number is already some, words are euros."""
        if isinstance(raw, int):
            cents: Any = raw
        else:
            cents = to_number(str(raw).replace("€", "")) * 100
        if cents != int(cents) or cents < 0:
            raise Faulty(_("Donnez un montant comme 85 000."))
        return int(cents)

    def said(self, amount: int) -> str:
        return money(amount)

    def cells(self, question: Question, value: Any, *, coded: bool = False) -> list[Any]:
        return [euros(cents) for cents in super().cells(question, value, coded=coded)]

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        shown = super().context(question, raw, name, key)
        return {**shown, "total": self.total(question) // 100, "unit": "€"}

    def typed(self, value: Any) -> str:
        return plain(euros(value)) if isinstance(value, int) else str(value)
