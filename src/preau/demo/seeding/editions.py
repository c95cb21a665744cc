"""An edition, from its first idea to where it stands today, each act at its own moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from preau.blueprints.participatory_budget import (
    Calendar,
    CriterionDraft,
    MotiveDraft,
    Rules,
    create,
)
from preau.demo.content import CITY_WIDE, Edition
from preau.demo.content.types import Step as StepMaterial
from preau.electorate.models import Electorate
from preau.kernel import clock
from preau.kernel.text import slug
from preau.processes.models import Process

from .alike import find_pairs
from .deliveries import deliver_winners
from .ideas import deposit_ideas
from .opinions import give_opinions
from .post import past_mail
from .reviews import answer_ideas, study_ideas
from .together import work_together
from .town import Town
from .voices import follow_ideas
from .votes import hold_past_vote, open_vote

#: Where one votes on paper, told to whoever is stopped at the door.
PLACES = {
    "saint-aubin": "hall de l’hôtel de ville, du lundi au samedi, de 9\u00a0h à 17\u00a0h",
    "villeneuve": "accueil de la mairie, du lundi au vendredi, de 9\u00a0h à 12\u00a0h",
}
#: Days between the publication of an edition and its first step.
NOTICE = 7


def write_edition(town: Town, edition: Edition) -> None:
    """Write the whole story of ``edition`` in the current site, whole or not at all."""
    with transaction.atomic(), past_mail():
        _write(town, edition)


def _write(town: Town, edition: Edition) -> None:
    process = _create(town, edition)
    proposals = deposit_ideas(town, edition, process)
    if edition.state != "collecting":
        study_ideas(town, edition, process, proposals)
        answer_ideas(town, edition, process, proposals)
    if edition.state == "reviewing":
        give_opinions(town, edition, process.ordered_steps[1], proposals)
        work_together(town, process, process.ordered_steps[1])
    if edition.state == "voting":
        open_vote(town, edition, process)
    if edition.state == "delivered":
        hold_past_vote(town, edition, process)
        deliver_winners(town, edition, process)
    follow_ideas(town, edition, proposals)
    if edition.state in ("collecting", "reviewing"):
        find_pairs(town, process)


def _create(town: Town, edition: Edition) -> Process:
    published_at = town.at(edition.steps[0].opens_in - NOTICE, 10)
    with clock.stopped(published_at):
        process = create(
            title=edition.title,
            slug=slug(edition.title),
            actor=town.owner,
            calendar=_calendar(town, edition),
            envelopes={
                None if one.contest == CITY_WIDE else town.zones[one.contest].pk: one.cents
                for one in edition.envelopes
            },
            rules=_rules(town, edition),
            summary=edition.summary,
            presentation=edition.presentation,
            rulebook=_rulebook(town),
            contact_name=town.owner.full_name,
            contact_email=town.city.contact_email,
        )
    process.created_at = published_at
    process.save(update_fields=["created_at"])
    for step, material in zip(process.ordered_steps, edition.steps, strict=False):
        step.title, step.summary = material.title, material.summary
        step.closes_at = town.at(material.closes_in, material.closes_hour)
        step.save(update_fields=["title", "summary", "closes_at"])
        if step.kind == "vote":
            Electorate.objects.create(step=step, place=PLACES[town.city.key])
    return process


def _calendar(town: Town, edition: Edition) -> Calendar:
    """Steps that the material does not name yet follow the vote."""
    steps = {step.kind: step for step in edition.steps}
    vote = steps["vote"]
    results_at = town.at(vote.closes_in, vote.closes_hour)
    delivery = steps.get("delivery")
    return Calendar(
        deposit=_span(town, steps["collection"]),
        review=_span(town, steps["review"]),
        vote=_span(town, vote),
        results=results_at,
        delivery=_span(town, delivery) if delivery else (results_at + timedelta(days=30), None),
    )


def _span(town: Town, step: StepMaterial) -> tuple[datetime, datetime]:
    return town.at(step.opens_in), town.at(step.closes_in, step.closes_hour)


def _rules(town: Town, edition: Edition) -> Rules:
    """What the règlement lets the machine check; small editions have no ceiling of their own."""
    rulebook = town.city.rulebook
    if rulebook is None:
        return Rules(ballot_format=edition.ballot_format)
    values = rulebook.values
    by_article = {motive.article: motive.code for motive in reversed(town.city.motives)}
    return Rules(
        least_age=values.min_age_vote,
        most_cost_cents=min(values.cap_cents, max(one.cents for one in edition.envelopes)),
        longest_text=values.max_text,
        max_choices=values.max_choices,
        points=values.points,
        ballot_format=edition.ballot_format,
        criteria=tuple(
            CriterionDraft(one.question, str(one.article), by_article.get(one.article, ""))
            for one in rulebook.questions
            if one.question.startswith("Est-ce que")
        ),
        motives=tuple(
            MotiveDraft(
                code=one.code,
                label=one.label,
                sentence=one.sentence,
                article=str(one.article),
                remedy=one.remains,
            )
            for one in town.city.motives
        ),
    )


def _rulebook(town: Town) -> dict[str, object]:
    rulebook = town.city.rulebook
    if rulebook is None:
        return {}
    return {
        "title": rulebook.title,
        "adopted": rulebook.adopted,
        "questions": [
            {"question": one.question, "answer": one.answer, "article": str(one.article)}
            for one in rulebook.questions
        ],
        "articles": [
            {"number": str(one.number), "title": one.title, "text": one.text}
            for one in rulebook.articles
        ],
    }
