"""The pages of a jury, as its members, its secretary and everyone use them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from preau.juries.giving import declare_conflict
from preau.juries.models import Conflict, Deliberation, Grant, Grid, Juror, Reading
from preau.lots.actions import start_lot, undo_lot
from preau.lots.models import Line as LotLine
from preau.lots.models import Lot
from preau.lots.steps import advance
from preau.messaging.models import Email
from preau.proposals.models import Status

from .world import EUROS, World

Lay = Callable[..., World]


def _window(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _text(response: Any) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_read_alone_and_blind(lay: Lay, cast: Any) -> None:
    world = lay(files=3, members=3)
    url = world.jury.url("readings")
    assert Client().get(url).status_code == 302
    assert _window(cast.nadia).get(url).status_code == 403
    assert _window(cast.odile).get(url).status_code == 403
    juror = world.members[0]
    client = _window(juror.user)
    assert "Aucun dossier" in _text(client.get(url))
    world.share()
    page = _text(client.get(url))
    mine = list(juror.readings.order_by("proposal__number"))
    assert f"0 lectures terminées sur {len(mine)}" in page
    reading = mine[0]
    address = world.jury.url("read", reading.proposal.number)
    page = _text(client.get(address))
    assert "Faire le projet" in page
    assert "Association" not in page
    other = next(n for n in (1, 2, 3) if n not in {one.proposal.number for one in mine})
    assert client.get(world.jury.url("read", other)).status_code == 404
    use, budget = reading.grid.criteria.all()
    typed = {f"mark_{use.pk}": "1", f"words_{budget.pk}": "Cher.", "comment": "À voir."}
    saved = client.post(address, typed, headers={"X-Requested-With": "autosave"})
    assert saved.status_code == 204
    again = client.post(address, {**typed, "act": "finish"})
    assert again.status_code == 422
    assert "Au-dessous de 2, dites pourquoi." in _text(again)
    assert "Cher." in _text(again)
    whole = {**typed, f"words_{use.pk}": "Peu utile.", f"mark_{budget.pk}": "12"}
    assert client.post(address, {**whole, "act": "finish"}).status_code == 302
    assert "1 lecture terminée sur" in _text(client.get(url))
    late = client.post(address, whole, headers={"X-Requested-With": "autosave"})
    assert late.headers["X-Refused"] == "1"
    assert client.post(address, {"act": "reopen"}).status_code == 302
    reading.refresh_from_db()
    assert reading.state == Reading.State.BEGUN


def test_declare_ties(lay: Lay) -> None:
    world = lay(files=4, members=4)
    juror = world.members[1]
    client = _window(juror.user)
    page = _text(client.get(world.jury.url("conflicts")))
    assert "Association 001" in page
    assert "Projet 1" not in page  # who applies, never what
    world.share()
    reading = juror.readings.order_by("pk")[0]
    posted = {"application": reading.proposal_id, "then": "readings"}
    assert client.post(world.jury.url("conflicts"), posted).status_code == 302
    assert Conflict.objects.get().stated_by is None
    assert client.get(world.jury.url("read", reading.proposal.number)).status_code == 404
    reason = {"application": reading.proposal_id, "reason": "Ma sœur y travaille."}
    client.post(world.jury.url("conflicts"), reason)
    assert Conflict.objects.get().reason == "Ma sœur y travaille."
    assert client.post(world.jury.url("conflicts"), {"application": "0"}).status_code == 404


def test_set_jury_in_desk(lay: Lay, cast: Any) -> None:
    world = lay(files=3, members=0)
    client = _window(world.owner)
    for name in (
        "home",
        "members",
        "grid",
        "settings",
        "calibration",
        "ranking",
        "letters",
        "report",
    ):
        assert client.get(world.jury.desk_url(name)).status_code == 200, name
        assert _window(cast.irene).get(world.jury.desk_url(name)).status_code == 403
    url = world.jury.desk_url("members")
    for place, role in enumerate(("president", "member", "member")):
        typed = {"act": "name", "name": f"M{place}", "email": f"m{place}@example.org", "role": role}
        assert client.post(url, typed).status_code == 302
    again = client.post(url, {**typed, "email": "m0@example.org"})
    assert again.status_code == 422
    assert "déjà celle d’un membre" in _text(again)
    grid = {"lines": "2", "line0-label": "Qualité", "line0-low": "5", "line0-high": "4"}
    bad = client.post(world.jury.desk_url("grid"), grid)
    assert bad.status_code == 422
    assert "dépasse la plus basse" in _text(bad)
    good = {**grid, "line0-high": "9", "line0-weight": "2"}
    assert client.post(world.jury.desk_url("grid"), good).status_code == 302
    assert [one.high for one in Grid.objects.get().criteria.all()] == [9]
    settings = {"readers_each": "3", "envelope_cents": "12 500", "reads_until": ""}
    assert client.post(world.jury.desk_url("settings"), settings).status_code == 302
    stated = {
        "act": "state",
        "juror": Juror.objects.all()[2].pk,
        "number": "2",
        "reason": "Cousins.",
    }
    assert client.post(url, stated).status_code == 302
    page = _text(client.get(world.jury.desk_url("home")))
    assert "2 sur 3, 1 liens pour 3 membres" in page
    assert client.post(world.jury.desk_url("share")).status_code == 302
    assert Reading.objects.count() == 8
    world.jury.refresh_from_db()
    assert (world.jury.envelope_cents, world.jury.is_anonymous) == (12_500 * EUROS, False)
    lifted = client.post(world.jury.desk_url("lift", Conflict.objects.get().pk), {"reason": ""})
    assert lifted.status_code == 403
    assert client.post(world.jury.desk_url("end", Juror.objects.all()[1].pk)).status_code == 302
    assert Reading.objects.count() == 5


@pytest.fixture
def ruled(lay: Lay) -> World:
    """Four applications, two of them equal, a member tied to the first; all is marked."""
    world = lay(files=4, members=4, envelope_cents=4_000 * EUROS)
    world.share()
    member = world.members[2]
    member.jury = world.jury
    declare_conflict(juror=member, proposal=world.file(1), actor=member.user)
    world.finish_all({1: (5, 18), 2: (4, 10), 3: (4, 10), 4: (1, 3)})
    return world


def _decide(world: World) -> Client:
    client = _window(world.members[0].user)
    assert client.post(world.jury.url("deliberation"), {"act": "open"}).status_code == 302
    for number, typed in {
        1: {"decision": "retained", "amount_cents": "1 000"},
        2: {"decision": "retained", "amount_cents": "2 000"},
        3: {"decision": "reserve", "reason": "Enveloppe.", "tie_reason": "Moins avancé."},
        4: {"decision": "refused", "reason": "Hors sujet."},
    }.items():
        answer = client.post(world.jury.url("rule", number), typed)
        assert answer.status_code == 302, _text(answer)
    return client


def test_deliberate_on_screen(ruled: World) -> None:
    jury = ruled.jury
    away, member = _window(ruled.members[2].user), _window(ruled.members[1].user)
    assert member.get(jury.url("deliberation")).status_code == 404
    assert member.get(jury.url("rule", 1)).status_code == 404
    client = _decide(ruled)
    over = client.post(jury.url("rule", 4), {"decision": "retained", "amount_cents": "1 001"})
    assert over.status_code == 422
    assert "dépasseraient l’enveloppe" in _text(over)
    assert 'value="1 001"' in _text(over)
    tie = client.post(jury.url("rule", 3), {"decision": "refused", "reason": "Non."})
    assert "Écrivez ce qui les départage." in _text(tie)
    page = _text(away.get(jury.url("deliberation")))
    assert "Un lien vous écarte" in page
    assert away.get(jury.url("rule", 1)).status_code == 403
    assert "La présidence du jury écrit" in _text(member.get(jury.url("rule", 1)))
    assert client.post(jury.url("take_back", 4)).status_code == 302
    early = client.post(jury.url("deliberation"), {"act": "close"})
    assert early.status_code == 403
    assert "n° 4" in _text(early)
    refused = {"decision": "refused", "reason": "Hors sujet."}
    client.post(jury.url("rule", 4), refused)
    assert client.get(jury.url("minutes")).status_code == 404
    client.post(jury.url("deliberation"), {"act": "close", "notes": "Rien."})
    minutes = member.get(jury.url("minutes"))
    assert minutes.content.startswith(b"%PDF")
    assert Deliberation.objects.get().closed_by_name == "Jurée 1"


def test_see_correction_beside_marks(ruled: World) -> None:
    client = _window(ruled.owner)
    for name in ("calibration", "ranking"):
        plain = _text(client.get(ruled.jury.desk_url(name)))
        shown = _text(client.get(ruled.jury.desk_url(name) + "?correction=additive"))
        assert "orrigée</th>" not in plain
        assert "orrigée</th>" in shown
        assert client.get(ruled.jury.desk_url(name) + "?correction=magie").status_code == 200


def test_write_letters_in_one_lot(ruled: World, deliver_mail: Any) -> None:
    _decide(ruled)
    president = _window(ruled.members[0].user)
    jury, client = ruled.jury, _window(ruled.owner)
    author = _window(ruled.file(1).author)
    assert client.post(jury.desk_url("prepare")).status_code == 403 or not Lot.objects.exists()
    president.post(jury.url("deliberation"), {"act": "close"})
    assert client.get(jury.url("letter", 1)).content.startswith(b"%PDF")
    assert author.get(jury.url("letter", 1)).status_code == 404
    assert client.post(jury.desk_url("prepare")).status_code == 302
    lot = Lot.objects.get()
    assert (lot.lines.count(), lot.foreseen["mails"]) == (4, 4)
    assert not Grant.objects.exclude(told_at=None).exists()  # only rehearsed
    _run(start_lot(lot=lot, actor=ruled.owner))
    assert Email.objects.filter(kind="jury_letter").count() == 4
    statuses = [ruled.file(number).status for number in range(1, 5)]
    assert statuses == [Status.ELECTED, Status.ELECTED, Status.REVIEW, Status.NOT_ELECTED]
    assert president.post(jury.url("deliberation"), {"act": "reopen"}).status_code == 403
    _run(undo_lot(lot=lot, actor=ruled.owner))
    assert not Email.objects.filter(kind="jury_letter").exclude(state="held").exists()
    assert ruled.file(1).status == Status.REVIEW
    client.post(jury.desk_url("prepare"))
    second = Lot.objects.order_by("-pk")[0]
    _run(start_lot(lot=second, actor=ruled.owner))
    assert set(second.lines.values_list("state", flat=True)) == {LotLine.State.DONE}
    client.post(jury.desk_url("prepare"))  # nothing is left to say
    assert Lot.objects.count() == 2
    assert author.get(jury.url("letter", 1)).content.startswith(b"%PDF")
    assert author.get(jury.url("letter", 2)).status_code == 404
    public = jury.url("home")
    assert "1 000 €" not in _text(Client().get(public))
    assert client.post(jury.desk_url("publish")).status_code == 302
    page = _text(Client().get(public))
    assert "3 000 € sur une enveloppe de 4 000 €" in page
    assert "Hors sujet" not in page


def _run(lot: Lot) -> None:
    while advance(Lot.objects.select_related("actor", "undone_by", "process").get(pk=lot.pk)):
        pass
