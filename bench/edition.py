"""An edition under review, with its services, its people and their browsers."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from served import Browser

HOST = "instruction.localhost"
SERVICES, AGENTS = 30, 95


@dataclass
class Edition:
    """What the measure works on: an edition, its people, and their browsers."""

    process: Any
    review: Any
    pilot: Any
    decider: Any
    committee: Any
    agents: dict[int, list[Any]]
    port: int = 0

    @property
    def desk(self) -> str:
        return f"/bureau/demarches/{self.process.slug}/"

    def post(self, person: Any, path: str, data: dict[str, Any]) -> str:
        """What a form of the page sends; the address that follows. Anything else stops."""
        key, csrf = person.keys
        browser = Browser(self.port, {"sessionid": key, "csrftoken": csrf}, host=HOST)
        form = urlencode({"csrfmiddlewaretoken": csrf, **data}, doseq=True)
        status, then, body = browser.ask(path, form)
        browser.close()
        if status != 302:
            raise SystemExit(f"{path}: {status} {body[:3000].decode(errors='replace')}")
        return then

    def get(self, person: Any, path: str) -> None:
        key, csrf = person.keys
        browser = Browser(self.port, {"sessionid": key, "csrftoken": csrf}, host=HOST)
        status, _then, _body = browser.ask(path)
        browser.close()
        if status != 200:
            raise SystemExit(f"{path}: {status}")


def make_edition(ideas: int) -> Edition:
    """A process under review, its services, people, rules and ideas."""
    from preau.accounts.models import Role, Service
    from preau.kernel import clock
    from preau.processes.models import Process, Step
    from preau.reviews.models import Criterion, Motive, Round

    Process.objects.update(state=Process.State.ARCHIVED)
    at, slug = clock.now(), f"edition-{secrets.token_hex(3)}"
    process = Process.objects.create(
        title="Budget participatif", slug=slug, blueprint="participatory_budget", state="published"
    )
    spans = (("collection", -40, -10), ("review", -9, 60), ("vote", 70, 90))
    steps = [
        Step.objects.create(
            process=process,
            order=order,
            kind=kind,
            title=kind,
            slug=kind,
            opens_at=at + timedelta(days=first),
            closes_at=at + timedelta(days=last),
        )
        for order, (kind, first, last) in enumerate(spans, start=1)
    ]
    motive = Motive.objects.create(
        process=process, code="terrain", label="Terrain", article="7", sentence="Le terrain manque."
    )
    Criterion.objects.create(
        step=steps[1], number=1, article="7", question="Le terrain est-il à nous ?", motive=motive
    )
    for number, kind in enumerate(Round.Kind, start=1):
        held = "committee" if kind == Round.Kind.SECOND_READING else "services"
        Round.objects.create(
            step=steps[1], number=number, kind=kind, title=str(kind.label), held_by=held
        )
    run, agents = secrets.token_hex(3), {}
    for number in range(SERVICES):
        service = Service.objects.create(name=f"Service {run} {number:02}")
        size = AGENTS // SERVICES + (number < AGENTS % SERVICES)
        agents[service.pk] = [
            _person(f"{run}-{number}-{place}", Role.AGENT, service) for place in range(size)
        ]
    people = [_person(f"{run}-{role}", role) for role in ("owner", "decider", "committee")]
    _deposit(steps[0], ideas, run)
    return Edition(process, steps[1], *people, agents)


def _person(name: str, role: str, service: Any = None) -> Any:
    from voters import _session

    from preau.accounts.models import Membership, Session, User
    from preau.kernel import clock

    person = User.objects.create(email=f"{name}@example.org", first_name="A", last_name=name)
    Membership.objects.create(user=person, role=role, service=service)
    csrf = secrets.token_hex(16)
    key, data = _session(person, secrets.token_hex(16))
    end = clock.now() + timedelta(days=1)
    Session.objects.create(session_key=key, session_data=data, expire_date=end)
    person.keys = (key, csrf)
    return person


def _deposit(step: Any, count: int, run: str) -> None:
    from preau.accounts.models import User
    from preau.proposals.actions import Deposit, submit_proposal

    for number in range(count):
        author = User.objects.create(email=f"{run}-author-{number}@example.org", first_name="B")
        text = f"Planter un verger, {number}, pour tout le quartier."
        deposit = Deposit(title=f"Un verger {number}", idea=text)
        submit_proposal(step=step, author=author, deposit=deposit, send_receipt=False)
