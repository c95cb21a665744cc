"""What every type of question answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..document import Option, Question


class Faulty(ValueError):
    """A refused answer: what to write instead, and which parts of it are concerned."""

    def __init__(self, message: Any, parts: Sequence[str] = ()) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.parts = tuple(parts)


@dataclass(frozen=True)
class Column:
    """A column of a table of answers; ``values`` are the codes it may hold and what they mean."""

    name: str
    label: str
    values: Mapping[Any, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Setting:
    """Something that the author of a question may set: ``kind`` is whole, number, flag, words."""

    name: str
    label: Any
    kind: str
    hint: Any = ""


#: Comparisons, by what they compare with.
ALWAYS = ("answered", "not_answered")
SAME = ("is", "is_not")
MEMBER = ("includes", "excludes")
ORDER = ("is", "is_not", "lt", "le", "gt", "ge")


class QuestionType:
    """One type; each app of the house finds it in ``types.TYPES``.

    A raw answer is what a form, a file or a program hands in; a clean one is plain JSON, and
    cleaning it again changes nothing.
    """

    code = ""
    label: Any = ""
    #: Drawing of ``ui.icons``.
    icon = "list"
    template = ""
    has_options = False
    has_rows = False
    #: Asked with a <fieldset> and a <legend>, not a <label>.
    is_group = True
    settings: tuple[Setting, ...] = ()
    operators: tuple[str, ...] = ALWAYS
    #: Said when a required answer is missing.
    missing: Any = gettext_lazy("Répondez à cette question.")

    def problems(self, question: Question) -> Iterator[str]:
        """What is wrong in the question itself, in words."""
        if self.has_options and len(question.options) < 2:
            yield _("Écrivez au moins deux choix.")
        if self.has_rows and not question.rows:
            yield _("Écrivez au moins une ligne.")
        for option in (*question.options, *question.rows):
            if not option.label.strip():
                yield _("Un choix n’a pas de texte.")
        for setting in self.settings:
            if setting.kind in ("whole", "number"):
                value = question.setting(setting.name)
                if value is not None and not is_number(value):
                    yield _("«\u00a0%(what)s\u00a0» doit être un nombre.") % {"what": setting.label}

    def read(self, question: Question, data: Any, files: Any, name: str) -> Any:
        """The raw answer in what a browser posted."""
        return (data.get(name) or "").strip()

    def is_blank(self, raw: Any) -> bool:
        return raw in (None, "", [], {})

    def clean(self, question: Question, raw: Any) -> Any:
        """The clean answer of a raw one that is not blank; raises ``Faulty``."""
        raise NotImplementedError

    def words(self, question: Question, value: Any) -> str:
        """A clean answer as people read it."""
        return str(value)

    def columns(self, question: Question) -> list[Column]:
        """Columns of this question in a table of answers."""
        return [Column(question.id, question.title)]

    def cells(self, question: Question, value: Any, *, coded: bool = False) -> list[Any]:
        """A clean answer in those columns: in words, or in codes."""
        return [None if value is None else value]

    def parse(self, question: Question, cells: Sequence[str]) -> Any:
        """The raw answer written in those columns by ``cells``, or by hand."""
        return cells[0].strip()

    def parts(self, question: Question) -> tuple[Option, ...]:
        """What a comparison may look at inside the answer; nothing when it is of one piece."""
        return ()

    def expected(self, question: Question) -> tuple[Option, ...]:
        """What a comparison may name; nothing when it is a number, a date or words."""
        return ()

    def subject(self, question: Question, value: Any, part: str) -> Any:
        """What a comparison looks at."""
        return value

    def samples(self, question: Question) -> list[Any]:
        """Clean answers enough to try each comparison; the checks walk through them."""
        return []

    def context(self, question: Question, raw: Any, name: str, key: str) -> dict[str, Any]:
        """What the template shows; ``raw`` is whatever was typed, or a clean answer."""
        return {"value": "" if raw is None else raw}

    def seconds(self, question: Question) -> int:
        """How long it takes to answer, reading the title apart."""
        return 5


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def fold(text: str) -> str:
    """A label as one compares it with what somebody typed in a file."""
    return " ".join(text.replace("\u00a0", " ").casefold().split())


def find_option(options: Sequence[Option], written: str) -> str:
    """The id that a label, an id or a rank from 1 stands for; else the words themselves."""
    plain = fold(written)
    for place, option in enumerate(options, start=1):
        if plain in (fold(option.label), option.id, str(place)):
            return option.id
    return written.strip()
