"""The round's own questions inside the form of an opinion."""

from __future__ import annotations

from typing import Any

from preau.questions.answers import clean_all, read
from preau.questions.flow import asked, heard
from preau.questions.forms import form_for
from preau.questions.models import Form

from ..extra import asked_form
from ..models import Opinion


class ExtraQuestions:
    """Those asked by what is answered so far; an answer that asks more shows more."""

    def __init__(self, form: Form, opinion: Opinion, data: Any = None) -> None:
        self.form, self.prefix = form, f"o{opinion.pk}x"
        self.is_signing = data is not None and data.get("do") == "sign"
        self.more = 0
        answers: dict[str, Any] = opinion.extra
        if data is not None:
            raws = {one.id: self._read(one, data) for one in form.questions if not one.is_section}
            answers, _faults = clean_all(form, raws)
            seen = set(data.get(f"{self.prefix}-seen", "").split(","))
            self.more = sum(one.id not in seen for one in asked(form, answers))
        self.fields = form_for(
            form, answers, data=data, prefix=self.prefix, is_draft=not self.is_signing
        )

    def _read(self, question: Any, data: Any) -> Any:
        return read(question, data, None, f"{self.prefix}-{question.id}")

    @classmethod
    def of(cls, opinion: Opinion, data: Any = None) -> ExtraQuestions | None:
        """None where the round asks nothing of its own, or another service writes."""
        form = None if opinion.joint_of_id else asked_form(opinion)
        return cls(form, opinion, data) if form is not None else None

    @property
    def seen(self) -> str:
        """The questions on the page, to know which ones an answer brings."""
        return ",".join(self.fields.fields)

    def is_valid(self) -> bool:
        """A question that nobody has seen yet is shown before anything is signed."""
        return self.fields.is_valid() and not (self.is_signing and self.more)

    def answers(self) -> dict[str, Any]:
        """What counts of it, as it is kept."""
        known = {id: value for id, value in self.fields.answers.items() if value is not None}
        return heard(self.form, known)
