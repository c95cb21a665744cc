"""From the first grid to the last letter, by the actions: what each allows, refuses, undoes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from preau.juries.figures import ranking, scores_of
from preau.juries.giving import declare_conflict, lift_conflict
from preau.juries.marking import Typed, finish_reading, reopen_reading, save_reading
from preau.juries.models import Conflict, Criterion, Grant, Jury, Mark, Reading
from preau.juries.personal import forget_seats, gather_seats
from preau.juries.queries import applications, published_grants
from preau.juries.ruling import (
    Ruling,
    close_deliberation,
    open_deliberation,
    publish_decisions,
    reopen_deliberation,
    rule,
    set_presence,
    take_back_ruling,
)
from preau.juries.setting import Line, end_seat, name_juror, set_jury, write_grid
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.ledger.models import Entry
from preau.messaging.models import Email
from preau.proposals.readings import granted_by

from .world import EUROS, LINES, World, apply, grid_of

Lay = Callable[..., World]


def _code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_share_and_tell_readers(lay: Lay) -> None:
    world = lay(files=5, members=4)
    world.share()
    loads = [one.readings.count() for one in world.members]
    assert sorted(loads) == [2, 2, 3, 3]
    assert Email.objects.filter(kind="jury").count() == 4
    entry = Entry.objects.get(verb="shared_applications")
    assert entry.data["seed"] == "graine"
    assert (entry.data["applications"], entry.data["n"], entry.data["gap"]) == (5, 10, 1)
    before = set(Reading.objects.values_list("juror_id", "proposal_id"))
    apply(world.process, 1, clock.now(), first=6)
    world.share()
    assert before < set(Reading.objects.values_list("juror_id", "proposal_id"))
    assert len(applications(world.jury)) == 6


def test_refuse_to_share_without_grid_or_member(lay: Lay, cast: Any) -> None:
    world = lay(members=0)
    with pytest.raises(Refused) as refused:
        world.share()
    assert refused.value.refusal.code == "no_juror"
    grid_of(world.jury).criteria.all().delete()
    with pytest.raises(Refused) as refused:
        world.share()
    assert refused.value.refusal.code == "no_grid"
    world.owner = cast.irene
    with pytest.raises(Refused) as refused:
        world.share()
    assert refused.value.refusal.code == "not_the_owner"


def test_name_members_once(lay: Lay) -> None:
    world = lay(members=1)
    act: dict[str, Any] = {"jury": world.jury, "actor": world.owner}
    made = name_juror(name="Nadia Bensaïd", email="Nadia@Example.org ", **act)
    assert made.user.email == "nadia@example.org"
    assert Email.objects.get(kind="jury").to == "nadia@example.org"
    with pytest.raises(Refused) as refused:
        name_juror(name="Nadia", email="nadia@example.org", **act)
    assert refused.value.refusal.code == "sits_already"
    with pytest.raises(Refused) as refused:
        name_juror(name="Paul", email="paul@example.org", role="president", **act)
    assert refused.value.refusal.code == "presided"


def test_freeze_grid_at_first_mark(lay: Lay) -> None:
    world = lay(files=1, members=2)
    world.share()
    write_grid(jury=world.jury, lines=LINES, actor=world.owner)  # nobody marked: same version
    assert grid_of(world.jury).version == 1
    one, other = world.readings(1)
    world.finish(one, 4, 15)
    world.finish(other, 5, 10)
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.update(weight=9)
    with pytest.raises(Refused) as refused:
        write_grid(jury=world.jury, lines=LINES, actor=world.owner)
    assert refused.value.refusal.code == "reason_missing"
    heavier = (Line("Utilité", weight=1, low=0, high=5), LINES[1])
    write_grid(jury=world.jury, lines=heavier, reason="Poids égaux.", actor=world.owner)
    one.refresh_from_db()
    assert (one.grid.version, one.state) == (2, Reading.State.DONE)
    assert scores_of(world.jury)[one.proposal_id][one.juror_id] == (16 + 15) / 2
    wider = (*heavier, Line("Partage", low=0, high=5))
    write_grid(jury=world.jury, lines=wider, reason="Un critère de plus.", actor=world.owner)
    one.refresh_from_db()
    assert one.state == Reading.State.BEGUN
    assert scores_of(world.jury) == {}
    world.finish(one, 4, 15, 5)
    assert Mark.objects.filter(reading=one, criterion__grid__version=1).count() == 2


def test_save_what_is_typed_and_finish_when_whole(lay: Lay) -> None:
    world = lay(files=1, members=2)
    world.share()
    reading = world.readings(1)[0]
    reading.juror.jury = world.jury
    use, budget = reading.grid.criteria.all()
    person = reading.juror.user
    kept = save_reading(reading=reading, marks={use.pk: Typed(1)}, comment="Hum.", actor=person)
    assert isinstance(kept, Reading)
    assert kept.state == Reading.State.BEGUN
    answer = finish_reading(reading=reading, actor=person)
    assert _code(answer) == "incomplete"
    assert isinstance(answer, Refusal)
    assert set(answer.details) == {str(use.pk), str(budget.pk)}  # words under 2, and a mark
    marks = {use.pk: Typed(1, "Pas de besoin."), budget.pk: Typed(21)}
    save_reading(reading=reading, marks=marks, comment="", actor=person)
    assert Mark.objects.get(reading=reading, criterion=budget).value is None
    marks[budget.pk] = Typed(20)
    save_reading(reading=reading, marks=marks, comment="", actor=person)
    assert isinstance(finish_reading(reading=reading, actor=person), Reading)
    reading.refresh_from_db()
    assert scores_of(world.jury)[reading.proposal_id] == {reading.juror_id: 8}
    assert isinstance(reopen_reading(reading=reading, actor=person), Reading)
    assert scores_of(world.jury) == {}
    with clock.stopped(clock.now() + timedelta(days=11)):
        late = save_reading(reading=reading, marks=marks, comment="", actor=person)
    assert _code(late) == "readings_over"


def test_keep_away_who_has_a_tie(lay: Lay) -> None:
    world = lay(files=6, members=3)
    world.share()
    juror = world.members[0]
    juror.jury = world.jury
    done, waiting = list(juror.readings.order_by("pk"))[:2]
    world.finish(world.readings(done.proposal.number)[0], 3, 10)
    kept = {
        (one.juror_id, one.proposal_id) for one in Reading.objects.filter(state=Reading.State.DONE)
    }
    for reading in (done, waiting):
        made = declare_conflict(juror=juror, proposal=reading.proposal, actor=juror.user)
        assert isinstance(made, Conflict)
    done.refresh_from_db()
    assert done.state == Reading.State.VOID
    assert scores_of(world.jury) == {}
    assert not Reading.objects.filter(pk=waiting.pk).exists()
    others = Reading.objects.filter(proposal=waiting.proposal).exclude(juror=juror)
    assert others.count() == 2
    assert kept  # the reading done stays written
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(juror=juror, proposal=waiting.proposal, grid=grid_of(world.jury))
    refused = save_reading(reading=done, marks={}, comment="", actor=juror.user)
    assert _code(refused) == "conflict"
    conflict = Conflict.objects.get(proposal=done.proposal)
    lift_conflict(conflict=conflict, reason="Homonyme.", actor=world.owner)
    done.refresh_from_db()
    assert done.state == Reading.State.BEGUN


def test_hand_files_of_who_leaves_to_others(lay: Lay) -> None:
    world = lay(files=6, members=4)
    world.share()
    leaver = world.members[3]
    leaver.jury = world.jury
    first = leaver.readings.order_by("pk")[0]
    world.finish(
        next(one for one in world.readings(first.proposal.number) if one.juror_id == leaver.pk),
        3,
        9,
    )
    end_seat(juror=leaver, actor=world.owner)
    assert list(leaver.readings.values_list("state", flat=True)) == [Reading.State.DONE]
    for number in range(1, 7):
        assert len(world.readings(number)) == 2
    assert first.proposal_id in scores_of(world.jury)


def _deliberating(lay: Lay, marks: dict[int, tuple[int, int]], **options: Any) -> World:
    world = lay(files=len(marks), **options)
    world.share()
    world.finish_all(marks)
    world.deliberate()
    return world


def _rule(world: World, number: int, decision: str, euros: int = 0, **more: str) -> object:
    person = world.members[0].user
    more.setdefault("reason", "Les autres dossiers répondent mieux.")
    ruling = Ruling(decision, euros * EUROS, **more)
    return rule(jury=world.jury, proposal=world.file(number), ruling=ruling, actor=person)


def test_grant_within_envelope(lay: Lay) -> None:
    marks = {1: (5, 20), 2: (4, 20), 3: (3, 20)}
    world = _deliberating(lay, marks, envelope_cents=2_500 * EUROS)
    assert [line.proposal.number for line in ranking(world.jury)] == [1, 2, 3]
    assert _code(_rule(world, 1, "retained", 1_001)) == "more_than_asked"
    assert _code(_rule(world, 1, "retained")) == "amount"
    assert _code(_rule(world, 2, "refused", reason=" ")) == "reason"
    assert isinstance(_rule(world, 1, "retained", 1_000), Grant)
    refusal = _rule(world, 2, "retained", 1_501)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "envelope"
    assert "1\u202f500" in str(refusal.remedy) or "1\u00a0500" in str(refusal.remedy)
    assert isinstance(_rule(world, 2, "retained", 1_500), Grant)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(proposal__number=2).update(amount_cents=1_501 * EUROS)
    with pytest.raises(IntegrityError), transaction.atomic():
        Jury.objects.update(envelope_cents=2_499 * EUROS)
    assert _code(_close(world)) == "undecided"
    assert isinstance(_rule(world, 3, "reserve"), Grant)
    assert not isinstance(_close(world), Refusal)


def _close(world: World) -> object:
    return close_deliberation(jury=world.jury, notes="", actor=world.members[0].user)


def test_say_why_equals_part(lay: Lay) -> None:
    world = _deliberating(lay, {1: (4, 10), 2: (4, 10), 3: (2, 10)})
    assert isinstance(_rule(world, 1, "retained", 500), Grant)
    assert _code(_rule(world, 2, "refused")) == "tie"
    made = _rule(world, 2, "refused", tie_reason="Le quartier est déjà servi.")
    assert isinstance(made, Grant)
    assert isinstance(_rule(world, 3, "refused"), Grant)
    assert made.rank == 1


def test_leave_the_room(lay: Lay) -> None:
    world = lay(files=3, members=4)
    world.share()
    president, second = world.members[0], world.members[1]
    president.jury = world.jury
    declare_conflict(juror=president, proposal=world.file(1), actor=president.user)
    world.finish_all({1: (5, 20), 2: (4, 20), 3: (3, 3)})
    world.deliberate()
    assert _code(_rule(world, 1, "retained", 900)) == "conflict"
    ruling = Ruling("retained", 900 * EUROS)
    made = rule(jury=world.jury, proposal=world.file(1), ruling=ruling, actor=second.user)
    assert isinstance(made, Grant)
    assert made.out_of_room == [president.name]
    refused = rule(jury=world.jury, proposal=world.file(2), ruling=ruling, actor=second.user)
    assert _code(refused) == "not_the_president"
    set_presence(jury=world.jury, present=[second.pk], actor=president.user)
    stand_in = rule(jury=world.jury, proposal=world.file(2), ruling=ruling, actor=second.user)
    assert isinstance(stand_in, Grant)


def test_undo_until_published(lay: Lay) -> None:
    world = _deliberating(lay, {1: (5, 20), 2: (1, 2)})
    president = world.members[0].user
    with pytest.raises(Refused):
        set_jury(
            jury=world.jury,
            settings={
                "readers_each": 1,
                "is_anonymous": False,
                "envelope_cents": 1,
                "reads_until": None,
            },
            actor=world.owner,
        )
    made = _rule(world, 1, "retained", 700)
    assert isinstance(made, Grant)
    take_back_ruling(grant=made, actor=president)
    assert not Grant.objects.exists()
    _rule(world, 1, "retained", 800)
    _rule(world, 2, "refused")
    _close(world)
    assert published_grants(world.process) == []
    with pytest.raises(Refused):
        take_back_ruling(grant=Grant.objects.all()[0], actor=president)
    reopen_deliberation(jury=world.jury, actor=president)
    _rule(world, 1, "retained", 900)
    _close(world)
    assert granted_by([world.file(1)]) == {}
    publish_decisions(jury=world.jury, actor=world.owner)
    assert [one.amount_cents for one in published_grants(world.process)] == [900 * EUROS, 0]
    first, second = world.file(1), world.file(2)
    assert granted_by([first, second]) == {first.pk: (900 * EUROS, False), second.pk: (0, False)}
    with pytest.raises(Refused) as refused:
        reopen_deliberation(jury=world.jury, actor=president)
    assert refused.value.refusal.code == "published"


def test_open_with_envelope_president_and_scores(lay: Lay) -> None:
    world = lay(files=1, members=2, envelope_cents=None)

    def code() -> str:
        with pytest.raises(Refused) as refused:
            open_deliberation(jury=world.jury, actor=world.owner)
        return refused.value.refusal.code

    assert code() == "no_envelope"
    Jury.objects.update(envelope_cents=1)
    assert code() == "no_reading"
    world.jury.jurors.filter(role="president").update(role="member")
    assert code() == "no_president"


def test_give_and_forget_what_a_seat_holds(lay: Lay) -> None:
    world = lay(files=2, members=3)
    world.share()
    seat = world.members[0]
    seat.jury = world.jury
    reading = seat.readings.all()[0]
    world.finish(reading, 3, 10)
    tied = world.file(3 - reading.proposal.number)
    declare_conflict(juror=seat, proposal=tied, reason="Mon frère.", actor=seat.user)
    (held,) = gather_seats(seat.user)
    assert held["liens"][0]["lien"] == "Mon frère."
    notes = [one["notes"] for one in held["lectures"] if one["notes"]]
    assert [mark["note"] for mark in notes[0]] == [3, 10]
    forget_seats(person=seat.user)
    (held,) = gather_seats(seat.user)
    assert held["liens"][0]["lien"] == ""
    assert held["lectures"][0]["avis"] == "Bien."
