"""The form of an editor of questions: one question, its settings and its conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.ui.forms import PlainForm

from .comparing import choices_before, read_test, targets_after, written
from .document import Document, Question, Test
from .edits import is_simple, relabelled, simple_jump, simple_rule
from .types import TYPES, QuestionType, Setting
from .types.base import Faulty, is_number
from .types.figures import as_json, plain, to_number

#: Comparisons and jumps that one page shows.
TESTS, JUMPS = 4, 2
MODES = (
    ("all", gettext_lazy("toutes ces conditions")),
    ("any", gettext_lazy("une de ces conditions")),
)
WHEN = (
    ("always", gettext_lazy("Toujours posée")),
    ("show", gettext_lazy("Posée seulement si…")),
    ("hide", gettext_lazy("Posée sauf si…")),
)


class QuestionEdit(PlainForm):
    """Everything about one question. Lists are written one choice per line: a column pastes in."""

    title = forms.CharField(label=gettext_lazy("Question"), max_length=400)
    help = forms.CharField(
        label=gettext_lazy("Aide"),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text=gettext_lazy(
            "Une ligne vide sépare deux paragraphes, «\u00a0-\u00a0» fait une liste, **deux étoiles** mettent en gras."
        ),
    )
    required = forms.BooleanField(label=gettext_lazy("Réponse obligatoire"), required=False)

    def __init__(
        self, document: Document, question: Question, *arguments: Any, **more: Any
    ) -> None:
        self.document, self.question = document, question
        self.kind = TYPES[question.type]
        super().__init__(*arguments, initial=_initial(document, question), **more)
        if question.is_section:
            del self.fields["required"]
        self._add_lists()
        for setting in self.kind.settings:
            self.fields[f"set_{setting.name}"] = _setting_field(setting)
        self._add_conditions()

    def _add_lists(self) -> None:
        lists = (
            ("options", self.kind.has_options, gettext_lazy("Choix")),
            ("rows", self.kind.has_rows, gettext_lazy("Lignes")),
        )
        for name, is_there, label in lists:
            if is_there:
                self.fields[name] = forms.CharField(
                    label=label,
                    widget=forms.Textarea,
                    help_text=_("Un par ligne\u00a0; collez ici une colonne d’un tableur."),
                )
        if "multiple" in (self.kind.code,) and self.question.options:
            self.fields["alone"] = forms.MultipleChoiceField(
                label=_("Se choisit seul"),
                required=False,
                choices=[(one.id, one.label) for one in self.question.options],
                widget=forms.CheckboxSelectMultiple,
            )

    def _add_conditions(self) -> None:
        before = choices_before(self.document, self.question, with_itself=False)
        if len(before) > 1 and self.is_rule_simple:
            self.fields["when"] = forms.ChoiceField(
                label=_("Quand la poser"), choices=WHEN, widget=forms.RadioSelect
            )
            self.fields["mode"] = forms.ChoiceField(label=_("S’il faut"), choices=MODES)
            for number in range(1, TESTS + 1):
                self._add_test(f"test_{number}", before, _("Condition %(n)s") % {"n": number})
        targets = targets_after(self.document, self.question)
        if len(targets) > 1 and not self.question.is_section:
            after = choices_before(self.document, self.question, with_itself=True)
            for number in range(1, JUMPS + 1):
                self.fields[f"to_{number}"] = forms.ChoiceField(
                    label=_("Ensuite, aller à"), choices=targets, required=False
                )
                self._add_test(f"jump_{number}", after, _("si"))

    def _add_test(self, name: str, choices: list[Any], label: str) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.fields[f"{name}_value"] = forms.CharField(
            label=_("Nombre, date ou mot comparé"), required=False, max_length=80
        )

    @property
    def is_rule_simple(self) -> bool:
        """False for a rule nested by a file: it is shown in words and kept."""
        both = self.question.show_if is not None and self.question.hide_if is not None
        return not both and is_simple(self.question.show_if) and is_simple(self.question.hide_if)

    def setting_fields(self) -> Iterator[Any]:
        """The fields that the type of question brings."""
        for name in self.fields:
            if name.startswith("set_"):
                yield self[name]

    def test_fields(self) -> list[tuple[Any, Any]]:
        """Comparisons with the value beside each."""
        names = [f"test_{number}" for number in range(1, TESTS + 1)]
        return [(self[name], self[f"{name}_value"]) for name in names if name in self.fields]

    def jump_fields(self) -> list[tuple[Any, Any, Any]]:
        """Targets, each with its comparison and value."""
        found = []
        for number in range(1, JUMPS + 1):
            if f"to_{number}" in self.fields:
                name = f"jump_{number}"
                found.append((self[f"to_{number}"], self[name], self[f"{name}_value"]))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in [one for one in self.fields if one.startswith(("test_", "jump_"))]:
            if name.endswith("_value") or not data.get(name):
                continue
            try:
                data[name] = read_test(self.document, data[name], data.get(f"{name}_value", ""))
            except Faulty as fault:
                self.add_error(f"{name}_value", fault.message)
        for setting in self.kind.settings:
            if setting.kind in ("whole", "number") and data.get(f"set_{setting.name}"):
                self._clean_number(setting, data)
        return data

    def _clean_number(self, setting: Setting, data: dict[str, Any]) -> None:
        name = f"set_{setting.name}"
        try:
            found = as_json(to_number(data[name]))
        except Faulty as fault:
            self.add_error(name, fault.message)
            return
        if setting.kind == "whole" and not isinstance(found, int):
            self.add_error(name, _("Écrivez un nombre entier."))
        data[name] = found

    def edited(self) -> Question:
        """The question as it is now written; only once the form is valid."""
        data = self.cleaned_data
        kept = replace(
            self.question,
            title=data["title"],
            help=data["help"].replace("\r\n", "\n"),
            required=data.get("required", False),
        )
        if "options" in self.fields:
            options = relabelled(kept.options, _lines(data["options"]))
            alone = set(data.get("alone", []))
            if "alone" in self.fields:
                options = tuple(replace(one, is_exclusive=one.id in alone) for one in options)
            kept = replace(kept, options=options)
        if "rows" in self.fields:
            kept = replace(kept, rows=relabelled(kept.rows, _lines(data["rows"]), prefix="r"))
        settings = {
            setting.name: data[f"set_{setting.name}"]
            for setting in self.kind.settings
            if data.get(f"set_{setting.name}") not in (None, "", False)
        }
        return self._with_rules(replace(kept, settings=settings))

    def _with_rules(self, question: Question) -> Question:
        data = self.cleaned_data
        if "when" in self.fields:
            tests = [data[name.name] for name, _value in self.test_fields() if data[name.name]]
            rule = simple_rule(data["mode"], tests)
            question = replace(
                question,
                show_if=rule if data["when"] == "show" else None,
                hide_if=rule if data["when"] == "hide" else None,
            )
        if self.jump_fields() and all(is_simple(jump.rule) for jump in question.jumps):
            jumps = [
                simple_jump(data[to.name], data[test.name] or None)
                for to, test, _value in self.jump_fields()
                if data[to.name]
            ]
            question = replace(question, jumps=tuple(jumps))
        return question


def _lines(text: str) -> list[str]:
    """Labels one per line, each once; the first column when a table was pasted."""
    found = [line.split("\t")[0].strip()[:300] for line in text.splitlines()]
    return list(dict.fromkeys(line for line in found if line))


def _setting_field(setting: Setting) -> forms.Field:
    if setting.kind == "flag":
        return forms.BooleanField(label=setting.label, required=False, help_text=setting.hint)
    return forms.CharField(
        label=setting.label, required=False, max_length=300, help_text=setting.hint
    )


def _initial(document: Document, question: Question) -> dict[str, Any]:
    kind: QuestionType = TYPES[question.type]
    found: dict[str, Any] = {
        "title": question.title,
        "help": question.help,
        "required": question.required,
        "options": "\n".join(one.label for one in question.options),
        "rows": "\n".join(one.label for one in question.rows),
        "alone": [one.id for one in question.options if one.is_exclusive],
        "when": "show" if question.show_if else "hide" if question.hide_if else "always",
    }
    for setting in kind.settings:
        value = question.settings.get(setting.name)
        found[f"set_{setting.name}"] = plain(value) if is_number(value) else value
    rule = question.show_if or question.hide_if
    if rule is not None and is_simple(rule):
        found["mode"] = rule.mode
        for number, test in enumerate(rule.parts, start=1):
            if isinstance(test, Test):
                found[f"test_{number}"], found[f"test_{number}_value"] = written(document, test)
    for number, jump in enumerate(question.jumps, start=1):
        found[f"to_{number}"] = jump.to
        first = next(jump.rule.tests(), None) if jump.rule else None
        if first is not None:
            found[f"jump_{number}"], found[f"jump_{number}_value"] = written(document, first)
    return found
