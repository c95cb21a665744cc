"""A complementary inquiry: after the conclusions, once, its own register, everyone told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from preau.inquiries.complement import Plan, complete
from preau.inquiries.models import Act, Follower, Inquiry, Observation
from preau.inquiries.policies import has_capacity
from preau.inquiries.procedure import Told, record_act
from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.messaging.models import Email

from .world import CLOSES, commissioner, say

AFTER = CLOSES + timedelta(days=40)
OPENS = datetime(2027, 9, 6, 7, 0, tzinfo=UTC)
DESK = "/bureau/demarches/plu/enquete/enquete/actes/completer/"
FORM = {
    "changes": "Une route est déplacée.",
    "opens_on": "2027-09-06",
    "opens_hour": "09:00",
    "closes_on": "2027-09-20",
    "closes_hour": "17:00",
    "order_on": "2027-08-10",
    "notice_on": "2027-08-16",
}


def plan(**more: Any) -> Plan:
    given: dict[str, Any] = {
        "changes": "Une route est déplacée.",
        "opens_at": OPENS,
        "closes_at": OPENS + timedelta(days=14, hours=8),
        "order_on": date(2027, 8, 10),
        "notice_on": date(2027, 8, 16),
    }
    return Plan(**(given | more))


@pytest.fixture
def concluded(inquiry: Inquiry) -> Inquiry:
    """The first inquiry, its conclusions written, followed by one person."""
    say(inquiry, "La route passe trop près.")
    with clock.stopped(AFTER):
        told = Told("conclusions", AFTER.date(), "Conclusions")
        record_act(inquiry=inquiry, told=told, actor=commissioner())
        Follower.objects.create(
            inquiry=inquiry, email="suit@example.org", asked_at=AFTER, confirmed_at=AFTER
        )
    return inquiry


@pytest.mark.parametrize(
    ("wrong", "code", "article"),
    [
        ({"closes_at": OPENS + timedelta(days=13)}, "too_short", "R. 123-23"),
        ({"notice_on": date(2027, 8, 23)}, "term_broken", "R. 123-11"),
        ({"opens_at": AFTER - timedelta(days=1)}, "too_soon", ""),
    ],
)
def test_refuse_dates(
    concluded: Inquiry, cast: Any, wrong: dict[str, Any], code: str, article: str
) -> None:
    with clock.stopped(AFTER), pytest.raises(Refused) as caught:
        complete(inquiry=concluded, plan=plan(**wrong), actor=cast.odile)
    assert caught.value.refusal.code == code
    assert article in str(caught.value.refusal.rule)
    assert Inquiry.objects.count() == 1


def test_wait_for_conclusions(inquiry: Inquiry, cast: Any) -> None:
    with clock.stopped(AFTER), pytest.raises(Refused) as caught:
        complete(inquiry=inquiry, plan=plan(), actor=cast.odile)
    assert caught.value.refusal.code == "no_conclusions"


def test_open_from_desk(concluded: Inquiry, cast: Any, client: Any) -> None:
    client.force_login(cast.odile)
    with clock.stopped(AFTER):
        acts = client.get("/bureau/demarches/plu/enquete/enquete/actes/").content.decode()
        assert DESK in acts
        short = client.post(DESK, {**FORM, "closes_on": "2027-09-10"})
        assert short.status_code == 422
        assert "R. 123-23" in short.content.decode()
        assert "Une route est déplacée." in short.content.decode()
        Email.objects.all().delete()
        done = client.post(DESK, FORM)
        assert done.headers["Location"].endswith("/enquete-complementaire/")
        again = client.post(DESK, FORM)
        assert "déjà ouverte ou prévue" in again.content.decode()
    made = Inquiry.objects.select_related("step__process").get(completes=concluded)
    with clock.stopped(AFTER):  # the menu tells one inquiry from the other
        menu = client.get(made.desk_url("home")).content.decode().partition("<main")[0]
    assert [f">{one.step.title}<" in menu for one in (concluded, made)] == [True, True]
    assert has_capacity(made, commissioner(), "commissioner")  # type: ignore[arg-type]
    assert [one.code for one in made.pieces.all()] == ["changes", "assessment"]
    told = set(Email.objects.values_list("to", flat=True))
    assert {"suit@example.org", "colette@example.org", "greffe@tribunal.example"} <= told
    assert Act.objects.filter(inquiry=concluded, kind="complement").count() == 1
    assert made.followers.get().confirmed_at is not None
    home = "/demarches/plu/enquete/enquete"
    with clock.stopped(OPENS):
        assert f"{home}-complementaire/" in client.get(f"{home}/").content.decode()
        page = client.get(f"{home}-complementaire/").content.decode()
        assert f"{home}/" in page
        assert "Une route est déplacée." in page
        one = say(made, "Toujours trop près.", at=OPENS)
    assert one.number == 1
    assert Observation.objects.filter(inquiry=concluded).count() == 1
