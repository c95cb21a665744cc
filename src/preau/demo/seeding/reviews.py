"""The services study each idea, then the authority answers each one."""

from __future__ import annotations

from datetime import date, datetime
from random import Random
from typing import Any

from preau.accounts.models import User
from preau.demo.content import Edition
from preau.demo.content import Proposal as Material
from preau.kernel import clock
from preau.processes.models import Process, Step
from preau.proposals.models import Proposal, Status
from preau.reviews.actions import decide, draft_decision
from preau.reviews.answers import authority
from preau.reviews.models import Motive, Verdict
from preau.ui.words import money

from .personas import PERSONAS
from .story import Story
from .town import Town

#: Who decides on ideas of a theme; every other theme goes to the first decider of the city.
DECIDERS = {
    "saint-aubin": {
        "": "karim",
        "mobilites": "delphine-aubry",
        "solidarites": "ibrahim-dubois",
        "culture": "salome-noel",
        "sport": "joel-marchand",
        "education": "melanie-fofana",
    },
    "villeneuve": {"": "ines-fauvel"},
}
VERDICTS = {
    "ballot": Verdict.RETAINED,
    "refused": Verdict.REFUSED,
    "merged": Verdict.MERGED,
}


def study_ideas(
    town: Town, edition: Edition, process: Process, proposals: dict[int, Proposal]
) -> None:
    """In the first days of the review, entrust each idea to a service."""
    review, story = process.ordered_steps[1], Story()
    opens_in = next(step.opens_in for step in edition.steps if step.kind == "review")
    day = town.working_day(opens_in + 3)
    for material in edition.proposals:
        proposal, service = proposals[material.ref], town.services[material.service]
        with clock.stopped(town.at(day, 9 + material.ref % 8, material.ref * 7 % 60)):
            story.assign(proposal, service, town.owner, _due_on(town, material))
            story.set_status(
                proposal,
                Status.REVIEW,
                actor=town.owner,
                label=service.name,
                sentence=f"Le service {service.name} étudie l’idée.",
                step=review,
            )
    story.write()


def _due_on(town: Town, material: Material) -> date | None:
    """The working day by which the service is asked to have studied it, if one is."""
    return None if material.due_in is None else town.on(town.working_day(material.due_in))


def answer_ideas(
    town: Town, edition: Edition, process: Process, proposals: dict[int, Proposal]
) -> None:
    """Decide on each idea in the order of the days; personas read the answer in their mail."""
    review, story = process.ordered_steps[1], Story()
    motives = {motive.code: motive for motive in process.motives.all()}
    answers = [
        (_decided_at(town, edition, material), material)
        for material in edition.proposals
        if material.outcome in VERDICTS
    ]
    for at, material in sorted(answers, key=lambda one: one[0]):
        with clock.stopped(at):
            _answer(town, review, material, proposals, motives, story)
    story.write()


def _decided_at(town: Town, edition: Edition, material: Material) -> datetime:
    """The day of the material, or one of the review's second half."""
    rng = Random(f"{edition.key}/{material.ref}/decision")
    if material.refusal is not None:
        day = material.refusal.decided_in
    else:
        review = next(step for step in edition.steps if step.kind == "review")
        last = min(review.closes_in, 0) - 1
        day = rng.randint((review.opens_in + last) // 2, last)
    return town.at(town.working_day(day), rng.randint(9, 16), rng.randint(0, 59))


def _answer(
    town: Town,
    review: Step,
    material: Material,
    proposals: dict[int, Proposal],
    motives: dict[str, Motive],
    story: Story,
) -> None:
    proposal, service = proposals[material.ref], town.services[material.service]
    decider = _decider(town, material)
    label = f"{service.name}, {authority()}"
    if material.ballot_title:
        story.correct(
            proposal,
            actor=decider,
            label=label,
            changes={"title": material.ballot_title},
            why="Le titre du bulletin est arrêté avec son auteur.",
        )
    facts: dict[str, Any] = {
        "proposal": proposal,
        "step": review,
        "verdict": VERDICTS[material.outcome],
        "actor": decider,
        "motive": motives[material.refusal.motive] if material.refusal else None,
        "words": _words(material, service.name),
        "cost_cents": material.voted_cents,
        "merged_into": proposals[material.merged_into] if material.merged_into else None,
        "signed_by": label,
    }
    if material.author in PERSONAS[town.city.key]:
        story.write()
        decide(**facts)
    else:
        story.decide(draft_decision(**facts), decider)


def _decider(town: Town, material: Material) -> User:
    by_theme = DECIDERS[town.city.key]
    return town.people[by_theme.get(material.theme, by_theme[""])]


def _words(material: Material, service: str) -> str:
    if material.refusal is not None:
        return material.refusal.detail
    if material.outcome == "merged":
        return "Les deux idées disent la même chose au même endroit. Leurs auteurs restent cités."
    return (
        f"Le service {service} a étudié le projet. Son coût est de {money(material.voted_cents)}."
    )
