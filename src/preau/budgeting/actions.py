"""From retained projects to contests, and from counts to proclaimed winners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import User
from preau.delivery.actions import start_delivery
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.processes.models import Process, Step
from preau.proposals.actions import set_status
from preau.proposals.models import Placement, Proposal, Status
from preau.territory.models import Zone
from preau.voting import actions as voting
from preau.voting.models import Contest, Election
from preau.voting.queries import current_count

from .models import Edition, Envelope, Fit, Winner
from .policies import (
    contests_of,
    may_change_rules,
    may_draw_ballot_list,
    may_open_vote,
    may_proclaim,
)
from .preparation import BallotList, ballot_list, contest_name, option_draft, rule_document


@transaction.atomic
def set_envelopes(
    *, process: Process, cents_by_zone: Mapping[int | None, int], actor: User | None
) -> Edition:
    """Write the envelopes of the edition (zone id, or None for the town, to cents).

    ``actor`` None is the house itself (demo); a person must be allowed to, before the vote opens.
    """
    if actor is not None:
        demand(may_change_rules(actor, process))
    edition, _created = Edition.objects.get_or_create(process=process)
    edition.envelopes.all().delete()
    Envelope.objects.bulk_create(
        Envelope(edition=edition, zone_id=zone_id, cents=cents)
        for zone_id, cents in cents_by_zone.items()
    )
    record(
        actor=actor,
        verb="set_envelopes",
        subject=edition,
        process_id=process.pk,
        envelopes={str(zone or "town"): cents for zone, cents in cents_by_zone.items()},
    )
    return edition


@transaction.atomic
def change_envelopes(
    *, process: Process, cents_by_zone: Mapping[int | None, int], actor: User
) -> None:
    """Write the envelopes and, when the list is drawn, draw it again under them."""
    set_envelopes(process=process, cents_by_zone=cents_by_zone, actor=actor)
    _draw_again(process, actor)


@transaction.atomic
def set_counting_rules(
    *,
    process: Process,
    max_choices: int,
    points: Sequence[int],
    fit: str,
    ties: Sequence[str],
    unspent_rule: str,
    actor: User,
    ballot_format: str = "ranked",
    ballot_rules: Mapping[str, Any] | None = None,
) -> None:
    """Write how ballots are filled in and counted; a drawn list is drawn again with them.

    ``points`` by rank, as many as ``max_choices``, for ranked ballots; ``ballot_rules`` are the
    other limits of the format; ``ties`` ends with the draw. Raises ``RuleError`` on a
    contradiction, ``Refused`` once the vote is open.
    """
    demand(may_change_rules(actor, process))
    edition, _created = Edition.objects.get_or_create(process=process)
    edition.ballot_format, edition.ballot_rules = ballot_format, dict(ballot_rules or {})
    edition.max_choices, edition.points = max_choices, list(points)
    edition.fit, edition.ties, edition.unspent_rule = Fit(fit), list(ties), unspent_rule
    rule = rule_document(edition, 1, contest_name(None))
    edition.save()
    record(
        actor=actor,
        verb="set_counting_rules",
        subject=edition,
        process_id=process.pk,
        rule_hash=rule.sha256(),
        ballot_format=ballot_format,
        points=list(points),
        fit=fit,
        ties=list(ties),
    )
    _draw_again(process, actor)


def _draw_again(process: Process, actor: User) -> None:
    if contests_of(process):
        draw_ballot_list(process=process, actor=actor)


@transaction.atomic
def draw_ballot_list(*, process: Process, actor: User) -> BallotList:
    """Make one contest per envelope out of the retained projects; replaces an earlier drawing.

    Zones without a project get no contest. Raises ``Refused`` once the vote is open.
    """
    demand(may_draw_ballot_list(actor, process))
    step = process.step_of_kind("vote")
    if step is None:
        raise LookupError("the process has no vote")
    found = ballot_list(process)
    edition = Edition.objects.prefetch_related("envelopes").get(process=process)
    election = Election.objects.filter(step=step).first() or voting.create_election(
        step=step, actor=actor
    )
    secret = set(election.contests.filter(is_secret=True).values_list("slug", flat=True))
    for contest in election.contests.all():
        contest.delete()
    zones = Zone.objects.in_bulk([zone for zone in found.by_zone if zone is not None])
    for envelope in edition.envelopes.all():
        options = found.by_zone.get(envelope.zone_id)
        if not options:
            continue
        zone = zones.get(envelope.zone_id) if envelope.zone_id else None
        _make_contest(edition, election, step, zone, envelope.cents, options, actor)
    election.contests.filter(slug__in=secret).update(is_secret=True)  # as the list before
    record(
        actor=actor,
        verb="drew_ballot_list",
        subject=process,
        process_id=process.pk,
        options=found.size,
        left_out=[[one.number, why] for one, why in found.left_out],
    )
    return found


def _make_contest(
    edition: Edition,
    election: Election,
    step: Step,
    zone: Zone | None,
    cents: int,
    options: list[Proposal],
    actor: User,
) -> None:
    name = contest_name(zone)
    contest = voting.add_contest(
        election=election,
        zone=zone,
        title=name,
        envelope_cents=cents,
        ballot_format=edition.ballot_format,
        rule=rule_document(edition, cents, name).to_dict(),
        actor=actor,
    )
    voting.set_options(
        contest=contest,
        actor=actor,
        options=[option_draft(one) for one in options],
    )
    at = clock.now()
    Placement.objects.bulk_create(
        [Placement(proposal=one, step=step, status=Status.RETAINED, at=at) for one in options],
        ignore_conflicts=True,
    )


@transaction.atomic
def open_vote(*, process: Process, actor: User) -> Election:
    """Freeze the drawn list and its rule; ballots are taken from the hour of the step.

    Raises ``Refused`` while something blocks.
    """
    demand(may_open_vote(actor, process))
    answer = voting.open_election(election=contests_of(process)[0].election, actor=actor)
    if isinstance(answer, Refusal):
        raise Refused(answer)
    return answer


@transaction.atomic
def proclaim_winners(*, process: Process, actor: User) -> list[Winner]:
    """A person declares the counted result: statuses, follow-up of winners, mail to authors.

    Raises ``Refused`` unless every contest is counted, and when it has been done already.
    """
    edition = Edition.objects.select_for_update().get(process=process)
    demand(may_proclaim(actor, process))
    winners: list[Winner] = []
    for contest in contests_of(process):
        winners += _proclaim_contest(edition, contest, actor)
    edition.proclaimed_at, edition.proclaimed_by = clock.now(), actor
    edition.save(update_fields=["proclaimed_at", "proclaimed_by"])
    record(
        actor=actor,
        verb="proclaimed",
        subject=process,
        process_id=process.pk,
        winners=[winner.proposal.number for winner in winners],
    )
    return winners


def _proclaim_contest(edition: Edition, contest: Contest, actor: User) -> list[Winner]:
    standing = current_count(contest)
    if standing is None:
        raise LookupError(f"contest {contest.pk} is not counted")
    outcome: dict[str, Any] = standing.outcome
    by_option = {str(option.number): option for option in contest.options.all()}
    proposals = Proposal.objects.select_related("author", "process", "service").in_bulk(
        [option.source_id for option in by_option.values() if option.source_id]
    )
    ranks = {option_id: rank for rank, option_id in enumerate(outcome["winners"], start=1)}
    results = edition.process.step_of_kind("results")
    winners = []
    for option_id, option in by_option.items():
        proposal = proposals[option.source_id or 0]
        points = int(outcome["scores"].get(option_id, 0))
        rank = ranks.get(option_id)
        _tell(proposal, results, actor, contest, points, rank)
        if rank is not None:
            winner = Winner.objects.create(
                edition=edition,
                contest=contest,
                proposal=proposal,
                rank=rank,
                score=points,
                cost_cents=option.cost_cents,
            )
            winners.append(winner)
            start_delivery(
                proposal=proposal,
                actor=actor,
                voted_cost_cents=option.cost_cents,
                service=proposal.service,
            )
    return sorted(winners, key=lambda one: one.rank)


def _tell(
    proposal: Proposal,
    step: Step | None,
    actor: User,
    contest: Contest,
    points: int,
    rank: int | None,
) -> None:
    score = ngettext("%(points)s point", "%(points)s points", points) % {"points": points}
    if rank is None:
        status = Status.NOT_ELECTED
        sentence = _("Le projet obtient %(score)s et n’est pas lauréat (%(contest)s).")
        subject = _("Résultat du vote pour votre projet n° %(number)s")
    else:
        status = Status.ELECTED
        sentence = _("Le projet est lauréat avec %(score)s (%(contest)s).")
        subject = _("Votre projet n° %(number)s est lauréat")
    words = sentence % {"score": score, "contest": contest.title}
    set_status(
        proposal=proposal,
        status=status,
        actor=actor,
        kind="result",
        sentence=words,
        actor_label=str(_("Vote des habitantes et habitants")),
        step=step,
    )
    if proposal.author is not None:
        send_email(
            to=proposal.author.email,
            recipient=proposal.author,
            kind="result",
            subject=subject % {"number": proposal.number},
            template="budgeting/mail/result",
            context={"proposal": proposal, "sentence": words, "is_winner": rank is not None},
        )
