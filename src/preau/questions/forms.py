"""Questions as a Django form: one field each, which draws itself whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from preau.ui.forms import PlainForm

from .answers import Faulty, clean
from .document import Answers, Asked, Question
from .flow import asked, ready
from .types import TYPES
from .types.things import KEPT


class QuestionWidget(forms.Widget):
    """The whole of a question: words, help, error and controls; ``{{ form.q1 }}`` draws it."""

    needs_multipart_form = True

    def __init__(self, question: Question, *, heading: int = 0, map_url: str = "") -> None:
        super().__init__()
        self.question, self.heading, self.map_url = question, heading, map_url
        self.faulty: Faulty | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return TYPES[self.question.type].read(self.question, data, files, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        kind, key = TYPES[self.question.type], (attrs or {}).get("id") or f"id_{name}"
        described = [f"{key}-hint"] if self.question.help else []
        described += [f"{key}-error"] if self.faulty else []
        context = {
            "question": self.question,
            "kind": kind,
            "name": name,
            "key": key,
            "control": f"questions/types/{kind.template}.html",
            "described": " ".join(described),
            "fault": self.faulty.message if self.faulty else "",
            "faulty_parts": self.faulty.parts if self.faulty else (),
            "heading": self.heading,
            "map_url": self.map_url,
            **kind.context(self.question, value, name, key),
        }
        return render_to_string("questions/question.html", context)


class QuestionField(forms.Field):
    """Cleans by the question's own type; what is refused is shown again as it was typed."""

    widget: QuestionWidget

    def __init__(self, question: Question, *, required: bool, **look: Any) -> None:
        super().__init__(
            label=question.title, required=required, widget=QuestionWidget(question, **look)
        )
        self.question = question

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A file that stays is shown as the one already given."""
        return initial if data == KEPT and self.question.type == "file" else data

    def clean(self, value: Any) -> Any:
        if value == KEPT and self.question.type == "file":
            value = self.initial
        try:
            return clean(self.question, value, required=self.required)
        except Faulty as fault:
            self.widget.faulty = fault
            raise ValidationError(fault.message) from fault


class QuestionForm(PlainForm):
    """One field per question; ``answers`` holds the clean answers once it is valid."""

    def __init__(
        self,
        questions: Iterable[Question],
        *arguments: Any,
        is_draft: bool = False,
        heading: int = 0,
        map_url: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        for question in questions:
            field = QuestionField(
                question,
                required=question.required and not is_draft,
                heading=heading,
                map_url=map_url,
            )
            field.initial = self.initial.get(question.id)
            self.fields[question.id] = field

    @property
    def answers(self) -> dict[str, Any]:
        """Clean answers by question id; None where nothing was said."""
        return dict(self.cleaned_data)

    @property
    def is_multipart_needed(self) -> bool:
        return any(
            isinstance(one, QuestionField) and one.question.type == "file"
            for one in self.fields.values()
        )


def form_for(
    form: Asked,
    answers: Answers,
    *,
    only: Iterable[str] | None = None,
    data: Any = None,
    files: Any = None,
    prefix: str | None = None,
    seed: str = "",
    is_draft: bool = False,
    heading: int = 0,
    map_url: str = "",
) -> QuestionForm:
    """A Django form for the questions now asked, or those named in ``only`` (a page, a section).

    ``answers`` fill it; ``data`` and ``files`` are what was posted. ``is_draft`` lets required
    questions wait. ``heading`` wraps each title in <h1> … <h6>. ``seed`` draws random orders.
    """
    wanted = None if only is None else set(only)
    questions = [
        ready(one, form, answers, seed)
        for one in asked(form, answers)
        if wanted is None or one.id in wanted
    ]
    return QuestionForm(
        questions,
        data,
        files,
        prefix=prefix,
        initial=dict(answers),
        is_draft=is_draft,
        heading=heading,
        map_url=map_url,
    )
