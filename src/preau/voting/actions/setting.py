"""Preparing an election, freezing it, moving its hours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Guest, Known, Person
from preau.accounts.policies import may_run_process
from preau.counting import RuleDocument
from preau.counting.rulebook import BUDGET_RULES
from preau.kernel.refusal import Refusal, demand
from preau.kernel.text import slug
from preau.ledger.actions import record
from preau.processes.models import Step
from preau.territory.models import Zone

from ..formats import ballot_formats
from ..models import BoxSecret, Contest, Election, HourAct, Option
from ..policies import may_seal, voted_elsewhere
from ..queries import contests_voted
from ..records import options_hash, options_of
from ..sealed.log import check_boxes
from ..tasks import ask_to_close
from .hours import note_hours
from .sealing import freeze_length


@transaction.atomic
def set_worth(*, election: Election, worth: str, actor: Person | None) -> Election | Refusal:
    """Write what the result is worth, as ballots say it; refused once they are frozen."""
    if actor is not None:
        demand(may_run_process(actor, election.step.process_id))
    if election.contests.exclude(state=Contest.State.DRAFT).exists():
        return _frozen()
    if worth != election.worth:
        election.worth = worth
        election.save(update_fields=["worth"])
        record(
            actor=actor,
            verb="set_worth",
            subject=election,
            process_id=election.step.process_id,
            worth=worth,
        )
    return election


@dataclass(frozen=True)
class OptionDraft:
    """An option to be: a snapshot of its source as it is today."""

    number: int
    title: str
    summary: str = ""
    cost_cents: int = 0
    zone_id: int | None = None
    picture_id: int | None = None
    theme: str = ""
    source_kind: str = ""
    source_id: int | None = None


@transaction.atomic
def create_election(*, step: Step, actor: Person | None) -> Election:
    """Give a vote step its election; the same one when it has one already.

    ``actor`` None is the house itself, laying a process again from its outline.
    """
    if actor is not None:
        demand(may_run_process(actor, step.process_id))
    election, created = Election.objects.get_or_create(step=step)
    if created:
        record(actor=actor, verb="created", subject=election, process_id=step.process_id)
    return election


@transaction.atomic
def add_contest(
    *,
    election: Election,
    title: str,
    rule: dict[str, Any],
    actor: Person | None,
    envelope_cents: int = 0,
    zone: Zone | None = None,
    max_choices: int | None = None,
    points: tuple[int, ...] = (),
    ballot_format: str = "ranked",
    ballot_rules: Mapping[str, Any] | None = None,
    question: str = "",
) -> Contest:
    """Add a box: one for a zone, one for the whole territory, or one for a question.

    ``rule`` is a ``RuleDocument`` of ``preau.counting`` as data; the format, its limits, the points
    and the envelope given here complete it, and the format's own limits what they leave open. A
    ``question`` has answers for options, and no envelope. Raises ``RuleError`` on a contradiction.
    """
    process_id = election.step.process_id
    if actor is not None:
        demand(may_run_process(actor, process_id))
    way = ballot_formats.get(ballot_format)
    name = zone.slug if zone is not None and not question else slug(title)
    given = {**rule.get("ballot", {}), **(ballot_rules or {})}
    if max_choices is not None:
        given["max_choices"] = max_choices
    ballot = {**way.default_limits(envelope_cents), **_declared(given), "kind": ballot_format}
    completed = {"points": list(points or way.default_points(ballot)), **rule, "ballot": ballot}
    if completed.get("rule") in BUDGET_RULES and not completed.get("envelopes"):
        completed["envelopes"] = [{"id": name, "amount": envelope_cents}]
    document = RuleDocument.from_dict(completed)
    contest = Contest.objects.create(
        election=election,
        zone=zone,
        title=title,
        slug=name,
        question=question,
        envelope_cents=envelope_cents,
        ballot_format=ballot_format,
        min_choices=document.ballot.min_choices,
        max_choices=document.ballot.max_choices,
        rule=json.loads(document.to_json(), parse_float=str),  # exact, whatever the figure
    )
    record(actor=actor, verb="added", subject=contest, process_id=process_id)
    return contest


def _declared(limits: Mapping[str, Any]) -> dict[str, Any]:
    """The limits that are really declared: a document says None, or no grade, for the others."""
    return {name: value for name, value in limits.items() if value not in (None, [], ())}


@transaction.atomic
def set_options(
    *, contest: Contest, options: list[OptionDraft], actor: Person | None
) -> list[Option] | Refusal:
    """Replace the options of a contest; refused once it is frozen."""
    process_id = contest.election.step.process_id
    if actor is not None:
        demand(may_run_process(actor, process_id))
    held = Contest.objects.select_for_update().get(pk=contest.pk)
    if held.state != Contest.State.DRAFT:
        return _frozen()
    held.options.all().delete()
    made = Option.objects.bulk_create(
        [Option(contest=held, **asdict(draft)) for draft in options],
    )
    record(actor=actor, verb="listed", subject=held, process_id=process_id, options=len(made))
    return made


def _frozen() -> Refusal:
    return Refusal(
        "frozen",
        _("Les bulletins et les règles de ce scrutin sont arrêtés."),
        rule=_("Rien ne change sur un bulletin une fois le scrutin arrêté."),
    )


@transaction.atomic
def open_election(*, election: Election, actor: Person | None) -> Election | Refusal:
    """Freeze every contest of ``election``: rule, options, dates and a secret for each box.

    Ballots are taken from the hour at which the step opens, and the boxes close by themselves.
    """
    step = election.step
    if actor is not None:
        demand(may_run_process(actor, step.process_id))
    contests = list(election.contests.select_for_update())
    if any(contest.state != Contest.State.DRAFT for contest in contests):
        return _frozen()
    listed = {contest.pk: options_of(contest) for contest in contests}
    refusal = _not_ready(step, listed) or may_seal(election, contests)
    if refusal is not None:
        return refusal
    if any(contest.is_secret for contest in contests):
        freeze_length(election)
    for contest in contests:
        if not contest.is_secret:
            BoxSecret.objects.create(contest=contest)
        contest.rule_hash = contest.document.sha256()
        contest.opens_at, contest.closes_at = step.opens_at, step.closes_at
        contest.state = Contest.State.OPEN
        contest.save()
        record(
            actor=actor,
            verb="opened",
            subject=contest,
            process_id=step.process_id,
            rule_hash=contest.rule_hash,
            options_hash=options_hash(listed[contest.pk]),
        )
        ask_to_close(contest)
    check_boxes(election)  # the first head certifies that each box is empty
    return election


def _not_ready(step: Step, listed: dict[int, list[Option]]) -> Refusal | None:
    if step.opens_at is None or step.closes_at is None:
        return Refusal("no_dates", _("Donnez au vote une date d’ouverture et une date de fin."))
    if not listed:
        return Refusal("no_contest", _("Ce scrutin n’a encore aucun bulletin."))
    if not all(listed.values()):
        return Refusal("no_option", _("Un des bulletins ne porte encore aucun choix."))
    return None


@transaction.atomic
def move_dates(
    *, election: Election, opens_at: datetime, closes_at: datetime, reason: str, actor: Person
) -> Election | Refusal:
    """Bring forward or put off the hours of an open election, and of its step, with a reason.

    A contest whose hour has passed is not opened again.
    """
    step = election.step
    demand(may_run_process(actor, step.process_id))
    contests = list(election.contests.select_for_update())
    if any(contest.state not in (Contest.State.DRAFT, Contest.State.OPEN) for contest in contests):
        return _frozen()
    before = [[str(one.opens_at), str(one.closes_at)] for one in contests]
    step.opens_at, step.closes_at = opens_at, closes_at
    step.save(update_fields=["opens_at", "closes_at"])
    for contest in contests:
        is_open = contest.state == Contest.State.OPEN
        was, contest.opens_at, contest.closes_at = contest.closes_at, opens_at, closes_at
        contest.hours_reason = reason[:400] if is_open else ""
        contest.save(update_fields=["opens_at", "closes_at", "hours_reason"])
        if is_open:
            ask_to_close(contest)
    if contests and contests[0].state == Contest.State.OPEN:
        note_hours(
            election=election,
            kind=HourAct.Kind.MOVED,
            reason=reason[:400],
            actor=actor,
            before=was,
            after=closes_at,
        )
    record(
        actor=actor,
        verb="moved",
        subject=election,
        process_id=step.process_id,
        reason=reason,
        before=before,
        after=[str(opens_at), str(closes_at)],
    )
    return election


@transaction.atomic
def choose_zone(*, election: Election, voter: Known, zone: Zone) -> Known | Refusal:
    """Correct the neighbourhood ``voter`` declared; refused once they voted for that of another."""
    voted = election.contests.filter(pk__in=contests_voted(election, voter), zone__isnull=False)
    if voted.exclude(zone=zone).exists():
        return voted_elsewhere()
    if isinstance(voter, Guest):
        voter.zone_id = zone.pk  # kept by their session alone
    elif voter.zone_id != zone.pk:
        before = voter.zone_id
        voter.zone = zone
        voter.save(update_fields=["zone"])
        record(
            actor=voter,
            verb="declared_zone",
            subject=voter,
            process_id=election.step.process_id,
            before=before,
            after=zone.pk,
        )
    return voter
