"""Writing a votation: its settings, its questions, its opening, its result, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.kernel.text import slug
from preau.ledger.actions import record
from preau.processes.models import Process
from preau.voting import actions as voting
from preau.voting.models import Contest, Election

from .models import Answer, Method, Position, Question, Votation
from .policies import (
    may_open,
    may_prepare,
    may_proclaim,
    may_tell_outcome,
    refuse_texts,
    refuse_words,
)
from .queries import contests_of, questions_of
from .rules import limits_of, rule_of


@dataclass(frozen=True)
class Settings:
    """What holds for every question of a votation."""

    worth: str = Votation.Worth.CONSULTATIVE
    context: str = ""
    rules_act: str = ""
    registered: int | None = None
    quorum_ballots: int = 0
    quorum_percent: int = 0
    is_secret: bool = True


@dataclass(frozen=True)
class Asked:
    """A question to be: its words, its ballot, its answers as pairs of name and text."""

    title: str
    words: str
    ballot_format: str = "yes-no"
    answers: tuple[tuple[str, str], ...] = ()
    details: str = ""
    method: str = Method.DUELS
    share_percent: int = 50
    is_of_cast: bool = False
    takes_blank: bool = True
    grades: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """A position: its title, who holds it, its words."""

    title: str
    words: str
    holder: str = ""


@transaction.atomic
def create_votation(*, process: Process, settings: Settings, actor: User) -> Votation:
    """The votation of a process that has a vote step; its election comes with it."""
    votation = Votation.objects.create(process=process, **vars(settings))
    lay_ballots(votation, actor)
    return votation


@transaction.atomic
def set_votation(*, votation: Votation, settings: Settings, actor: User) -> Votation:
    """Write what holds for every question, and make the ballots again.

    Raises ``Refused`` once the ballots are settled.
    """
    demand(may_prepare(actor, votation.process))
    held = Votation.objects.select_for_update().get(pk=votation.pk)
    held.process = votation.process
    changes_secret = held.is_secret != settings.is_secret
    for name, value in vars(settings).items():
        setattr(held, name, value)
    held.save()
    lay_ballots(held, actor, is_secret=settings.is_secret if changes_secret else None)
    record(
        actor=actor,
        verb="set_votation",
        subject=held,
        process_id=held.process_id,
        worth=held.worth,
        quorum=held.quorum,
    )
    return held


@transaction.atomic
def write_question(
    *, votation: Votation, asked: Asked, actor: User, number: int | None = None
) -> Question | Refusal:
    """Add a question, or write the one of that ``number`` again; its ballot follows."""
    demand(may_prepare(actor, votation.process))
    answers = _answers(asked)
    refusal = (
        refuse_words(asked.title, asked.words)
        or refuse_texts([title for title, _summary in answers])
        or _refuse_title(votation, asked.title, number)
    )
    if refusal is not None:
        return refusal
    question = _keep_question(votation, asked, number)
    question.answers.all().delete()
    Answer.objects.bulk_create(
        Answer(question=question, number=place, title=title, summary=summary)
        for place, (title, summary) in enumerate(answers, start=1)
    )
    lay_ballots(votation, actor)
    record(
        actor=actor,
        verb="wrote_question",
        subject=question,
        process_id=votation.process_id,
        ballot_format=question.ballot_format,
    )
    return question


def _refuse_title(votation: Votation, title: str, number: int | None) -> Refusal | None:
    others = votation.questions.exclude(number=number or 0).values_list("title", flat=True)
    if slug(title) not in {slug(other) for other in others}:
        return None
    said = _("Une autre question s’appelle déjà «\u00a0%(title)s\u00a0».")
    return Refusal("same_title", said % {"title": title})


def _keep_question(votation: Votation, asked: Asked, number: int | None) -> Question:
    values: dict[str, Any] = {**vars(asked), "grades": list(asked.grades)}
    del values["answers"]
    if number is None:
        last = votation.questions.order_by("number").last()
        place = last.number + 1 if last else 1
        return Question.objects.create(votation=votation, number=place, **values)
    question = votation.questions.select_for_update().get(number=number)
    for name, value in values.items():
        setattr(question, name, value)
    question.save()
    return question


def _answers(asked: Asked) -> Sequence[tuple[str, str]]:
    return ((_("Oui"), ""), (_("Non"), "")) if asked.ballot_format == "yes-no" else asked.answers


@transaction.atomic
def drop_question(*, question: Question, actor: User) -> None:
    """Take a question away; those after it move up."""
    votation = question.votation
    demand(may_prepare(actor, votation.process))
    record(actor=actor, verb="dropped_question", subject=question, process_id=votation.process_id)
    if question.contest is not None:
        question.contest.delete()
    question.delete()
    for place, one in enumerate(votation.questions.order_by("number"), start=1):
        Question.objects.filter(pk=one.pk).update(number=place)
    lay_ballots(votation, actor)


@transaction.atomic
def write_positions(*, question: Question, positions: Sequence[Said], actor: User) -> None:
    """Write the boxes of a question; unequal ones are kept, and block the opening."""
    votation = question.votation
    demand(may_prepare(actor, votation.process))
    question.positions.all().delete()
    Position.objects.bulk_create(
        Position(
            question=question, number=place, title=one.title, holder=one.holder, words=one.words
        )
        for place, one in enumerate(positions, start=1)
    )
    record(actor=actor, verb="wrote_positions", subject=question, process_id=votation.process_id)


def _election(process: Process, actor: User | None) -> Election:
    step = process.step_of_kind("vote")
    if step is None:
        raise LookupError("the process has no vote")
    return voting.create_election(step=step, actor=actor)


def lay_ballots(votation: Votation, actor: User | None, *, is_secret: bool | None = None) -> None:
    """Make the boxes again from the questions; a box stays secret or open as it was."""
    election = _election(votation.process, actor)
    voting.set_worth(election=election, worth=str(votation.get_worth_display()), actor=actor)
    questions = questions_of(votation)
    was = {
        one.pk: one.contest.is_secret if one.contest is not None else votation.is_secret
        for one in questions
    }
    Question.objects.filter(votation=votation).update(contest=None)
    for contest in election.contests.all():
        contest.delete()
    for question in questions:
        contest = _lay_one(question, votation, election, actor)
        contest.is_secret = was[question.pk] if is_secret is None else is_secret
        contest.save(update_fields=["is_secret"])
        Question.objects.filter(pk=question.pk).update(contest=contest)


def _lay_one(
    question: Question, votation: Votation, election: Election, actor: User | None
) -> Contest:
    answers = list(question.answers.all())
    contest = voting.add_contest(
        election=election,
        title=question.title,
        question=question.words,
        rule=rule_of(question, votation, len(answers)),
        ballot_format=question.ballot_format,
        ballot_rules=limits_of(question, len(answers)),
        actor=actor,
    )
    drafts = [
        voting.OptionDraft(number=one.number, title=one.title, summary=one.summary)
        for one in answers
    ]
    voting.set_options(contest=contest, options=drafts, actor=actor)
    return contest


@transaction.atomic
def open_votation(*, process: Process, actor: User) -> Election:
    """Settle the ballots and their rule; votes are taken from the hour of the step.

    Raises ``Refused`` while something blocks.
    """
    demand(may_open(actor, process))
    answer = voting.open_election(election=contests_of(process)[0].election, actor=actor)
    if isinstance(answer, Refusal):
        raise Refused(answer)
    return answer


@transaction.atomic
def proclaim_result(*, votation: Votation, actor: User) -> Votation:
    """A person declares the counted result: it becomes public. Raises ``Refused`` otherwise."""
    held = Votation.objects.select_for_update().get(pk=votation.pk)
    held.process = votation.process
    demand(may_proclaim(actor, held.process))
    held.proclaimed_at, held.proclaimed_by = clock.now(), actor
    held.save(update_fields=["proclaimed_at", "proclaimed_by"])
    record(actor=actor, verb="proclaimed", subject=held.process, process_id=held.process_id)
    return held


@transaction.atomic
def tell_outcome(
    *, votation: Votation, words: str, act: str, on: date | None, actor: User
) -> Votation:
    """Say what the authority decided after the vote; it may be said again as things move."""
    demand(may_tell_outcome(actor, votation))
    votation.outcome, votation.outcome_act, votation.outcome_on = words, act, on
    votation.save(update_fields=["outcome", "outcome_act", "outcome_on"])
    record(
        actor=actor, verb="told_outcome", subject=votation.process, process_id=votation.process_id
    )
    return votation
