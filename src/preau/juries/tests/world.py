"""A call whose applications wait for their jury, laid quickly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from preau.accounts.models import User
from preau.juries.giving import share_out
from preau.juries.marking import Typed, finish_reading, save_reading
from preau.juries.models import Grid, Juror, Jury, Reading
from preau.juries.ruling import open_deliberation
from preau.juries.setting import Line, create_jury
from preau.kernel.text import slug
from preau.processes.models import Process, Step
from preau.proposals.models import Proposal

LINES = (
    Line("Utilité", "Le besoin est réel.", weight=3, low=0, high=5, comment_under=2),
    Line("Budget", "Les dépenses sont justes.", weight=1, low=0, high=20),
)
EUROS = 100


@dataclass
class World:
    """A jury with its process, its owner, its members (the first presides), its applications."""

    jury: Jury
    owner: User
    members: list[Juror]

    @property
    def process(self) -> Process:
        return self.jury.step.process

    def file(self, number: int) -> Proposal:
        return Proposal.objects.get(process=self.process, number=number)

    def share(self) -> None:
        share_out(jury=self.jury, actor=self.owner, seed="graine")
        self.jury.refresh_from_db(fields=["seed", "shared_at"])

    def finish(self, reading: Reading, *values: int) -> Reading:
        """Mark each criterion in order, with words everywhere, and finish."""
        reading.juror.jury = self.jury
        criteria = list(reading.grid.criteria.all())
        marks = {
            one.pk: Typed(value, "Voir le budget.")
            for one, value in zip(criteria, values, strict=True)
        }
        person = reading.juror.user
        kept = save_reading(reading=reading, marks=marks, comment="Bien.", actor=person)
        assert isinstance(kept, Reading), kept
        done = finish_reading(reading=reading, actor=person)
        assert isinstance(done, Reading), done
        return done

    def readings(self, number: int) -> list[Reading]:
        found = Reading.objects.filter(juror__jury=self.jury, proposal__number=number)
        return list(found.select_related("juror__user", "grid").order_by("juror_id"))

    def finish_all(self, marks: dict[int, tuple[int, int]]) -> None:
        """Every reader of an application gives it the same marks."""
        for number, values in marks.items():
            for reading in self.readings(number):
                self.finish(reading, *values)

    def deliberate(self) -> None:
        open_deliberation(jury=self.jury, place="Salle du conseil", actor=self.owner)


def build(
    cast: Any,
    at: datetime,
    *,
    files: int = 4,
    members: int = 3,
    envelope_cents: int | None = 1_000_000,
    readers: int = 2,
    slug_: str = "appel",
) -> World:
    """A published call: deposit over, jury at work until the end of the month."""
    process = Process.objects.create(
        title="Appel à projets", slug=slug_, blueprint="jury", state=Process.State.PUBLISHED
    )
    step = Step.objects.create(
        process=process,
        order=1,
        kind="jury",
        title="Le jury",
        slug="jury",
        opens_at=at - timedelta(days=5),
        closes_at=at + timedelta(days=20),
    )
    settings = {
        "readers_each": readers,
        "envelope_cents": envelope_cents,
        "reads_until": at + timedelta(days=10),
    }
    jury = create_jury(step=step, settings=settings, lines=LINES, actor=None)
    apply(process, files, at)
    seats = [seat(jury, number) for number in range(1, members + 1)]
    return World(jury, cast.odile, seats)


def seat(jury: Jury, number: int) -> Juror:
    """A member, the first of whom presides."""
    person, _new = User.objects.get_or_create(
        email=f"jure{number}@example.org",
        defaults={"first_name": f"Jurée{number}", "last_name": "Roy"},
    )
    role = Juror.Role.PRESIDENT if number == 1 else Juror.Role.MEMBER
    return Juror.objects.create(jury=jury, user=person, name=f"Jurée {number}", role=role)


def apply(process: Process, files: int, at: datetime, first: int = 1) -> None:
    """``files`` applications from as many associations, each with an account."""
    people = User.objects.bulk_create(
        User(email=f"asso{process.pk}-{number}@example.org", first_name="Asso")
        for number in range(first, first + files)
    )
    Proposal.objects.bulk_create(
        Proposal(
            process=process,
            number=number,
            title=f"Projet {number}",
            slug=slug(f"Projet {number}"),
            idea=f"Faire le projet {number} avec les voisins.",
            author=person,
            author_kind="group",
            author_name=f"Association {number:03}",
            declared_cost_cents=number * 1_000 * EUROS,
            status="review",
            status_at=at,
            submitted_at=at,
            sort_key=f"projet {number:04}",
            search_key=f"projet {number}",
        )
        for number, person in enumerate(people, start=first)
    )


def grid_of(jury: Jury) -> Grid:
    return jury.grids.all()[0]
