"""The form of an editor of questions: one question, its settings and its conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.ui.forms import PlainForm

from .building import notes_of
from .comparing import choices_before, targets_after
from .document import Document, Jump, Question, Test
from .edits import relabelled
from .piping import by_id, by_number
from .ruling import GROUPS, LINES, Group, Joined, groups_of, initial_of, rule_of
from .types import TYPES, QuestionType, Setting
from .types.base import Faulty, is_number
from .types.figures import as_json, plain, to_number

#: Jumps that a page shows before one is written; lines that may be asked for on top.
JUMPS, MOST_MORE = 2, 6
MODES = (
    ("all", gettext_lazy("toutes ces conditions")),
    ("any", gettext_lazy("au moins une de ces conditions")),
)
WHEN = (
    ("always", gettext_lazy("Toujours posée")),
    ("show", gettext_lazy("Posée seulement si…")),
    ("hide", gettext_lazy("Posée sauf si…")),
)


class QuestionEdit(PlainForm):
    """Everything about one question. Lists are written one choice per line: a column pastes in."""

    title = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=400,
        help_text=gettext_lazy(
            "Écrivez {3} pour reprendre dans le texte la réponse à la question 3."
        ),
    )
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
        #: The conditions; each jump with where it leads.
        self.groups: list[Group] = []
        self.jumps: list[tuple[str, Group]] = []
        super().__init__(*arguments, initial=_initial(document, question), **more)
        if question.is_section:
            del self.fields["required"]
        if not document.place[question.id]:
            self.fields["title"].help_text = ""
        self._add_lists()
        for setting in self.kind.settings:
            self.fields[f"set_{setting.name}"] = _setting_field(setting)
        self._add_conditions()
        self._add_jumps()

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
        held = self._held()
        if len(before) < 2 or held is None:
            return
        self.fields["when"] = forms.ChoiceField(
            label=_("Quand la poser"), choices=WHEN, widget=forms.RadioSelect
        )
        self.fields["mode"] = forms.ChoiceField(label=_("S’il faut"), choices=MODES)
        for number in range(1, max(GROUPS, len(held) + 1) + self.more + 1):
            label = _("Condition %(n)s") % {"n": number}
            now = held[number - 1] if number <= len(held) else None
            self.groups.append(self._group(f"test_{number}", label, now, before))

    def _held(self) -> list[Joined] | None:
        """The groups of its rule; None for what no page shows: it is told in words and kept."""
        if self.question.show_if is not None and self.question.hide_if is not None:
            return None
        return groups_of(self.question.show_if or self.question.hide_if)

    def _add_jumps(self) -> None:
        targets = targets_after(self.document, self.question)
        rules = [jump.rule for jump in self.question.jumps]
        is_nested = any(rule and not all(isinstance(p, Test) for p in rule.parts) for rule in rules)
        if len(targets) < 2 or self.question.is_section or is_nested:
            return
        choices = choices_before(self.document, self.question, with_itself=True)
        for number in range(1, max(JUMPS, len(rules) + 1) + 1):
            self.fields[f"to_{number}"] = forms.ChoiceField(
                label=_("Ensuite, aller à"), choices=targets, required=False
            )
            rule = rules[number - 1] if number <= len(rules) else None
            now = (rule.mode, list(rule.tests())) if rule else None
            group = self._group(f"jump_{number}", _("si"), now, choices)
            self.jumps.append((f"to_{number}", group))

    def _group(self, name: str, label: str, now: Joined | None, choices: list[Any]) -> Group:
        lines = max(LINES, len(now[1]) + 1 if now else 0) + self.more
        group = Group(self, name, label, lines)
        group.add_to(choices)
        if now:
            self.initial.update(initial_of(name, now, self.document))
        return group

    @property
    def more(self) -> int:
        """Conditions and lines asked for on top of those a page shows."""
        if not self.is_bound:
            return 0
        asked = str(self.data.get("lines", ""))
        return min(MOST_MORE, (int(asked) if asked.isdecimal() else 0) + ("more" in self.data))

    def full_clean(self) -> None:
        """Nothing is judged while more lines are asked for."""
        super().full_clean()
        if self.is_bound and "more" in self.data:
            self._errors = ErrorDict()

    def is_valid(self) -> bool:
        return "more" not in self.data and super().is_valid()

    @property
    def has_jump(self) -> bool:
        return any(self[name].value() for name, _group in self.jumps)

    def notes(self) -> list[str]:
        """When it is asked and where it leads for now, as sentences."""
        return notes_of(self.question, self.document)

    def setting_fields(self) -> Iterator[Any]:
        """The fields that the type of question brings."""
        for name in self.fields:
            if name.startswith("set_"):
                yield self[name]

    def jump_fields(self) -> list[tuple[Any, Group]]:
        """Targets, each with what it waits for."""
        return [(self[name], group) for name, group in self.jumps]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for group in (*self.groups, *(group for _to, group in self.jumps)):
            group.clean(self.document, data)
        for name in ("title", "help"):
            try:
                data[name] = by_id(data.get(name, ""), self.document)
            except Faulty as fault:
                self.add_error(name, fault.message)
        for setting in self.kind.settings:
            if setting.kind in ("whole", "number") and data.get(f"set_{setting.name}"):
                self._clean_number(setting, data)
        self._clean_rules(data)
        return data

    def _clean_rules(self, data: dict[str, Any]) -> None:
        """What is chosen in part would be a guess: a « when » without a condition, or the reverse."""
        is_chosen = any(group.read(data)[1] for group in self.groups)
        if self.groups and data.get("when") in ("show", "hide") and not is_chosen:
            self.add_error(self.groups[0].name, _("Choisissez au moins une condition."))
        if data.get("when") == "always" and is_chosen and not self._held():
            self.add_error("when", _("Dites ce que font les conditions choisies plus bas."))
        for to, group in self.jumps:
            if not data.get(to) and group.read(data)[1]:
                self.add_error(to, _("Dites où aller."))

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
        if self.groups:
            rule = rule_of(data["mode"], [group.read(data) for group in self.groups])
            question = replace(
                question,
                show_if=rule if data["when"] == "show" else None,
                hide_if=rule if data["when"] == "hide" else None,
            )
        if self.jumps:
            jumps = [
                Jump(data[to], rule_of("all", [group.read(data)]))
                for to, group in self.jumps
                if data[to]
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
        "title": by_number(question.title, document),
        "help": by_number(question.help, document),
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
    if rule is not None:
        found["mode"] = rule.mode
    for number, jump in enumerate(question.jumps, start=1):
        found[f"to_{number}"] = jump.to
    return found
