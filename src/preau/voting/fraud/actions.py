"""Setting ballots aside: proposed by one person, confirmed by another, put back by either."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.electorate.help import whom_to_call
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.tenancy.addresses import absolute_url

from ..models import AsideVoice, Contest, Election, SetAside
from ..paper.actions import rule_of
from .effect import effect_of
from .policies import decided_already, may_confirm, may_restore, may_set_aside
from .queries import Clue
from .voters import Voter, places_of, voters_of


@transaction.atomic
def propose_aside(
    *, election: Election, clue: Clue, keys: Collection[str], reason: str, actor: User
) -> SetAside | Refusal:
    """Propose to leave the ballots of some voters of ``clue`` out of the count; nothing moves yet."""
    refusal = may_set_aside(actor, election)
    if refusal is not None:
        return refusal
    chosen = sorted(clue.keys & set(keys))
    if not chosen:
        return Refusal("nobody_chosen", _("Choisissez au moins une voix."))
    Election.objects.select_for_update(no_key=True).get(pk=election.pk)
    if AsideVoice.objects.filter(election=election, voter_key__in=chosen).exists():
        return Refusal(
            "in_another_file",
            _("Une de ces voix est déjà dans un autre dossier."),
            remedy=_("Retirez-la de celui-ci, ou classez l’autre dossier."),
        )
    last = SetAside.objects.filter(election=election).aggregate(last=Max("number"))["last"]
    case = SetAside.objects.create(
        election=election,
        number=(last or 0) + 1,
        sign=clue.sign,
        shape=clue.shape,
        reason=reason,
        voices=len(chosen),
        proposed_by=actor,
        proposed_at=clock.now(),
    )
    AsideVoice.objects.bulk_create(
        AsideVoice(case=case, election=election, voter_key=key) for key in chosen
    )
    _record("proposed_aside", case, actor, voices=case.voices, reason=reason)
    return case


@transaction.atomic
def look_at_effect(*, case: SetAside, actor: User) -> Refusal | None:
    """Keep whether the winners of this moment would change: yes or no, never who nor by how much."""
    refusal = may_set_aside(actor, case.election)
    if refusal is not None:
        return refusal
    held = _hold(case)
    if held.state != SetAside.State.PROPOSED:
        return decided_already(held)
    case.effect = held.effect = effect_of(held)
    held.save(update_fields=["effect"])
    _record("simulated_aside", held, actor)
    return None


@transaction.atomic
def confirm_aside(*, case: SetAside, words: str, actor: User) -> SetAside | Refusal:
    """Set the ballots of a file aside, as the second person; the voters with an account are told."""
    held = _hold(case)
    refusal = may_confirm(actor, held)
    if refusal is not None:
        return refusal
    people = _people(held)
    answer = _move(held, people, words, actor, is_back=False)
    if isinstance(answer, Refusal):
        return answer
    _record("confirmed_aside", held, actor, ballots=answer, voices=held.voices)
    _tell(held, people, "ballot_aside", _("Votre bulletin est mis à l’écart du compte"))
    return held


@transaction.atomic
def withdraw_aside(*, case: SetAside, words: str, actor: User) -> SetAside | Refusal:
    """End a file without setting anything aside: by who proposed it, or by the second person."""
    demand(may_run_process(actor, case.election.step.process_id))
    held = _hold(case)
    if held.state != SetAside.State.PROPOSED:
        return decided_already(held)
    held.state, held.decided_by = SetAside.State.WITHDRAWN, actor
    held.decided_at, held.decision = clock.now(), words
    held.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    _record("withdrew_aside", held, actor, reason=words)
    return held


@transaction.atomic
def restore_aside(*, case: SetAside, words: str, actor: User) -> SetAside | Refusal:
    """Put the ballots of a file back into the count, until the seal."""
    held = _hold(case)
    refusal = may_restore(actor, held)
    if refusal is not None:
        return refusal
    people = _people(held)
    answer = _move(held, people, words, actor, is_back=True)
    if isinstance(answer, Refusal):
        return answer
    _record("restored_aside", held, actor, ballots=answer, reason=words)
    _tell(held, people, "ballot_back", _("Votre bulletin est de nouveau compté"))
    return held


def _hold(case: SetAside) -> SetAside:
    """The file as it stands, alone until the end of the transaction."""
    held = SetAside.objects.select_for_update(of=("self",)).get(pk=case.pk)
    held.election = case.election
    return held


def _people(case: SetAside) -> list[Voter]:
    keys = set(case.held.values_list("voter_key", flat=True))
    return voters_of(case.election, keys)


def _move(
    case: SetAside, people: list[Voter], words: str, actor: User, *, is_back: bool
) -> int | Refusal:
    electors = [one.elector for one in people]
    boxes = case.election.contests.filter(is_secret=False, state=Contest.State.OPEN)
    places = [place for box in boxes for place in places_of(box, electors)]
    values: list[Any] = [case.pk, actor.pk, places, words, is_back]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT voting_move_aside(%s, %s, %s, %s, %s)", values)
            (moved,) = cursor.fetchone()
    except IntegrityError as error:
        if rule_of(error) != "aside_until_the_seal":
            raise
        return Refusal("nothing_open", _("L’urne vient d’être scellée : plus rien n’y change."))
    case.refresh_from_db()
    return int(moved)


def _tell(case: SetAside, people: list[Voter], kind: str, subject: str) -> None:
    step = case.election.step
    accounts = User.objects.in_bulk([one.account_id for one in people if one.account_id])
    for person in accounts.values():
        send_email(
            to=person.email,
            recipient=person,
            kind=kind,
            subject=subject,
            template=f"voting/mail/{kind}",
            context={
                "process": {"title": step.process.title},
                "reason": case.reason,
                "whom": whom_to_call(step),
                "links": {"booth": absolute_url(reverse("voting:start", args=[step.process.slug]))},
            },
        )


def _record(verb: str, case: SetAside, actor: User, **data: Any) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=case,
        process_id=case.election.step.process_id,
        number=case.number,
        **data,
    )
