"""Ideas as residents deposit them, one after the other."""

from __future__ import annotations

from preau.demo.content import Edition
from preau.demo.content import Proposal as Material
from preau.kernel import clock
from preau.processes.models import Process
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.models import Proposal

from .personas import PERSONAS
from .town import Town

#: Below this age the author is shown as a minor.
MINOR = 15


def deposit_ideas(town: Town, edition: Edition, process: Process) -> dict[int, Proposal]:
    """Every idea of ``edition`` by its number, deposited at its minute; personas get a receipt."""
    step = process.ordered_steps[0]
    proposals = {}
    for material in edition.proposals:
        hour, minute = divmod(material.minute_of_day, 60)
        with clock.stopped(town.at(material.deposited_in, hour, minute)):
            proposals[material.ref] = submit_proposal(
                step=step,
                author=town.people[material.author],
                deposit=_deposit(town, material),
                number=material.ref,
                send_receipt=material.author in PERSONAS[town.city.key],
            )
        proposals[material.ref].process = process
    return proposals


def _deposit(town: Town, material: Material) -> Deposit:
    author = town.people[material.author]
    age = author.age_on(town.on(material.deposited_in))
    kind = Proposal.AuthorKind.ALONE
    if material.group:
        kind = Proposal.AuthorKind.GROUP
    elif age is not None and age < MINOR:
        kind = Proposal.AuthorKind.MINOR
    return Deposit(
        title=material.title,
        idea=material.idea,
        finding=material.observation,
        audience=material.audience,
        theme=town.themes[material.theme],
        zone_id=town.zones[material.zone].pk if material.zone else None,
        place=material.place_name,
        longitude=material.lon,
        latitude=material.lat,
        declared_cost_cents=material.estimated_cents,
        author_kind=kind,
        author_name=material.group or author.display_name,
    )
