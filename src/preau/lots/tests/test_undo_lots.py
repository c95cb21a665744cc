"""For half an hour a lot can be undone, and its mails never leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client

from preau.kernel import clock
from preau.lots.models import Line, Lot
from preau.lots.queries import tally
from preau.messaging.models import Email
from preau.proposals.models import Proposal, Status, Theme
from preau.reviews.actions import decide
from preau.reviews.models import Decision, Verdict
from preau.reviews.tests.world import World

from .conftest import work

Do = Callable[..., Lot]


def undo(client: Client, lot: Lot) -> Lot:
    response = client.post(f"{lot.get_absolute_url()}annuler/")
    assert response.status_code == 302
    return work(lot)


def test_undo_decisions(world: World, cast: Any, odile: Client, do: Do, deliver_mail: Any) -> None:
    world.propose("Un banc", cast.nadia)
    reopened = world.propose("Deux bancs", cast.paul)
    said = {"step": world.review, "actor": cast.odile, "motive": world.motive}
    decide(proposal=reopened, verdict="refused", words="Trop cher.", tell_author=False, **said)
    reopened.cost_cents = 5_00
    reopened.save()
    Proposal.objects.filter(number=1).update(cost_cents=3_00)
    lot = do(act="retain", numbers="1,2", words="Bravo.")
    assert set(Proposal.objects.values_list("status", flat=True)) == {Status.RETAINED}
    assert "Annuler ce lot" in odile.get(lot.get_absolute_url()).content.decode()
    lot = undo(odile, lot)
    assert tally(lot) == {Line.State.UNDONE: 2}
    first, second = Proposal.objects.order_by("number")
    assert (first.status, second.status) == (Status.REVIEW, Status.REFUSED)
    current = Decision.objects.current().get(proposal=second)
    assert (current.verdict, current.words) == (Verdict.REFUSED, "Trop cher.")
    assert Email.objects.count() == 0
    with clock.stopped(clock.now() + timedelta(hours=1)):
        assert deliver_mail() == []


def test_undo_place_service_and_status(world: World, cast: Any, odile: Client, do: Do) -> None:
    theme, service = Theme.objects.create(code="nature", name="Nature"), cast.service()
    service.email = "verts@example.org"
    service.save()
    world.propose("Un banc", zone_id=cast.zone().pk)
    lots = [
        do(act="place", numbers="1", theme=theme.pk, why="Tri."),
        do(act="service", numbers="1", service=service.pk, due_on="2031-06-12"),
        do(act="status", numbers="1", status="review", reason="Tri."),
    ]
    for lot in reversed(lots):
        undo(odile, lot)
    one = Proposal.objects.get()
    assert (one.theme, one.zone, one.service, one.due_on) == (None, cast.zone(), None, None)
    assert one.status == Status.SUBMITTED
    assert Email.objects.count() == 0


def test_keep_what_changed_since(
    world: World, cast: Any, odile: Client, do: Do, deliver_mail: Any
) -> None:
    """Nobody's later work is undone; the mail of that idea leaves, and the service's is redone."""
    service = cast.service()
    service.email = "verts@example.org"
    service.save()
    world.propose("Un banc")
    world.propose("Deux bancs")
    lot = do(act="service", numbers="1,2", service=service.pk)
    Proposal.objects.filter(number=2).update(status=Status.CHECKING)
    lot = undo(odile, lot)
    assert tally(lot) == {Line.State.UNDONE: 1, Line.State.KEPT: 1}
    assert "a changé depuis" in odile.get(lot.get_absolute_url()).content.decode()
    with clock.stopped(clock.now() + timedelta(minutes=31)):
        (mail,) = deliver_mail()
    assert "n°\u00a02" in mail.body
    assert "n°\u00a01" not in mail.body


def test_refuse_once_mails_have_left(world: World, cast: Any, odile: Client, do: Do) -> None:
    world.propose("Un banc", cast.nadia)
    lot = do(act="refuse", numbers="1", motive=world.motive.pk, words="")
    with clock.stopped(clock.now() + timedelta(minutes=30)):
        response = odile.post(f"{lot.get_absolute_url()}annuler/")
    assert response.status_code == 403
    assert "trente minutes" in response.content.decode()
    assert Proposal.objects.get().status == Status.REFUSED


def test_keep_the_line_whose_mail_left(world: World, cast: Any, odile: Client, do: Do) -> None:
    world.propose("Un banc", cast.nadia)
    lot = do(act="refuse", numbers="1", motive=world.motive.pk, words="")
    Email.objects.update(state=Email.State.SENT)
    assert tally(undo(odile, lot)) == {Line.State.KEPT: 1}


def test_stop_in_the_middle(world: World, cast: Any, odile: Client, prepare: Do) -> None:
    from preau.lots.working import _run_line, work_of

    for title in ("Un", "Deux"):
        world.propose(title, cast.nadia)
    lot = prepare(act="refuse", numbers="1,2", motive=world.motive.pk, words="")
    odile.post(lot.get_absolute_url(), {"when": "now"})
    lot = Lot.objects.get(pk=lot.pk)
    running = work_of(lot)
    assert running is not None
    _run_line(running, lot.lines.get(number=1).pk)
    lot = undo(odile, lot)
    assert tally(lot) == {Line.State.UNDONE: 1, Line.State.SKIPPED: 1}
    assert Email.objects.count() == 0
