"""One act on many proposals: seen before, done once, reported line by line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.ledger.models import Entry
from preau.lots.models import Line, Lot
from preau.lots.queries import outcome_of, tally
from preau.lots.tasks import forget_old, take_over
from preau.lots.working import run_chunk
from preau.messaging.models import Email
from preau.proposals.models import Event, Proposal, Status
from preau.reviews.models import Decision
from preau.reviews.tests.world import World

from .conftest import LOT, work

Do = Callable[..., Lot]


def outcome(lot: Lot) -> str:
    return outcome_of(tally(lot))


def test_refuse_many_with_one_reason(
    world: World, cast: Any, odile: Client, prepare: Do, do: Do, deliver_mail: Any
) -> None:
    for title in ("Un banc", "Deux bancs"):
        world.propose(title, cast.nadia)
    world.propose("Trois bancs", cast.paul)
    page = odile.post(LOT, {"act": "refuse", "pick": ["1", "2", "3"]}).content.decode()
    assert "3 idées" in page
    said = {"act": "refuse", "numbers": "1,2,3", "motive": world.motive.pk, "words": ""}
    lot = prepare(**said)
    assert lot.foreseen == {"changed": 3, "refused": 0, "same": 0, "mails": 3, "people": 2}
    page = odile.get(lot.get_absolute_url()).content.decode()
    assert "3 messages partiront" in page
    assert "à 2 personnes" in page
    assert "<del>Déposée</del>" in page
    assert "<ins>Non retenue</ins>" in page
    assert (Decision.objects.count(), Email.objects.count()) == (0, 0)
    assert not any("to" in line.foreseen for line in lot.lines.all())
    odile.post(lot.get_absolute_url(), {"when": "now"})
    lot = work(lot)
    assert outcome(lot) == "3 faites"
    assert set(Proposal.objects.values_list("status", flat=True)) == {Status.REFUSED}
    again = do(**said)
    assert outcome(again) == "3 déjà faites"
    assert Decision.objects.count() == 3
    assert deliver_mail() == []
    with clock.stopped(clock.now() + timedelta(minutes=31)):
        assert len(deliver_mail()) == 3
    assert Entry.objects.filter(verb="bulk_changed").count() == 1


def test_report_lines_that_cannot(world: World, odile: Client, do: Do) -> None:
    dear = world.propose("Avec coût")
    dear.cost_cents = 100_00
    dear.save()
    world.propose("Sans coût")
    lot = do("?statut=waiting", act="retain", scope="filter", words="")
    assert outcome(lot) == "1 faite, 1 à revoir"
    page = odile.get(f"{lot.get_absolute_url()}?etat=refused").content.decode()
    assert "Donnez le coût étudié" in page
    assert "Avec coût" not in page


def test_entrust_many_to_a_service(
    world: World, cast: Any, odile: Client, prepare: Do, do: Do, deliver_mail: Any
) -> None:
    service = cast.service()
    service.email = "espaces.verts@example.org"
    service.save()
    for number in range(3):
        world.propose(f"Idée {number}")
    said = {"act": "service", "numbers": "1,2,3", "service": service.pk}
    assert prepare(**said).foreseen["mails"] == 1
    assert outcome(do(**said)) == "3 faites"
    with clock.stopped(clock.now() + timedelta(minutes=31)):
        (mail,) = deliver_mail()
    assert mail.to == ["espaces.verts@example.org"]
    assert "n°\u00a01, n°\u00a02, n°\u00a03" in mail.body
    said |= {"numbers": "2", "due_on": "2031-06-12"}
    assert outcome(do(**said)) == "1 faite"
    with clock.stopped(clock.now() + timedelta(minutes=31)):
        assert "attendue pour le jeudi 12\u00a0juin 2031" in deliver_mail()[-1].body
    journal = odile.get("/bureau/demarches/bp/journal/").content.decode()
    assert "à Espaces verts, pour le jeudi 12\u00a0juin 2031" in journal
    wrong = odile.post(LOT, said | {"due_on": "demain", "stage": "preview"})
    assert wrong.context["form"].errors


def test_change_status_but_never_over_an_answer(world: World, odile: Client, do: Do) -> None:
    world.propose("Un banc")
    answered = world.propose("Deux bancs")
    answered.status = Status.RETAINED
    answered.save()
    said = {"act": "status", "numbers": "1,2", "status": "review", "reason": "Étude lancée."}
    again = odile.post(LOT, {**said, "reason": "", "stage": "preview"})
    assert again.context["form"].errors
    assert outcome(do(**said)) == "1 faite, 1 à revoir"
    answered.refresh_from_db()
    assert answered.status == Status.RETAINED


@pytest.mark.parametrize("data", [{}, {"act": "refuse"}, {"act": "nothing", "pick": "1"}])
def test_ask_again_for_an_empty_lot(world: World, odile: Client, data: dict[str, str]) -> None:
    world.propose("Un banc")
    assert odile.post(LOT, data).context["lack"] is not None


def test_go_on_where_the_worker_fell(
    world: World, cast: Any, prepare: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second worker takes over: each line once, each mail once, whoever comes last ends it."""
    monkeypatch.setattr("preau.lots.working.CHUNK", 2)
    for title in ("Un", "Deux", "Trois"):
        world.propose(title, cast.nadia)
    lot = prepare(act="refuse", numbers="1,2,3", motive=world.motive.pk, words="")
    Lot.objects.filter(pk=lot.pk).update(state=Lot.State.RUNNING, undo_until=clock.now())
    first, second = Lot.objects.get(pk=lot.pk), Lot.objects.get(pk=lot.pk)
    assert run_chunk(first) is True
    assert tally(lot) == {Line.State.DONE: 2, Line.State.WAITING: 1}
    take_over()  # just touched: its worker may be alive
    assert run_chunk(second) is False
    assert run_chunk(first) is False
    assert tally(lot) == {Line.State.DONE: 3}
    assert (Decision.objects.count(), Email.objects.count()) == (3, 3)
    assert Entry.objects.filter(verb="bulk_changed").count() == 1


