"""What a block holds, said once: from it come its typed content, its form and its checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any, ClassVar, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from ..addresses import read_address


@dataclass(frozen=True)
class Piece:
    """One entry of a block: how it is read from the database, and asked in a form."""

    label: Any
    hint: Any = ""
    needed: bool = False

    empty: ClassVar[Any] = ""

    def read(self, raw: Any) -> Any:
        """The typed value of what was stored; ``empty`` for what has another shape."""
        return raw if isinstance(raw, str) else self.empty

    def write(self, value: Any) -> Any:
        """What is stored of a value."""
        return value

    def form_field(self) -> forms.Field:
        raise NotImplementedError

    def options(self) -> dict[str, Any]:
        """Options of ``{% field %}``."""
        return {"needed": self.needed}

    def _common(self) -> dict[str, Any]:
        """A draft may be incomplete: what is needed is asked for when the page is published."""
        return {"label": self.label, "help_text": self.hint, "required": False}


@dataclass(frozen=True)
class Words(Piece):
    """A line of words."""

    most: int = 120

    def form_field(self) -> forms.Field:
        return forms.CharField(max_length=self.most, **self._common())


@dataclass(frozen=True)
class Long(Words):
    """Several lines of plain words."""

    most: int = 600
    rows: int = 4

    def form_field(self) -> forms.Field:
        area = forms.Textarea()
        return forms.CharField(max_length=self.most, widget=area, **self._common())

    def options(self) -> dict[str, Any]:
        return {"needed": self.needed, "rows": self.rows, "count": self.most}


@dataclass(frozen=True)
class Rich(Long):
    """A text with titles, lists and links (``markup``)."""

    most: int = 12_000
    rows: int = 12


@dataclass(frozen=True)
class Address(Piece):
    """Where a link leads: a page of this site or another site."""

    most: ClassVar[int] = 500

    def read(self, raw: Any) -> str:
        """What another hand than the form's wrote (an import, a blueprint) is checked as well."""
        return (read_address(raw) or "") if isinstance(raw, str) else ""

    def form_field(self) -> forms.Field:
        return AddressField(max_length=self.most, **self._common())


class AddressField(forms.CharField):
    """« /aide/ », « https://… », « mailto:… »; anything that a browser would run is refused."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        read = read_address(typed)
        if read is None:
            raise forms.ValidationError(
                _("Écrivez une adresse comme /aide/ ou https://www.exemple.fr.")
            )
        return read


@dataclass(frozen=True)
class Choice(Piece):
    """One of a few looks."""

    choices: tuple[tuple[str, Any], ...] = ()

    def read(self, raw: Any) -> Any:
        known = [code for code, _label in self.choices]
        return raw if raw in known else known[0]

    def form_field(self) -> forms.Field:
        return forms.ChoiceField(
            choices=self.choices, label=self.label, help_text=self.hint, widget=forms.RadioSelect
        )

    def options(self) -> dict[str, Any]:
        return {"needed": True}


@dataclass(frozen=True)
class Number(Piece):
    """How many."""

    empty: ClassVar[Any] = 3
    least: int = 1
    most: int = 12

    def read(self, raw: Any) -> int:
        is_number = isinstance(raw, int) and not isinstance(raw, bool)
        return min(max(raw, self.least), self.most) if is_number else int(self.empty)

    def form_field(self) -> forms.Field:
        return forms.IntegerField(
            min_value=self.least,
            max_value=self.most,
            label=self.label,
            help_text=self.hint,
            error_messages={
                "required": _("Donnez un nombre."),
                "invalid": _("Donnez un nombre en chiffres."),
            },
        )

    def options(self) -> dict[str, Any]:
        return {"needed": True, "short": True, "inputmode": "numeric"}


@dataclass(frozen=True)
class Row(Piece):
    """The key of a row that the site owns: a picture, a document, a process (``kind``)."""

    empty: ClassVar[Any] = None
    kind: str = "picture"

    def read(self, raw: Any) -> int | None:
        return raw if isinstance(raw, int) and not isinstance(raw, bool) else None

    def form_field(self) -> forms.Field:
        from .rows import row_field  # rows read the database; a schema is only words

        return row_field(self.kind, **self._common())


@dataclass(frozen=True)
class Lines(Piece):
    """Several lines alike, each with its own pieces."""

    empty: ClassVar[Any] = ()
    of: type[Data] | None = None
    one: Any = ""
    most: int = 12

    def read(self, raw: Any) -> tuple[Any, ...]:
        kind = self.of or Data
        held = raw if isinstance(raw, list) else []
        return tuple(kind.read(one) for one in held[: self.most] if isinstance(one, dict))

    def write(self, value: Any) -> Any:
        return [one.write() for one in value]


def piece(of: Piece) -> Any:
    """A field of a block's content."""
    return field(default=of.empty, metadata={"piece": of})


@dataclass(frozen=True)
class Data:
    """Content of a block, or of one of its lines: a frozen, typed value."""

    @classmethod
    def pieces(cls) -> Iterator[tuple[str, Piece]]:
        for one in fields(cls):
            if one.metadata.get("piece") is not None:
                yield one.name, one.metadata["piece"]

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Self:
        """The content of what was stored: unknown entries are left, wrong ones are emptied."""
        return cls(**{name: one.read(raw.get(name)) for name, one in cls.pieces()})

    def write(self) -> dict[str, Any]:
        return {name: one.write(getattr(self, name)) for name, one in type(self).pieces()}

    def filled(self) -> Self:
        """The same without the lines that nobody filled in yet."""
        kept = {
            name: tuple(line.filled() for line in getattr(self, name) if not line.is_empty())
            for name, one in type(self).pieces()
            if isinstance(one, Lines)
        }
        return replace(self, **kept)

    def is_empty(self) -> bool:
        """Nothing was filled in."""
        defaults = {one.name: one.default for one in fields(self) if one.default is not MISSING}
        return all(getattr(self, name) == defaults.get(name) for name in defaults)

    def values(self) -> Iterator[tuple[Piece, Any]]:
        """Each piece with its value, those of the lines included."""
        for name, one in type(self).pieces():
            held = getattr(self, name)
            if isinstance(one, Lines):
                for line in held:
                    yield from line.values()
            else:
                yield one, held
