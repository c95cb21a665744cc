"""The study under way: rounds, opinions asked in parallel, some signed, some late, one concluded."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from preau.accounts.models import Service, User
from preau.demo.content import Edition
from preau.kernel import clock
from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.questions.models import Form
from preau.questions.schema import read_document
from preau.reviews.extra import ask_questions, edit_questions
from preau.reviews.models import Note, Opinion, Round, Stance, Synthesis
from preau.reviews.rounds import RoundPlan, set_rounds

from .town import Town

WORDS = {
    Stance.FAVOURABLE: (
        "Le lieu s’y prête. Les travaux tiennent dans l’année.",
        "Rien ne s’y oppose de notre côté.",
        "L’entretien entre dans nos tournées actuelles.",
    ),
    Stance.RESERVED: (
        "Possible si le cheminement reste libre pour les fauteuils et les poussettes.",
        "Possible après le passage des réseaux, prévu à l’automne.",
    ),
    Stance.UNFAVOURABLE: ("Le sol ne porte pas un tel ouvrage à cet endroit.",),
    Stance.NOT_CONCERNED: ("",),
}
RISKS = ("", "Vandalisme la nuit.", "Racines du platane voisin.", "")

#: What this edition asks of every service besides the usual opinion.
QUESTIONS = {
    "format": 1,
    "questions": [
        {
            "id": "q1",
            "type": "single",
            "title": "L’entretien tient-il dans vos moyens actuels\u00a0?",
            "options": [{"id": "o1", "label": "Oui"}, {"id": "o2", "label": "Non"}],
        },
        {
            "id": "q2",
            "type": "short",
            "title": "Que faudrait-il de plus\u00a0?",
            "show_if": {"all": [{"question": "q1", "op": "is", "value": "o2"}]},
        },
    ],
}
MEANS = ("Deux passages de plus par mois.", "Un contrat d’entretien.", "Une saisonnière l’été.")


def give_opinions(town: Town, edition: Edition, review: Step, proposals: Any) -> None:
    """Ask two or three services about each idea that waits; most have answered by today."""
    form = _set_rounds(town, review)
    members = _members(town)
    services = sorted(town.services.values(), key=lambda one: one.name)
    opinions: list[Opinion] = []
    for material in edition.proposals:
        proposal = proposals[material.ref]
        if material.outcome in ("ballot", "refused", "merged"):
            continue
        rng = Random(f"{edition.key}/{material.ref}/opinions")
        own = town.services[material.service]
        others = [one for one in services if one.pk != own.pk and members.get(one.pk)]
        asked = [own, *rng.sample(others, min(rng.choice((1, 1, 2)), len(others)))]
        for place, service in enumerate(asked):
            one = _opinion(town, review, proposal, service, place, rng, members)
            if one.signed_at is not None:
                one.form, one.extra = form, _extra(f"{edition.key}/{material.ref}/{place}")
            opinions.append(one)
    Opinion.objects.bulk_create(opinions)
    _conclude(town, review, opinions)


def _set_rounds(town: Town, review: Step) -> Form | None:
    """Three rounds, and what this edition asks besides: is the upkeep within the usual means?"""
    kinds = Round.Kind
    plans = [
        RoundPlan(kinds.ADMISSIBILITY, "Recevabilité", Round.Holder.SERVICES),
        RoundPlan(kinds.STUDY, "Étude par les services", Round.Holder.SERVICES, days=21),
        RoundPlan(kinds.SECOND_READING, "Seconde lecture", Round.Holder.COMMITTEE),
    ]
    set_rounds(step=review, plans=plans, requires_synthesis=False, own_only=True, actor=town.owner)
    held = review.rounds.get(kind=kinds.STUDY)
    held.step = review
    edit_questions(held=held, document=read_document(QUESTIONS), actor=town.owner)
    ask_questions(held=held, actor=town.owner)
    return held.form


def _members(town: Town) -> dict[int, list[User]]:
    found: dict[int, list[User]] = {}
    for person in town.people.values():
        for held in person.roles:
            if held.service_id is not None:
                found.setdefault(held.service_id, []).append(person)
    return found


def _opinion(
    town: Town,
    review: Step,
    proposal: Proposal,
    service: Service,
    place: int,
    rng: Random,
    members: dict[int, list[User]],
) -> Opinion:
    """A request of the last weeks, answered two times out of three."""
    ago = rng.randint(4, 26)
    asked_at = town.at(town.working_day(-ago), 9, rng.randint(0, 59))
    # What the service of a persona looks after is left for the visitors who become them.
    due: date = proposal.due_on or town.on(town.working_day(-ago + 24))
    opinion = Opinion(
        proposal=proposal,
        step=review,
        service=service,
        asked_by=town.owner,
        asked_by_name=town.owner.full_name,
        asked_at=asked_at,
        due_on=due,
    )
    people = members.get(service.pk, [])
    is_left = place == 0 and any(one.demo_persona for one in members.get(service.pk, []))
    if people and not is_left and rng.random() < 0.75:
        _answer(opinion, people, min(ago - 1, rng.randint(2, 14)), rng)
    return opinion


def _extra(key: str) -> dict[str, str]:
    """Answers to the questions of this edition; chance of their own, for that of opinions is set."""
    rng = Random(f"{key}/extra")
    return {"q1": "o1"} if rng.random() < 0.7 else {"q1": "o2", "q2": rng.choice(MEANS)}


def _answer(opinion: Opinion, people: list[User], days: int, rng: Random) -> None:
    stance = rng.choices(
        [Stance.FAVOURABLE, Stance.RESERVED, Stance.UNFAVOURABLE, Stance.NOT_CONCERNED],
        weights=[6, 3, 1, 1],
    )[0]
    signer = rng.choice(people)
    low = rng.randrange(4, 60) * 100_000
    opinion.stance, opinion.words = stance, rng.choice(WORDS[stance])
    if stance in (Stance.FAVOURABLE, Stance.RESERVED):
        opinion.cost_low_cents, opinion.cost_high_cents = low, low + low // 4
        opinion.running_cents, opinion.running_by = low // 50, "city"
        opinion.delay_low_months, opinion.delay_high_months = 3, 9
        opinion.risks = rng.choice(RISKS)
    opinion.version = 1
    opinion.signed_at = min(opinion.asked_at + timedelta(days=days, hours=3), clock.now())
    opinion.edited_at = opinion.signed_at
    opinion.signed_by = opinion.edited_by = signer
    opinion.signed_by_name = opinion.edited_by_name = signer.full_name


def _conclude(town: Town, review: Step, opinions: list[Opinion]) -> None:
    """Where every opinion is in, the pilot has concluded one time out of two; and one note."""
    by_idea: dict[int, list[Opinion]] = {}
    for one in opinions:
        by_idea.setdefault(one.proposal_id, []).append(one)
    done = [held for held in by_idea.values() if all(one.signed_at for one in held)]
    Synthesis.objects.bulk_create(
        Synthesis(
            proposal=held[0].proposal,
            step=review,
            outcome="changes" if any(one.stance == "reserved" for one in held) else "go",
            words="Les services sont d’accord. Le coût est tenu.",
            cost_cents=max((one.cost_high_cents or 0 for one in held), default=0) or None,
            by=town.owner,
            by_name=town.owner.full_name,
            at=clock.now(),
        )
        for held in done[::2]
    )
    waiting = next((held[0] for held in by_idea.values() if held[0].signed_at is None), None)
    if waiting is not None:
        Note.objects.create(
            proposal=waiting.proposal,
            author=town.owner,
            author_name=town.owner.full_name,
            words="La direction de l’école est d’accord pour en parler au conseil d’école.",
            at=waiting.asked_at,
        )
