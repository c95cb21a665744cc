"""Writes of a questionnaire: started, answered question by question, sent."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.kernel.codes import new_code
from preau.kernel.refusal import Refusal, demand
from preau.questions.actions import freeze_form
from preau.questions.answers import Faulty, clean_all
from preau.questions.document import Question
from preau.questions.files import drop_uploads, keep_files
from preau.questions.flow import silenced, visible

from .keys import keyed, participation_key
from .models import Participation, Response, Survey
from .policies import may_answer, may_send

#: Signs of a receipt: enough that nobody finds one by trying.
RECEIPT_LENGTH = 12


@dataclass(frozen=True)
class Sent:
    """A response sent, and the receipt that shows it again; kept nowhere else in clear."""

    response: Response
    receipt: str


@transaction.atomic
def start_response(*, survey: Survey, person: Person, visitor: str) -> Response | Refusal:
    """An empty response of this device; the version asked does not change any more."""
    refusal = (
        may_answer(survey, clock.now())
        or may_send(survey, person, visitor)
        or freeze_form(form=survey.form)
    )
    if refusal is not None:
        return refusal
    at = clock.now()
    return Response.objects.create(
        survey=survey,
        form=survey.form,
        seed=secrets.token_hex(6),
        visitor=visitor,
        started_at=at,
        saved_at=at,
    )


@transaction.atomic
def save_answers(
    *,
    response: Response,
    answers: Mapping[str, Any] | None = None,
    pending: Mapping[str, Any] | None = None,
    person: Person,
) -> list[Question] | Refusal:
    """Keep clean ``answers``, and in ``pending`` what is not one yet; None there forgets it.

    Answers the questions that these answers do not ask any more; theirs are kept in case of a
    change of mind. Refused once sent, or once the questionnaire is closed.
    """
    held = Response.objects.select_for_update().get(pk=response.pk)
    if held.sent_at is not None:
        return Refusal("sent", _already_sent())
    refusal = may_answer(response.survey, clock.now())
    if refusal is not None:
        return refusal
    before, after = held.answers, {**held.answers, **(answers or {})}
    # A file leads to its author as surely as a name would: only named responses say who gave it.
    is_named = response.survey.identity == Survey.Identity.NAMED
    after = keep_files(answers=after, person=person if is_named else AnonymousUser())
    _drop_replaced(before, after)
    held.answers = after
    waiting = {**held.pending, **dict.fromkeys(answers or {}), **(pending or {})}
    held.pending = {id: raw for id, raw in waiting.items() if raw is not None}
    held.saved_at = clock.now()
    held.save(update_fields=["answers", "pending", "saved_at"])
    response.answers, response.pending = held.answers, held.pending
    response.saved_at = held.saved_at
    return silenced(response.form, before, after)


def _already_sent() -> str:
    return _("Cette réponse est déjà envoyée.")


def _files(answers: Mapping[str, Any]) -> set[str]:
    return {one["key"] for one in answers.values() if isinstance(one, dict) and "key" in one}


def _drop_replaced(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    gone = _files(before) - _files(after)
    if gone:
        drop_uploads(keys=sorted(gone))


@transaction.atomic
def forget_answer(*, response: Response, question: str) -> None:
    """Back to « not answered yet » for what was erased by hand."""
    held = Response.objects.select_for_update().get(pk=response.pk)
    if held.sent_at is None:
        held.answers.pop(question, None)
        held.pending.pop(question, None)
        held.saved_at = clock.now()
        held.save(update_fields=["answers", "pending", "saved_at"])
        response.answers, response.pending = held.answers, held.pending


@transaction.atomic
def send_response(
    *, response: Response, person: Person, visitor: str
) -> Sent | Refusal | dict[str, Faulty]:
    """Make the draft count, once; what is not asked any more is left out.

    The questionnaire is locked while it is judged, so that its quota holds. An anonymous response
    loses all that leads to its author; so does one whose account was only verified.
    """
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=response.survey_id)
    survey.step = response.survey.step
    survey.form = response.form
    held = Response.objects.select_for_update().get(pk=response.pk)
    if held.sent_at is not None:
        return Refusal("sent", _already_sent())
    refusal = may_answer(survey, clock.now()) or may_send(survey, person, visitor)
    if refusal is not None:
        return refusal
    answers, faults = clean_all(response.form, held.answers)
    if faults:
        return faults
    shown = {one.id for one in visible(response.form, answers)}
    kept = {id: value for id, value in answers.items() if id in shown and value is not None}
    _drop_replaced(held.answers, kept)
    taken = _mark_participation(survey, person, visitor)
    if taken is not None:
        return taken
    receipt = new_code(RECEIPT_LENGTH)
    held.answers, held.pending = kept, {}
    held.person = _author(survey, person)
    held.visitor = held.code_hash = ""
    held.receipt_hash = keyed("receipt", receipt)
    held.sent_at = held.saved_at = clock.now()
    held.save()
    return Sent(held, receipt)


def _author(survey: Survey, person: Person) -> User | None:
    is_named = survey.identity == Survey.Identity.NAMED
    return person if is_named and isinstance(person, User) else None


def _mark_participation(survey: Survey, person: Person, visitor: str) -> Refusal | None:
    key = participation_key(survey, person, visitor)
    if survey.is_several or not key:
        return None
    try:
        with transaction.atomic():
            Participation.objects.create(survey=survey, key=key)
    except IntegrityError:
        return may_send(survey, person, visitor)
    return None


@transaction.atomic
def delete_response(*, response: Response) -> None:
    """Erase a draft; what was sent stays."""
    held = Response.objects.select_for_update().get(pk=response.pk)
    demand(Refusal("sent", _already_sent()) if held.sent_at is not None else None)
    _drop_replaced(held.answers, {})
    held.delete()
