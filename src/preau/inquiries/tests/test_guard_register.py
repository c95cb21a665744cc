"""The database itself keeps the register: raw statements of the application's role are refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from preau.inquiries.commission import mask_passage, mask_span, publish_observations
from preau.inquiries.models import Inquiry, Link, Mask, Observation
from preau.kernel import clock
from preau.kernel.refusal import Refused

from .world import CLOSES, DURING, OPENS, commissioner, say


def raw(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE inquiries_observation SET text = 'Rien'", "row_is_kept"),
        ("UPDATE inquiries_observation SET public_text = 'Rien'", "row_is_kept"),
        ("UPDATE inquiries_observation SET published_at = NULL", "row_is_kept"),
        ("UPDATE inquiries_observation SET number = 9", "row_is_kept"),
        ("UPDATE inquiries_observation SET received_at = now()", "row_is_kept"),
        ("DELETE FROM inquiries_observation", "row_is_kept"),
        ("UPDATE inquiries_link SET content = '{}'", "row_is_kept"),
        ("DELETE FROM inquiries_link WHERE kind = 'observation'", "row_is_kept"),
        ("DELETE FROM inquiries_party", "row_is_kept"),
        ("UPDATE inquiries_party SET capacity = 'commissioner'", "row_is_kept"),
        ("UPDATE inquiries_inquiry SET rules = '{}'", "rules_are_kept"),
        (
            "INSERT INTO inquiries_link (inquiry_id, place, at, kind, ref, content, previous, hash)"
            " SELECT inquiry_id, place + 1, at, 'x', '', '{}', hash, repeat('a', 64)"
            " FROM inquiries_link ORDER BY place DESC LIMIT 1",
            "chain_is_whole",
        ),
        ("TRUNCATE inquiries_observation CASCADE", "permission denied"),
        ("ALTER TABLE inquiries_observation DISABLE TRIGGER ALL", "must be owner"),
    ],
)
def test_refuse_raw_statement(inquiry: Inquiry, statement: str, rule: str) -> None:
    say(inquiry, "Le chemin creux doit rester un chemin.")
    with pytest.raises(DatabaseError) as caught:
        raw(statement)
    diagnostic = getattr(caught.value.__cause__, "diag", None)
    said = f"{diagnostic.constraint_name if diagnostic else ''} {caught.value}"
    assert rule in said
    assert Observation.objects.get().text == "Le chemin creux doit rester un chemin."


def test_refuse_untold_observation(inquiry: Inquiry) -> None:
    """An observation slipped in beside the chain does not outlive its transaction."""
    say(inquiry, "Une vraie.")
    columns = (
        "channel, channel_number, is_late, entered_at, place, page, author_kind, author_name,"
        " quality, position, parcel, text, public_text, sketch, likeness, digest, receipt"
    )
    with (
        pytest.raises(DatabaseError, match="its line in the chain"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO inquiries_observation (inquiry_id, number, received_at, {columns})"
            f" SELECT inquiry_id, 2, received_at, {columns} FROM inquiries_observation"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_number_without_holes(inquiry: Inquiry) -> None:
    first, second = say(inquiry, "Une."), say(inquiry, "Deux.")
    assert [first.number, second.number, second.channel_number] == [1, 2, 2]
    links = list(Link.objects.filter(inquiry=inquiry))
    assert [one.place for one in links] == list(range(1, len(links) + 1))
    assert [one.previous for one in links[1:]] == [one.hash for one in links[:-1]]


def test_open_and_close_at_the_second(inquiry: Inquiry) -> None:
    from preau.inquiries.deposits import Written, deposit

    second = timedelta(seconds=1)
    for at, code in ((OPENS - second, "not_open_yet"), (CLOSES, "closed")):
        with clock.stopped(at):
            refused = deposit(inquiry=inquiry, written=Written("Trop tôt ou trop tard."))
        assert refused.code == code
    assert say(inquiry, "À la première seconde.", OPENS).number == 1
    assert say(inquiry, "À la dernière seconde.", CLOSES - second).number == 2


def test_mask_a_span(inquiry: Inquiry) -> None:
    one = say(inquiry, "Mon voisin Jean Dupont, 06 12 34 56 78, construit sans permis.")
    with clock.stopped(DURING):
        mask = mask_passage(
            observation=one, passage="06 12 34 56 78", reason="private", actor=commissioner()
        )
    assert isinstance(mask, Mask)
    one.refresh_from_db()
    assert one.public_text == "Mon voisin Jean Dupont, ██████████████, construit sans permis."
    assert "06 12 34 56 78" in one.text
    assert Link.objects.filter(inquiry=inquiry, kind="mask", ref="1").count() == 1
    with clock.stopped(DURING):
        refused = mask_span(
            observation=one, start=0, end=4, reason="off_topic", actor=commissioner()
        )
    assert refused.code == "unknown_reason"


def test_refuse_mask_by_authority(inquiry: Inquiry, cast: Any) -> None:
    """The pilot of the process, even an administrator of the site, masks nothing."""
    from preau.accounts.models import Membership

    one = say(inquiry, "Le maire se trompe.")
    Membership.objects.create(user=cast.odile, role="administrator")
    with clock.stopped(DURING):
        for act in (
            lambda: mask_span(observation=one, start=0, end=7, reason="insult", actor=cast.odile),
            lambda: publish_observations(inquiry=inquiry, observations=[one], actor=cast.odile),
        ):
            with pytest.raises(Refused) as caught:
                act()
            assert caught.value.refusal.code == "not_the_commissioner"
    statement = (
        'INSERT INTO inquiries_mask (observation_id, start, "end", reason, by_id, at)'
        " SELECT id, 0, 7, 'insult', %s, now() FROM inquiries_observation"
    )
    with pytest.raises(DatabaseError, match="only who conducts"):
        raw(statement, cast.odile.pk)
    one.refresh_from_db()
    assert one.public_text == one.text


def test_keep_late_ones_apart(inquiry: Inquiry) -> None:
    from preau.inquiries.deposits import Written, enter
    from preau.inquiries.models import Channel

    say(inquiry, "À temps.")
    with clock.stopped(CLOSES + timedelta(days=2)):
        late = enter(
            inquiry=inquiry,
            written=Written("La poste était en grève."),
            channel=Channel.POST,
            received_at=CLOSES + timedelta(days=1),
            actor=commissioner(),
        )
        in_time = enter(
            inquiry=inquiry,
            written=Written("Postée et reçue à temps."),
            channel=Channel.POST,
            received_at=CLOSES - timedelta(hours=5),
            actor=commissioner(),
        )
    assert (late.is_late, late.number, late.published_at) == (True, 1, None)
    assert (in_time.is_late, in_time.number) == (False, 2)
