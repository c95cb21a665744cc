"""A round's own questions inside a form of the sheet."""

from __future__ import annotations

from typing import Any

from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.questions.answers import clean_all, read
from preau.questions.flow import asked, heard
from preau.questions.forms import form_for
from preau.questions.models import Form

from ..examining import examination_of
from ..extra import asked_form, form_of, said_of
from ..models import Examination, Opinion, Round, Verdict


class ExtraQuestions:
    """Those asked by what is answered so far; an answer that asks more shows more."""

    def __init__(
        self,
        form: Form,
        answers: dict[str, Any],
        prefix: str,
        data: Any = None,
        *,
        is_signing: bool = False,
    ) -> None:
        self.form, self.prefix, self.is_signing = form, prefix, is_signing
        self.more = 0
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
        if form is None:
            return None
        is_signing = data is not None and data.get("do") == "sign"
        return cls(form, opinion.extra, f"o{opinion.pk}x", data, is_signing=is_signing)

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


class OwnQuestions(ExtraQuestions):
    """Those of the admissibility round, inside the form of the decision."""

    #: What somebody else answered while this was typed.
    theirs: list[tuple[str, str]]

    def __init__(self, form: Form, held: Examination | None, data: Any = None) -> None:
        decides = data is not None and data.get("do") in ("decide", "keep")
        super().__init__(
            form,
            held.extra if held else {},
            "adm",
            data,
            is_signing=decides and data.get("verdict") in (Verdict.RETAINED, Verdict.REFUSED),
        )
        self.held, self.theirs = held, []
        self.version = held.version if held else 0
        typed = data.get("adm-version", "") if data is not None else ""
        self.version_seen = int(typed) if typed.isdecimal() else 0

    @classmethod
    def about(cls, proposal: Proposal, step: Step, data: Any = None) -> OwnQuestions | None:
        """None where this round asks nothing of its own."""
        form = form_of(step, Round.Kind.ADMISSIBILITY)
        return cls(form, examination_of(proposal, step), data) if form is not None else None

    def show_theirs(self) -> None:
        """After a conflict: their answers above, ours kept in the form."""
        self.theirs = said_of(self.held) if self.held is not None else []
