"""Reading a batch: two independent turns, then a third look at what differs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.ledger.actions import record

from ..models import PaperBatch, PaperLine, PaperReading
from .actions import rule_of
from .policies import may_enter
from .reading import Read

THIRD = 3


@dataclass(frozen=True)
class Difference:
    """A ballot that two people read differently; a missing line is None."""

    position: int
    first: PaperLine | None
    second: PaperLine | None
    third: PaperLine | None = None


def readings_of(batch: PaperBatch) -> dict[int, PaperReading]:
    """The readings of a batch by turn."""
    return {one.turn: one for one in batch.readings.select_related("operator")}


def differences(batch: PaperBatch) -> list[Difference]:
    """Ballots that the first two did not read alike, with what the third look settled."""
    lines: dict[int, dict[int, PaperLine]] = {}
    for line in PaperLine.objects.filter(reading__batch=batch).select_related("reading"):
        lines.setdefault(line.position, {})[line.reading.turn] = line
    return [
        Difference(place, turns.get(1), turns.get(2), turns.get(THIRD))
        for place, turns in sorted(lines.items())
        if not _is_same(turns.get(1), turns.get(2))
    ]


def _is_same(one: PaperLine | None, other: PaperLine | None) -> bool:
    if one is None or other is None:
        return False
    return (one.kind, one.reason, one.choices) == (other.kind, other.reason, other.choices)


def next_turn(batch: PaperBatch, person: User) -> int | Refusal:
    """Which reading ``person`` does now: their unfinished one, else the next that is free."""
    refusal = may_enter(person, batch.contest)
    if refusal is not None:
        return refusal
    if batch.state != PaperBatch.State.OPEN:
        return Refusal("batch_is_signed", _("Ce lot est signé : ses lectures ne changent plus."))
    known = readings_of(batch)
    mine = next((one for one in known.values() if one.operator_id == person.pk), None)
    if mine is not None and mine.finished_at is None:
        return mine.turn
    if mine is not None:
        return _same_operator()
    for turn in (1, 2):
        if turn not in known:
            return turn
    if any(known[turn].finished_at is None for turn in (1, 2)):
        return Refusal("being_read", _("Deux autres personnes lisent ce lot en ce moment."))
    if not differences(batch):
        return Refusal("agreed", _("Les deux lectures concordent : ce lot peut être signé."))
    if THIRD in known:
        return Refusal("being_read", _("Une autre personne tient le troisième regard."))
    return THIRD


def _same_operator() -> Refusal:
    return Refusal(
        "same_operator",
        _("Vous avez déjà lu ce lot."),
        rule=_("Chaque lecture d’un lot est faite par une autre personne."),
        remedy=_("Une collègue ou un collègue fait la lecture suivante depuis son compte."),
    )


@transaction.atomic
def start_reading(*, batch: PaperBatch, actor: User) -> PaperReading | Refusal:
    """The reading of ``actor``: begun, or taken up where it was left.

    Two people who begin at once get two turns; one person never gets two of them.
    """
    turn = next_turn(batch, actor)
    if isinstance(turn, Refusal):
        return turn
    known = PaperReading.objects.filter(batch=batch, operator=actor).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return PaperReading.objects.create(
                batch=batch, turn=turn, operator=actor, started_at=clock.now()
            )
    except IntegrityError as error:
        if rule_of(error) != "one_reading_per_turn":
            raise
    return Refusal("being_read", _("Une autre personne vient de commencer cette lecture."))


@transaction.atomic
def write_line(
    *, reading: PaperReading, position: int, read: Read, actor: User
) -> PaperLine | Refusal:
    """Keep what ``actor`` read on one ballot; writing it again corrects it until the end."""
    refusal = _may_write(reading, actor)
    if refusal is not None:
        return refusal
    told = {"kind": read.kind, "reason": read.reason, "choices": read.choices}
    try:
        with transaction.atomic():
            line, _created = PaperLine.objects.update_or_create(
                reading=reading, position=position, defaults=told
            )
    except IntegrityError as error:
        if not (rule_of(error) or "").startswith("ballot_"):
            raise
        return Refusal("misfit", _("La règle du scrutin n’admet pas ce bulletin."))
    return line


def _may_write(reading: PaperReading, person: User) -> Refusal | None:
    refusal = may_enter(person, reading.batch.contest)
    if refusal is not None:
        return refusal
    if reading.operator_id != person.pk:
        return Refusal("not_your_reading", _("Cette lecture est celle d’une autre personne."))
    if reading.finished_at is not None or reading.batch.state != PaperBatch.State.OPEN:
        return Refusal("finished", _("Cette lecture est terminée."))
    return None


@transaction.atomic
def finish_reading(*, reading: PaperReading, actor: User) -> PaperReading | Refusal:
    """End a reading; what was read then stays, and the other reading is compared with it."""
    refusal = _may_write(reading, actor)
    if refusal is not None:
        return refusal
    if not reading.lines.exists():
        return Refusal("nothing_read", _("Aucun bulletin de ce lot n’est encore saisi."))
    open_ones = [one for one in differences(reading.batch) if one.third is None]
    if reading.turn == THIRD and open_ones:
        return Refusal("still_different", _("Il reste des bulletins qui diffèrent."))
    reading.finished_at = clock.now()
    reading.save(update_fields=["finished_at"])
    record(
        actor=actor,
        verb="read_batch",
        subject=reading.batch.contest,
        process_id=reading.batch.election.step.process_id,
        batch=reading.batch.number,
        turn=reading.turn,
        ballots=reading.lines.count(),
    )
    return reading


def agrees(batch: PaperBatch) -> bool:
    """True when the database would take a signature: two readings, and nothing left to settle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT voting_batch_agrees(%s)", [batch.pk])
        (answer,) = cursor.fetchone()
    return bool(answer)
