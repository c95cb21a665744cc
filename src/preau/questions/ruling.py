"""Rules as the builder shows them: groups of lines, each group joined by « or » or by « and »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .comparing import read_test, written
from .document import Document, Rule, Test
from .types.base import Faulty

#: Groups and lines that a page shows before anything is written in them.
GROUPS, LINES = 2, 2
JOINS = (
    ("any", gettext_lazy("une de ses lignes suffit")),
    ("all", gettext_lazy("il faut toutes ses lignes")),
)
#: The two words that join comparisons, and the comparisons.
Joined = tuple[str, list[Test]]


def groups_of(rule: Rule | None) -> list[Joined] | None:
    """The groups of a rule; None for one nested deeper than the builder shows."""
    if rule is None:
        return []
    found: list[Joined] = []
    for part in rule.parts:
        if isinstance(part, Test):
            found.append(("any", [part]))
            continue
        tests = [one for one in part.parts if isinstance(one, Test)]
        if len(tests) != len(part.parts):
            return None
        found.append((part.mode, tests))
    return found


def rule_of(mode: str, groups: Iterable[Joined]) -> Rule | None:
    """The rule that asks all or any of ``groups``; None without a comparison.

    Written flat wherever a group adds nothing: one line, or joined as the groups are.
    """
    kept = [(join, tests) for join, tests in groups if tests]
    if len(kept) == 1:
        join, tests = kept[0]
        return Rule(mode if len(tests) == 1 else join, tuple(tests))
    parts: list[Test | Rule] = []
    for join, tests in kept:
        if len(tests) == 1 or join == mode:
            parts += tests
        else:
            parts.append(Rule(join, tuple(tests)))
    return Rule(mode, tuple(parts)) if parts else None


@dataclass(frozen=True)
class Group:
    """The fields of one group: a comparison and a typed value per line, what joins the lines."""

    form: Any
    name: str
    title: str
    lines: int

    def names(self) -> list[str]:
        """The field of each comparison; its value is typed in ``…_value``."""
        return [self.name, *(f"{self.name}_{number}" for number in range(2, self.lines + 1))]

    @property
    def join_name(self) -> str:
        return f"{self.name}_join"

    def add_to(self, choices: list[Any]) -> None:
        """Put the fields of the group in the form."""
        fields = self.form.fields
        for number, name in enumerate(self.names(), start=1):
            said = _("%(what)s, ligne %(n)s") % {"what": self.title, "n": number}
            fields[name] = forms.ChoiceField(
                label=self.title if number == 1 else said, choices=choices, required=False
            )
            fields[f"{name}_value"] = forms.CharField(
                label=_("Nombre, date ou mot comparé"), required=False, max_length=80
            )
        fields[self.join_name] = forms.ChoiceField(
            label=_("Pour la remplir"), choices=JOINS, required=False
        )

    def clean(self, document: Document, data: dict[str, Any]) -> None:
        """Read each line chosen; what is missing is said beside its value."""
        for name in self.names():
            if data.get(name):
                try:
                    data[name] = read_test(document, data[name], data.get(f"{name}_value", ""))
                except Faulty as fault:
                    self.form.add_error(f"{name}_value", fault.message)

    def read(self, data: dict[str, Any]) -> Joined:
        """What is chosen in it."""
        return data.get(self.join_name) or "any", [data[n] for n in self.names() if data.get(n)]

    def first(self) -> tuple[Any, Any]:
        return self.form[self.name], self.form[f"{self.name}_value"]

    def more(self) -> Iterator[tuple[Any, Any]]:
        """The other lines."""
        for name in self.names()[1:]:
            yield self.form[name], self.form[f"{name}_value"]

    @property
    def join(self) -> Any:
        return self.form[self.join_name]

    @property
    def is_open(self) -> bool:
        """True when one of the other lines says something."""
        return any(one.value() or typed.errors for one, typed in self.more())


def initial_of(name: str, group: Joined, document: Document) -> dict[str, Any]:
    """What the fields of the group called ``name`` show for a stored one."""
    join, tests = group
    found: dict[str, Any] = {f"{name}_join": join}
    for number, test in enumerate(tests, start=1):
        field = name if number == 1 else f"{name}_{number}"
        found[field], found[f"{field}_value"] = written(document, test)
    return found
