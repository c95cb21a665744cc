"""Several people on one application: roles, invitations, two who write at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from preau.calls.models import Application, Call, Editor, Part
from preau.kernel.refusal import Refusal
from preau.messaging.actions import write as compose
from preau.messaging.models import Email

from .world import HOLDER, begin, fill, send

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    return str(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def pair(call: Call, cast: Any) -> tuple[Application, Client, Client]:
    """Nadia leads, Paul writes."""
    one = begin(call, cast.nadia)
    Editor.objects.create(
        application=one,
        email=cast.paul.email,
        user=cast.paul,
        role=Editor.Role.WRITER,
        invited_at=one.created_at,
    )
    nadia, paul = Client(), Client()
    nadia.force_login(cast.nadia)
    paul.force_login(cast.paul)
    return one, nadia, paul


def test_warn_who_would_replace_another(pair: tuple[Application, Client, Client]) -> None:
    """The second one reads both texts and loses none; sending again replaces knowingly."""
    one, nadia, paul = pair
    here = one.url("section", "porteur")
    assert nadia.post(here, {**HOLDER, "contact": "Zoé Moulin", "version": "1"}).status_code == 302
    met = paul.post(here, {**HOLDER, "contact": "Ali Gare", "version": "1"})
    assert met.status_code == 409
    told = words(met)
    assert "Quelqu’un a écrit ici entre-temps" in told
    assert "Zoé Moulin" in told
    assert "Ali Gare" in told
    assert Part.objects.get(section="porteur").data["contact"] == "Zoé Moulin"
    saved = paul.post(one.url("autosave", "porteur"), {**HOLDER, "version": "1"})
    assert (saved.status_code, saved.headers["X-Refused"]) == (409, "conflict")
    again = paul.post(here, {**HOLDER, "contact": "Ali Gare", "version": "2"})
    assert again.status_code == 302
    assert Part.objects.get(section="porteur").data["contact"] == "Ali Gare"
    assert "Paul Martin" in words(nadia.get(one.url("team")))


def test_save_while_typing(pair: tuple[Application, Client, Client]) -> None:
    one, nadia, _paul = pair
    saved = nadia.post(
        one.url("autosave", "budget"),
        {"e-lines": "4", "i-lines": "4", "e0_label": "Arb", "e0_amount": "12x"},
    )
    assert saved.headers["X-Version"] == "1"
    assert Part.objects.get(section="budget").data["expenses"] == [["Arb", "12x"]]


def test_invite_by_mail(call: Call, cast: Any, client: Client) -> None:
    """The key is in the mail alone; it brings in whoever holds it, once, with their role."""
    one = begin(call, cast.nadia)
    client.force_login(cast.nadia)
    wrong = client.post(one.url("team"), {"email": "paul", "role": "reader"})
    assert wrong.status_code == 422
    client.post(one.url("team"), {"email": "paul@example.org", "role": "reader"})
    mail = compose(Email.objects.get(to="paul@example.org", kind="application_invitation"))
    link = re.search(r"https?://[^/\s]+(/\S+/invitation/\S+)", mail.text)
    assert link
    here = link.group(1)
    assert here.rstrip("/").rpartition("/")[2] not in str(list(Editor.objects.values()))
    assert "/connexion/" in Client().get(here).headers["Location"]
    paul = Client()
    paul.force_login(cast.paul)
    assert paul.get(one.url("tasks")).status_code == 404
    assert paul.post(here).headers["Location"] == one.url("tasks")
    assert paul.get(one.url("tasks")).status_code == 200
    assert paul.get(here).status_code == 404, "it served once"
    denied = paul.post(one.url("section", "porteur"), HOLDER)
    assert denied.status_code == 403
    assert "sans l’écrire" in words(denied)
    assert paul.post(one.url("review")).status_code in (403, 422)
    editor = Editor.objects.get(user=cast.paul)
    client.post(one.url("team"), {"editor": editor.pk, "do": "out"})
    assert paul.get(one.url("tasks")).status_code == 404


def test_lead_is_handed_over_never_lost(
    pair: tuple[Application, Client, Client], cast: Any
) -> None:
    one, nadia, _paul = pair
    lead = Editor.objects.get(user=cast.nadia)
    kept = nadia.post(one.url("team"), {"editor": lead.pk, "do": "out"})
    assert kept.status_code == 403
    assert "garde la personne qui en est responsable" in words(kept)
    heir = Editor.objects.get(user=cast.paul)
    nadia.post(one.url("team"), {"editor": heir.pk, "do": "lead"})
    roles = dict(Editor.objects.values_list("user__first_name", "role"))
    assert roles == {"Nadia": "writer", "Paul": "lead"}
    fill(one, cast.paul)
    assert nadia.post(one.url("review")).status_code == 403
    send(one, cast.paul)


def test_keep_strangers_out(call: Call, cast: Any, client: Client) -> None:
    """Whoever is not of the team finds nothing, not even an agent of the city."""
    one = fill(begin(call, cast.nadia), cast.nadia)
    key = Part.objects.get(section="pieces").data.popitem()[1]["key"]
    for person in (cast.paul, cast.irene, cast.odile):
        client.force_login(person)
        for name, more in (("tasks", ()), ("review", ()), ("file", (key,)), ("paper", ())):
            assert client.get(one.url(name, *more)).status_code == 404
    client.force_login(cast.nadia)
    found = client.get(one.url("file", key))
    assert b"".join(found.streaming_content).startswith(b"%PDF")
    found.close()


def test_forget_a_person(call: Call, cast: Any) -> None:
    """Drafts of one person go; what a team or the city holds stays, without their name."""
    from preau.calls.personal import forget_editor, gather_applications

    alone, shared = begin(call, cast.nadia, "Seule"), begin(call, cast.nadia, "À deux")
    Editor.objects.create(
        application=shared,
        email=cast.paul.email,
        user=cast.paul,
        role=Editor.Role.WRITER,
        invited_at=shared.created_at,
    )
    assert {one["dossier"] for one in gather_applications(cast.nadia)} == {"Seule", "À deux"}
    forget_editor(person=cast.nadia)
    assert not Application.objects.filter(pk=alone.pk).exists()
    assert Editor.objects.get(application=shared).role == Editor.Role.LEAD
    assert "Nadia Bensaïd" not in str(list(shared.changes.values()))


def test_refusal_is_a_value(call: Call, cast: Any) -> None:
    from preau.calls.team import invite

    one = begin(call, cast.nadia)
    answer = invite(application=one, email="a@example.org", role="writer", person=cast.paul)
    assert isinstance(answer, Refusal)
