"""An inquiry of the tests: its dates, its people, and short ways to write in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from preau.accounts.models import User
from preau.blueprints import enquete_publique
from preau.blueprints.enquete_publique import Plan, Who
from preau.inquiries.deposits import Written, deposit
from preau.inquiries.models import Capacity, Inquiry, Observation
from preau.kernel import clock
from preau.processes.models import Process

#: Opens on 3 May 2027 at 9 in Paris, closes on 4 June at 17 h 30: 33 days.
OPENS = datetime(2027, 5, 3, 7, 0, tzinfo=UTC)
CLOSES = datetime(2027, 6, 4, 15, 30, tzinfo=UTC)
DURING = datetime(2027, 5, 12, 10, 0, tzinfo=UTC)


def person(first: str, last: str) -> User:
    """An account without any role yet."""
    made, _new = User.objects.get_or_create(
        email=f"{first.lower()}@example.org", defaults={"first_name": first, "last_name": last}
    )
    return made


def commissioner() -> User:
    return person("Colette", "Faure")


def project_owner() -> User:
    return person("Martin", "Ouvrage")


def plan(**more: Any) -> Plan:
    given: dict[str, Any] = {
        "profile": "environnementale",
        "purpose": "Révision du plan local d’urbanisme.",
        "authority": "Le maire de Saint-Aubin",
        "project_owner": "La commune de Saint-Aubin",
        "seat": "Mairie, 1 place du Marché",
        "places": "Mairie, du lundi au vendredi de 9 h à 17 h",
        "order_number": "2027-041",
        "order_on": date(2027, 4, 12),
        "notice_on": date(2027, 4, 16),
        "email": "enquete-plu@saint-aubin.example",
        "answers": {"assessment": "yes"},
        "people": (
            Who(Capacity.COMMISSIONER, "Colette Faure", user=commissioner()),
            Who(Capacity.PROJECT_OWNER, "Martin Ouvrage", user=project_owner()),
            Who(Capacity.COURT, "Tribunal administratif", "greffe@tribunal.example"),
        ),
    }
    return Plan(**(given | more))


def make(cast: Any, **more: Any) -> Inquiry:
    """The inquiry, made a month before it opens."""
    with clock.stopped(more.pop("made_at", OPENS - timedelta(days=30))):
        process: Process = enquete_publique.create(
            title="Plan local d’urbanisme",
            slug="plu",
            actor=cast.odile,
            opens_at=more.pop("opens_at", OPENS),
            closes_at=more.pop("closes_at", CLOSES),
            summary="Dites ce que vous pensez du futur plan.",
            plan=plan(**more),
        )
    return Inquiry.objects.select_related("step__process").get(step__process=process)


def say(inquiry: Inquiry, text: str, at: datetime = DURING, **more: Any) -> Observation:
    """An observation deposited online at ``at``."""
    with clock.stopped(at):
        done = deposit(inquiry=inquiry, written=Written(text, **more))
    assert isinstance(done, tuple), done
    return done[0]