def test_report_a_line_that_breaks(
    world: World, prepare: Do, odile: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.propose("Un banc")
    world.propose("Deux bancs")
    lot = prepare(act="status", numbers="1,2", status="review", reason="Tri.")
    odile.post(lot.get_absolute_url(), {"when": "now"})
    from preau.proposals.desk import own_acts

    right = own_acts.set_status

    def break_one(**asked: Any) -> None:
        if asked["proposal"].number == 1:
            raise ZeroDivisionError
        right(**asked)

    monkeypatch.setattr(own_acts, "set_status", break_one)
    lot = work(lot)
    assert outcome(lot) == "1 faite, 1 à revoir"
    assert "erreur de la plateforme" in lot.lines.get(number=1).reason


def test_wait_for_its_hour(world: World, cast: Any, odile: Client, prepare: Do) -> None:
    world.propose("Un banc", cast.nadia)
    lot = prepare(act="refuse", numbers="1", motive=world.motive.pk, words="")
    url = lot.get_absolute_url()
    past = odile.post(url, {"when": "later", "day": "2027-03-01", "hour": "09:00"})
    assert past.context["form"].errors
    assert odile.post(url, {"when": "later", "day": "2027-03-15"}).context["form"].errors
    odile.post(url, {"when": "later", "day": "2027-03-15", "hour": "09:00"})
    lot = work(lot)
    assert (lot.state, Decision.objects.count()) == (Lot.State.PLANNED, 0)
    assert "Prévu lundi 15\u00a0mars" in odile.get(url).content.decode()
    odile.post(url, {"do": "call_off"})
    assert work(lot).state == Lot.State.PREPARED
    odile.post(url, {"when": "later", "day": "2027-03-16", "hour": "09:00"})
    with clock.stopped(clock.now() + timedelta(days=3)):
        assert work(lot).state == Lot.State.PLANNED
    with clock.stopped(clock.now() + timedelta(days=4)):
        assert work(lot).state == Lot.State.DONE
        assert Decision.objects.count() == 1


def test_stop_when_what_it_asks_is_gone(
    world: World, cast: Any, odile: Client, prepare: Do
) -> None:
    world.propose("Un banc")
    service = cast.service()
    lot = prepare(act="service", numbers="1", service=service.pk)
    odile.post(lot.get_absolute_url(), {"when": "now"})
    service.delete()
    lot = work(lot)
    assert lot.state == Lot.State.FAILED
    assert outcome(lot) == "1 pas faite"
    assert lot.trouble in odile.get(lot.get_absolute_url()).content.decode()


def test_refuse_who_may_not(world: World, cast: Any, client: Client, prepare: Do) -> None:
    world.propose("Un banc")
    lot = prepare(act="status", numbers="1", status="review", reason="Tri.")
    client.force_login(cast.irene)
    for path in (lot.get_absolute_url(), f"{lot.get_absolute_url()}annuler/"):
        assert client.post(path, {"when": "now"}).status_code == 403
    assert Event.objects.filter(kind="status").count() == 0


def test_forget_lots_never_started(world: World, prepare: Do) -> None:
    world.propose("Un banc")
    prepare(act="status", numbers="1", status="review", reason="Tri.")
    forget_old()
    assert Lot.objects.count() == 1
    with clock.stopped(clock.now() + timedelta(days=31)):
        forget_old()
    assert Lot.objects.count() == 0


def test_paste_from_a_spreadsheet(world: World, cast: Any, odile: Client, prepare: Do) -> None:
    """Names are known without accents nor case; an empty cell changes nothing; faults are said."""
    service, zone = cast.service("Espaces verts"), cast.zone()
    for title in ("Un banc", "Deux bancs"):
        world.propose(title)
    asked = {"act": "paste", "why": "Relevé du service."}
    page = odile.get(f"{LOT}?acte=paste").content.decode()
    assert "Lignes copiées du tableur" in page
    wrong = "Numéro\tService\tÉchéance\n1\tInconnu\t31/02/2031\nx\tEspaces verts\t"
    response = odile.post(LOT, {**asked, "block": wrong, "stage": "preview"})
    faults = response.context["form"].errors["block"]
    assert len(faults) == 3
    assert "Ligne\u00a02" in faults[0]
    assert "31/02/2031" in response.content.decode()
    strangers = odile.post(LOT, {**asked, "block": "Numéro;Service\n9;espaces verts", "stage": "x"})
    assert "ces numéros" in str(strangers.context["form"].errors)
    block = "n°\tSERVICE\techeance\tquartier\tCoût\n1\tespaces VERTS\t12/06/2031\t\t1 200,50\n"
    lot = prepare(**asked, block=f"{block}2\t\t\tgare\t")
    assert lot.foreseen["changed"] == 2
    odile.post(lot.get_absolute_url(), {"when": "now"})
    assert outcome(work(lot)) == "2 faites"
    first, second = Proposal.objects.order_by("number")
    assert (first.service, first.cost_cents, first.zone) == (service, 1200_50, None)
    assert first.due_on is not None
    assert (second.service, second.zone) == (None, zone)
