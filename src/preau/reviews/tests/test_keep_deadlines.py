"""One mail in the morning, only when something is due; leads hear of what is late; forecasts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from preau.accounts.models import Service
from preau.kernel import clock
from preau.messaging.models import Email
from preau.reviews.deadlines import morning
from preau.reviews.models import Opinion
from preau.reviews.opinions import ask_opinions, save_opinion
from preau.reviews.progress import service_workload

#: Eight in the morning in Paris, in March.
EIGHT = datetime(2027, 3, 15, 7, 5, tzinfo=UTC)


def ask(world: Any, cast: Any, title: str, due_on: date, service: str = "Espaces verts") -> Opinion:
    return ask_opinions(
        proposal=world.propose(title),
        step=world.review,
        services=[cast.service(service)],
        actor=cast.odile,
        due_on=due_on,
        tell=False,
    )[0]


def daily() -> list[Any]:
    return list(Email.objects.filter(kind="daily").order_by("pk"))


def test_write_at_eight_when_something_is_due(world: Any, cast: Any) -> None:
    irene = cast.irene
    ask(world, cast, "Un verger", date(2027, 3, 16))
    with clock.stopped(EIGHT - timedelta(hours=1)):
        assert morning() == 0
    with clock.stopped(EIGHT):
        assert morning() == 1
        assert morning() == 0
    mail = daily()[0]
    assert (mail.to, "Un verger" in mail.text) == (irene.email, True)
    with clock.stopped(EIGHT + timedelta(days=1)):
        assert morning() == 1


def test_write_nothing_when_nothing_is_due(world: Any, cast: Any) -> None:
    assert cast.irene
    ask(world, cast, "Un verger", date(2027, 4, 20))
    with clock.stopped(EIGHT):
        assert morning() == 0
    assert daily() == []


def test_follow_the_zone_of_the_site(world: Any, cast: Any, site: Any) -> None:
    from django.utils import timezone

    assert cast.irene
    ask(world, cast, "Un verger", date(2027, 3, 16))
    with clock.stopped(EIGHT), timezone.override("America/Guadeloupe"):
        assert morning() == 0
    with clock.stopped(EIGHT + timedelta(hours=5)), timezone.override("America/Guadeloupe"):
        assert morning() == 1


def test_tell_the_lead_once(world: Any, cast: Any) -> None:
    lead = cast._person("Rose", "Ali", date(1970, 1, 1))
    Service.objects.filter(pk=cast.service("Voirie").pk).update(lead=lead)
    cast._agent("Rose", "Ali", "reader")
    opinion = ask(world, cast, "Un banc", date(2027, 3, 12), "Voirie")
    with clock.stopped(EIGHT):
        morning()
    mail = Email.objects.get(kind="daily", to=lead.email)
    assert "En retard dans votre service" in mail.text
    opinion.refresh_from_db()
    assert opinion.escalated_on == date(2027, 3, 15)


def test_forecast_from_the_median(world: Any, cast: Any, client: Client) -> None:
    irene = cast.irene
    asked = [ask(world, cast, f"Idée {n}", date(2027, 4, 20)) for n in range(4)]
    for days, opinion in zip((2, 4, 20), asked, strict=False):
        with clock.stopped(clock.now() + timedelta(days=days)):
            save_opinion(
                opinion=opinion, answers={"stance": "favourable"}, seen=0, actor=irene, sign=True
            )
    figures = service_workload([cast.service()])
    cells = [str(one).replace("\u00a0", " ") for one in figures.lines[cast.service().pk]]
    assert cells == ["1", "0", "3", "4 jours"]
    assert "16 mars" in str(figures.sentence).replace("\u00a0", " ")
    client.force_login(cast.odile)
    assert "16 mars" in client.get("/bureau/services/").content.decode().replace("\u00a0", " ")
