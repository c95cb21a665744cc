"""Writes of the reading of open answers: set up, taken in hand, read, compared, settled."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record

from ..models import CodedAnswer, Coding, Reading, Response
from .policies import may_change_reading, may_code, may_see_readings, may_set_coding

#: An answer taken in hand and left is for the others again after that long.
IN_HAND = timedelta(hours=1)
CHUNK = 1000


def tell(coding: Coding, actor: User, verb: str, **data: Any) -> None:
    """Write an act of the reading in the ledger, under its step."""
    step = coding.survey.step
    process = step.process_id
    record(
        actor=actor, verb=verb, subject=step, process_id=process, question=coding.question, **data
    )


@transaction.atomic
def set_coding(
    *, coding: Coding, readers: int, share: int, is_blind: bool, actor: User
) -> Refusal | None:
    """How many read each answer, and whether they see one another; answers come in to be read."""
    refusal = may_set_coding(actor, coding, is_blind=is_blind)
    if refusal is not None:
        return refusal
    coding.readers, coding.share, coding.is_blind = readers, share, is_blind
    coding.save()
    take_in(coding)
    for answer in coding.answers.filter(taken=0).iterator(chunk_size=CHUNK):
        answer.wanted = _wanted(coding, answer.response_id)
        answer.save(update_fields=["wanted"])
    tell(coding, actor, "set_coding", readers=readers, share=share, blind=is_blind)
    return None


def take_in(coding: Coding) -> int:
    """Make the answers sent since then answers to read; how many there were."""
    path = f"answers__{coding.question}"
    new = (
        Response.objects.sent()
        .filter(survey=coding.survey_id, answers__has_key=coding.question)
        .exclude(**{path: None})
        .exclude(coded__coding=coding)
    )
    total = 0
    waiting = new.values_list("pk", flat=True).order_by("pk").iterator(chunk_size=CHUNK)
    while some := list(islice(waiting, CHUNK)):
        CodedAnswer.objects.bulk_create(
            [CodedAnswer(coding=coding, response_id=pk, wanted=_wanted(coding, pk)) for pk in some],
            ignore_conflicts=True,
        )
        total += len(some)
    return total


def _wanted(coding: Coding, response: int) -> int:
    """Readings of that answer: which ones are read by several is drawn once, by its number."""
    is_shared = zlib.crc32(str(response).encode()) % 100 < coding.share
    return coding.readers if is_shared else 1


@transaction.atomic
def take_next(*, coding: Coding, reader: User) -> Reading | None:
    """The next answer for ``reader``, kept in their hand; None when nothing is left for them."""
    demand(may_code(reader, coding.survey.step.process_id))
    mine = Reading.objects.filter(answer__coding=coding, reader=reader)
    held = mine.filter(read_at=None).first()
    if held is not None:
        return held
    _release(coding)
    answer = _free(coding, reader)
    if answer is None and take_in(coding):
        answer = _free(coding, reader)
    if answer is None:
        return None
    CodedAnswer.objects.filter(pk=answer.pk).update(taken=F("taken") + 1)
    return Reading.objects.create(answer=answer, reader=reader, taken_at=clock.now())


def _free(coding: Coding, reader: User) -> CodedAnswer | None:
    """An answer that wants one more reading, and that nobody is taking at this instant."""
    free = CodedAnswer.objects.filter(coding=coding, taken__lt=F("wanted"))
    others = free.exclude(readings__reader=reader).order_by("pk")
    return others.select_for_update(skip_locked=True, of=("self",)).first()


def _release(coding: Coding) -> None:
    """Answers that somebody took in hand and left go back to the others."""
    left = Reading.objects.filter(
        answer__coding=coding, read_at=None, taken_at__lt=clock.now() - IN_HAND
    )
    for reading in left.select_for_update(skip_locked=True, of=("self",)):
        CodedAnswer.objects.filter(pk=reading.answer_id).update(taken=F("taken") - 1)
        reading.delete()


@transaction.atomic
def read_answer(
    *, reading: Reading, themes: Iterable[int], note: str, actor: User
) -> Refusal | None:
    """Keep the themes that ``actor`` saw in the answer; none of them is a reading too."""
    held = _held(reading.answer_id)
    demand(may_code(actor, held.coding.survey.step.process_id))
    mine = Reading.objects.select_for_update().get(pk=reading.pk, reader=actor)
    mine.answer = held
    refusal = may_change_reading(mine) if mine.read_at else None
    if refusal is not None:
        return refusal
    mine.themes, mine.note = _known(held.coding, themes), note[:300]
    mine.read_at = clock.now()
    mine.save(update_fields=["themes", "note", "read_at"])
    conclude(held)
    return None


def _held(answer: int) -> CodedAnswer:
    answers = CodedAnswer.objects.select_for_update(of=("self",))
    return answers.select_related("coding__survey__step").get(pk=answer)


def _known(coding: Coding, themes: Iterable[int]) -> list[int]:
    return sorted(coding.themes.filter(pk__in=list(themes)).values_list("pk", flat=True))


def conclude(answer: CodedAnswer) -> None:
    """Give the answer its themes once all have read the same; take them back when they do not."""
    if answer.settled_at is not None:
        return
    done = [one.themes for one in answer.readings.exclude(read_at=None)]
    is_agreed = len(done) >= answer.wanted and all(one == done[0] for one in done)
    set_themes(answer, done[0] if is_agreed else None)


def set_themes(answer: CodedAnswer, themes: list[int] | None) -> None:
    """What counts of the answer from now on."""
    if answer.themes == themes:
        return
    answer.themes = themes
    answer.save(update_fields=["themes"])
    Coding.objects.filter(pk=answer.coding_id).update(changes=F("changes") + 1)


@transaction.atomic
def compare(*, coding: Coding, actor: User) -> None:
    """End the blind reading: readings lie side by side from now on."""
    demand(may_run_process(actor, coding.survey.step.process_id))
    if coding.compared_at is None:
        coding.compared_at = clock.now()
        coding.save(update_fields=["compared_at"])
        tell(coding, actor, "compared_readings")


@transaction.atomic
def settle(*, answer: CodedAnswer, themes: Iterable[int], actor: User) -> Refusal | None:
    """Decide the themes of an answer that was read differently; the readings stay as they are."""
    held = _held(answer.pk)
    demand(may_code(actor, held.coding.survey.step.process_id))
    refusal = may_see_readings(held.coding) or _refusal_by_missing(held)
    if refusal is not None:
        return refusal
    set_themes(held, _known(held.coding, themes))
    held.settled_by, held.settled_at = actor, clock.now()
    held.save(update_fields=["settled_by", "settled_at"])
    tell(held.coding, actor, "settled_reading", answer=held.pk)
    return None


def _refusal_by_missing(answer: CodedAnswer) -> Refusal | None:
    if answer.readings.exclude(read_at=None).count() >= answer.wanted:
        return None
    return Refusal(
        "not_read",
        _("Cette réponse n’a pas encore toutes ses lectures."),
        remedy=_("Elle se tranche une fois lue par tous ceux qui le doivent."),
    )
