"""A process under review, for the tests of the reviews and of the back office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from preau.processes.kinds import Now, NowState, StepKind, step_kinds
from preau.processes.models import Process, Step
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.models import Proposal
from preau.reviews.models import Criterion, Motive


class PlainKind(StepKind):
    """A step in which nothing happens, so that tests lean on no other app's kind."""

    code = "plain"
    label = "Étape"

    def now(self, step: Step, person: Any, at: datetime) -> Now:
        return Now(NowState.BETWEEN, step.title)

    def public_url(self, step: Step) -> str:
        return "/"


class BindingKind(PlainKind):
    code = "binding"
    is_binding = True


for kind in (PlainKind, BindingKind):
    if kind.code not in step_kinds:
        step_kinds.add(kind.code, kind())


def at(month: int, day: int, hour: int = 8) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=UTC)


@dataclass
class World:
    """Deposit in January, review from February to April, vote in May; today is 12 March."""

    process: Process
    deposit: Step
    review: Step
    vote: Step
    motive: Motive

    def propose(self, title: str, author: Any = None, **more: Any) -> Proposal:
        return submit_proposal(
            step=self.deposit,
            author=author,
            deposit=Deposit(title=title, idea=f"{title}, pour tout le quartier.", **more),
            send_receipt=False,
        )


def make_world(slug: str = "bp") -> World:
    process = Process.objects.create(
        title="Budget participatif",
        slug=slug,
        blueprint="bp",
        state=Process.State.PUBLISHED,
        contact_name="Odile Lemoine",
        contact_email="bp@example.org",
        rulebook={"articles": [{"number": "7", "title": "Terrain", "text": "Terrain communal."}]},
    )
    dates = [(at(1, 4), at(2, 1)), (at(2, 1), at(4, 30)), (at(5, 10), at(6, 10))]
    kinds = [("plain", "Dépôt des idées"), ("review", "Analyse"), ("binding", "Vote")]
    steps = [
        Step.objects.create(
            process=process,
            order=order,
            kind=kind,
            title=title,
            slug=f"etape-{order}",
            opens_at=dates[order - 1][0],
            closes_at=dates[order - 1][1],
        )
        for order, (kind, title) in enumerate(kinds, start=1)
    ]
    motive = Motive.objects.create(
        process=process,
        code="terrain",
        label="Terrain qui n’est pas à la Ville",
        article="7",
        sentence="La parcelle appartient au Département.",
        remedy="La Ville a transmis votre demande au Département.",
    )
    Criterion.objects.create(
        step=steps[1],
        number=1,
        article="7",
        question="Le terrain appartient-il à la Ville ?",
        motive=motive,
    )
    return World(process, *steps, motive)
