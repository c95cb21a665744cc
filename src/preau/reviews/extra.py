"""Questions of one edition's own: each round of its review adds them to what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.models import Process, Step
from preau.questions.actions import create_form, freeze_form, write_form
from preau.questions.answers import clean_all, in_words
from preau.questions.checks import problems
from preau.questions.document import Document, Question
from preau.questions.flow import heard
from preau.questions.models import Form
from preau.questions.types import TYPES

from .models import Examination, Opinion, Round, SecondReading
from .rounds import may_set_rounds

#: Types that make sense in an opinion, which a link opens without an account.
OFFERED = (
    "single",
    "multiple",
    "scale",
    "matrix",
    "number",
    "date",
    "short",
    "long",
    "section",
)


class Answered(Protocol):
    """What holds answers to a round's own questions."""

    extra: Any

    @property
    def form(self) -> Form | None: ...


def round_of(step: Step, kind: str) -> Round | None:
    """A round with its questions; all are read once for a page."""
    if "_rounds" not in step.__dict__:
        found = step.rounds.select_related("form", "draft")
        step.__dict__["_rounds"] = {one.kind: one for one in found}
    held: Round | None = step.__dict__["_rounds"].get(kind)
    return held


def form_of(step: Step, kind: str) -> Form | None:
    """The questions that a round asks today."""
    held = round_of(step, kind)
    return held.form if held is not None else None


def asked_form(opinion: Opinion) -> Form | None:
    """The questions of an opinion: those it was signed with, else those asked today."""
    if opinion.signed_at is not None:
        return opinion.form
    return form_of(opinion.step, Round.Kind.STUDY)


def missing_in(form: Form | None, given: Mapping[str, Any]) -> str:
    """Title of the first question that must be answered and is not; empty when all are."""
    if form is None:
        return ""
    _answers, faults = clean_all(form, given)
    first = next(iter(faults), None)
    return form.document.by_id[first].title if first else ""


def said_of(one: Answered) -> list[tuple[str, str]]:
    """Questions with their answers in words, in order; those left blank are not shown."""
    form = one.form
    if form is None or not one.extra:
        return []
    answers = heard(form, one.extra)
    asked = [each for each in form.questions if each.id in answers]
    pairs = [(each.title, in_words(each, answers)) for each in asked]
    return [pair for pair in pairs if pair[1]]


def questions_of(process: Process, kind: str = Round.Kind.STUDY) -> list[Question]:
    """Every question ever asked in a round of this process, as it was last put."""
    used: Any = Opinion.objects.filter(step__process=process, form__isnull=False)
    if kind == Round.Kind.ADMISSIBILITY:
        used = Examination.objects.filter(step__process=process)
    elif kind == Round.Kind.SECOND_READING:
        used = SecondReading.objects.filter(proposal__process=process, form__isnull=False)
    held = Round.objects.filter(step__process=process, kind=kind, form__isnull=False)
    ids = {*used.order_by().values_list("form", flat=True).distinct()}
    ids |= {*held.values_list("form", flat=True)}
    found: dict[str, Question] = {}
    for form in Form.objects.filter(pk__in=ids).order_by("created_at", "pk"):
        found |= {one.id: one for one in form.questions if not one.is_section}
    return list(found.values())


def heads_of(questions: list[Question]) -> list[str]:
    """First row of the columns that these questions make."""
    return [column.label for one in questions for column in TYPES[one.type].columns(one)]


def cells_of(questions: list[Question], answers: Mapping[str, Any]) -> list[Any]:
    """The answers under these heads."""
    return [
        cell
        for one in questions
        for cell in TYPES[one.type].cells(one, answers.get(one.id), coded=False)
    ]


def written_form(held: Round) -> Form | None:
    """What the editor shows: the version being written, else the one asked."""
    return held.draft or held.form


@transaction.atomic
def edit_questions(*, held: Round, document: Document, actor: User) -> Form:
    """Write the next version aside; the one asked does not move. Raises ``Refused``."""
    demand(may_set_rounds(actor, held.step))
    locked = Round.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if locked.draft is not None:
        form = write_form(form=locked.draft, document=document)
    elif locked.form is not None:
        form = write_form(form=locked.form, document=document)
    else:
        form = create_form(title=held.title, document=document)
    locked.draft = form
    locked.save(update_fields=["draft"])
    held.draft = form
    return form


@transaction.atomic
def ask_questions(*, held: Round, actor: User) -> None:
    """Ask the version being written from now on; what is already answered keeps its own.

    Without a question left, none is asked. Raises ``Refused`` while something is wrong in it.
    """
    demand(may_set_rounds(actor, held.step))
    locked = Round.objects.select_for_update(of=("self",)).get(pk=held.pk)
    draft = locked.draft
    if draft is None:
        return
    is_empty = not draft.document.number
    if not is_empty:
        faults = problems(draft)
        if faults:
            raise Refused(
                Refusal(
                    "faulty_form",
                    _("Ces questions ont des défauts\u00a0: %(first)s")
                    % {"first": faults[0].message},
                    remedy=_("Corrigez-les, puis recommencez."),
                )
            )
        demand(freeze_form(form=draft))
    locked.form, locked.draft = (None if is_empty else draft), None
    locked.save(update_fields=["form", "draft"])
    held.form, held.draft = locked.form, None
    record(
        actor=actor,
        verb="asked_questions",
        subject=held.step,
        process_id=held.step.process_id,
        round=held.title,
        count=len(draft.document.number),
    )


@transaction.atomic
def forget_questions(*, held: Round, actor: User) -> None:
    """Forget the version being written; the one asked stays."""
    demand(may_set_rounds(actor, held.step))
    locked = Round.objects.select_for_update(of=("self",)).get(pk=held.pk)
    draft, locked.draft = locked.draft, None
    locked.save(update_fields=["draft"])
    held.draft = None
    if draft is not None:
        draft.delete()
