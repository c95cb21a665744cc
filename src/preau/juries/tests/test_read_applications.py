"""A jury of a real call: what was sent is read blind, with its documents; what is incomplete is not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from preau.blueprints import appel_a_projets
from preau.calls.actions import (
    begin_application,
    put_piece,
    save_part,
    send_application,
    withdraw_application,
)
from preau.calls.content import kinds_of, sent_content
from preau.calls.models import Application, Call
from preau.calls.tests.world import ANSWERS, BUDGET, HOLDER, pdf
from preau.juries.giving import share_out
from preau.juries.models import Jury
from preau.juries.queries import applications, jury_of
from preau.proposals.models import Proposal

from .world import seat


@pytest.fixture
def call(cast: Any, noon: datetime, settings: Any, tmp_path: Any) -> Call:
    settings.MEDIA_ROOT = str(tmp_path)
    process = appel_a_projets.create(
        title="Appel",
        slug="appel",
        actor=None,
        opens_at=noon - timedelta(days=5),
        closes_at=noon + timedelta(days=5),
        settings={"envelope_cents": 900_000, "ceiling_cents": 500_000},
        jury=(noon + timedelta(days=7), noon + timedelta(days=30)),
    )
    call = Call.objects.select_related("form").get(step__process=process)
    call.step = process.ordered_steps[0]
    return call


def _send(call: Call, person: Any, title: str) -> Application:
    made = begin_application(call=call, title=title, holder="Les Amis du Moulin", person=person)
    assert isinstance(made, Application)
    made.call = call
    parts: dict[str, Any] = {"porteur": {**HOLDER, "title": title}, "budget": BUDGET}
    parts |= {code: {"answers": held, "pending": {}} for code, held in ANSWERS.items()}
    for code, data in parts.items():
        save_part(application=made, section=code, data=data, version=99, person=person)
    for kind in kinds_of(call):
        until = "2028-01-01" if kind.expires else None
        refusal = put_piece(
            application=made, kind=kind, upload=pdf(), expires_on=until, person=person
        )
        assert refusal is None, refusal
    sent = send_application(application=made, person=person)
    assert isinstance(sent, Application), sent
    return sent


def _jury(call: Call) -> Jury:
    found = jury_of(call.step.process.ordered_steps[1])
    assert found is not None
    return found


def test_read_what_was_sent(call: Call, cast: Any) -> None:
    kept, left = _send(call, cast.nadia, "Un verger"), _send(call, cast.paul, "Un four")
    gone = _send(call, cast.karim, "Une mare")
    withdraw_application(application=gone, person=cast.karim)
    Application.objects.filter(pk=left.pk).update(completeness="rejected")
    jury = _jury(call)
    assert jury.envelope_cents == 900_000
    assert [one.title for one in applications(jury)] == ["Un verger"]
    juror = seat(jury, 1)
    share_out(jury=jury, actor=cast.odile)
    client = Client()
    client.force_login(juror.user)
    proposal = Proposal.objects.get(application=kept)
    assert proposal.is_hidden  # nobody else reads the list yet
    page = client.get(jury.url("read", proposal.number)).content.decode()
    assert "Dix bénévoles." in page
    assert "Amis du Moulin" not in page
    assert "statuts" not in page.lower()
    keys = _keys(kept)
    served = []
    for key in keys:
        response = client.get(jury.url("piece", proposal.number, key))
        served.append(response.status_code)
        if response.streaming:
            assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert sorted(served) == [200, 404, 404, 404]  # only what tells nobody's name


def _keys(application: Application) -> list[str]:
    application.refresh_from_db()

    held = Application.objects.with_call().get(pk=application.pk)
    return [str(one["key"]) for one in sent_content(held).pieces.values()]
