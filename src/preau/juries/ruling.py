"""Deliberating: what the jury decides of each application, within its envelope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.proposals.models import Proposal
from preau.proposals.readings import asked_cents
from preau.ui.words import money

from .figures import scores_of
from .maths.scores import Place, places
from .models import Deliberation, Grant, Jury
from .policies import (
    may_close,
    may_open,
    may_publish,
    may_reopen,
    may_rule,
    may_take_back,
    not_told,
    refusal_by_envelope,
)
from .queries import applications, deliberation_of, granted_cents, grants_of, juror_of, kept_away
from .setting import lock


@dataclass(frozen=True)
class Ruling:
    """What the president writes of one application."""

    decision: str
    amount_cents: int = 0
    reason: str = ""
    tie_reason: str = ""


@transaction.atomic
def open_deliberation(*, jury: Jury, place: str = "", actor: User) -> Deliberation:
    """From now on no mark changes; raises ``Refused``."""
    held = lock(jury)
    demand(may_open(actor, held))
    made = Deliberation.objects.create(jury=held, opened_at=clock.now(), place=place)
    _note(held, "opened_deliberation", actor, place=place)
    return made


def _note(jury: Jury, verb: str, actor: User, **data: object) -> None:
    record(actor=actor, verb=verb, subject=jury, process_id=jury.step.process_id, **data)


@transaction.atomic
def set_presence(*, jury: Jury, present: Sequence[int], actor: User) -> None:
    """Who is in the room, by seat; raises ``Refused``."""
    held = lock(jury)
    demand(may_close(actor, held))
    sitting = held.jurors.filter(left_at=None)
    sitting.filter(pk__in=present).update(is_present=True)
    sitting.exclude(pk__in=present).update(is_present=False)
    _note(held, "set_presence", actor, n=sitting.filter(is_present=True).count())


@transaction.atomic
def rule(*, jury: Jury, proposal: Proposal, ruling: Ruling, actor: User) -> Grant | Refusal:
    """Write a decision, or another in its place; refused beyond the envelope or against a tie."""
    held = lock(jury)
    refusal = may_rule(actor, held, proposal)
    if refusal is not None:
        return refusal
    grants = grants_of(held)
    before = grants.pop(proposal.pk, None)
    refusal = (not_told(before) if before else None) or _refusal_by_words(ruling, proposal)
    if refusal is None:
        refusal = refusal_by_envelope(held, granted_cents(list(grants.values())), _amount(ruling))
    standing = places(scores_of(held)).get(proposal.pk)
    refusal = refusal or _refusal_by_tie(standing, grants, ruling)
    if refusal is not None:
        return refusal
    return _write(held, proposal, ruling, standing, actor)


def _amount(ruling: Ruling) -> int:
    return ruling.amount_cents if ruling.decision == Grant.Decision.RETAINED else 0


def _write(
    jury: Jury, proposal: Proposal, ruling: Ruling, standing: Place | None, actor: User
) -> Grant:
    juror = jury.jurors.get(user=actor, left_at=None)
    grant, _new = Grant.objects.update_or_create(
        jury=jury,
        proposal=proposal,
        defaults={
            "decision": ruling.decision,
            "amount_cents": _amount(ruling),
            "reason": ruling.reason,
            "tie_reason": ruling.tie_reason,
            "rank": standing.rank if standing else None,
            "mean": standing.mean if standing else None,
            "out_of_room": [one.name for one in kept_away(jury, proposal)],
            "ruled_by": juror,
            "at": clock.now(),
        },
    )
    _note(
        jury,
        "ruled_application",
        actor,
        number=proposal.number,
        decision=str(Grant.Decision(grant.decision).label),
        amount_cents=grant.amount_cents,
        tie_reason=grant.tie_reason,
    )
    return grant


def _refusal_by_words(ruling: Ruling, proposal: Proposal) -> Refusal | None:
    if ruling.decision not in Grant.Decision.values:
        return Refusal("decision", _("Choisissez une décision."))
    if ruling.decision == Grant.Decision.RETAINED:
        if ruling.amount_cents <= 0:
            return Refusal("amount", _("Écrivez le montant accordé."))
        asked = asked_cents(proposal)
        if asked is not None and ruling.amount_cents > asked:
            return Refusal(
                "more_than_asked",
                _("Le montant dépasse ce que le dossier demande."),
                rule=_("Ce dossier demande %(asked)s.") % {"asked": money(asked)},
            )
    elif not ruling.reason.strip():
        return Refusal(
            "reason",
            _("Dites pourquoi\u00a0: la lettre porte ce motif."),
            rule=_("Une décision défavorable est motivée."),
        )
    return None


def _refusal_by_tie(
    standing: Place | None, grants: dict[int, Grant], ruling: Ruling
) -> Refusal | None:
    """Two equal scores, one retained and not the other: the reason is written."""
    if standing is None or ruling.tie_reason.strip():
        return None
    others = [grants[one] for one in standing.tied if one in grants]
    if all(one.decision == ruling.decision for one in others):
        return None
    return Refusal(
        "tie",
        _("Un dossier à égalité a reçu une autre décision."),
        rule=_("À note égale, la raison du choix est écrite au procès-verbal."),
        remedy=_("Écrivez ce qui les départage."),
    )


@transaction.atomic
def take_back_ruling(*, grant: Grant, actor: User) -> None:
    """The application waits for its decision again; raises ``Refused``."""
    held = lock(grant.jury)
    demand(may_take_back(actor, grant))
    number = grant.proposal.number
    grant.delete()
    _note(held, "took_back_ruling", actor, number=number)


@transaction.atomic
def close_deliberation(*, jury: Jury, notes: str = "", actor: User) -> Deliberation | Refusal:
    """The decisions are made; refused while an application waits for its own."""
    held = lock(jury)
    demand(may_close(actor, held))
    grants = grants_of(held)
    left = [one.number for one in applications(held) if one.pk not in grants]
    if left:
        return Refusal(
            "undecided",
            _("Des dossiers attendent leur décision\u00a0: n°\u00a0%(numbers)s.")
            % {"numbers": ", ".join(map(str, left[:12]))},
            remedy=_("Décidez de chacun, puis closez la délibération."),
            details={"left": left},
        )
    deliberation = Deliberation.objects.get(jury=held)
    president = juror_of(held, actor)
    deliberation.closed_at, deliberation.notes = clock.now(), notes
    deliberation.closed_by_name = president.name if president else actor.full_name
    deliberation.save(update_fields=["closed_at", "notes", "closed_by_name"])
    _note(
        held,
        "closed_deliberation",
        actor,
        n=len(grants),
        granted_cents=granted_cents(list(grants.values())),
    )
    return deliberation


@transaction.atomic
def reopen_deliberation(*, jury: Jury, actor: User) -> Deliberation:
    """Until the decisions are public and as long as no letter left; raises ``Refused``."""
    held = lock(jury)
    demand(may_reopen(actor, held))
    deliberation = Deliberation.objects.get(jury=held)
    deliberation.closed_at = None
    deliberation.save(update_fields=["closed_at"])
    _note(held, "reopened_deliberation", actor)
    return deliberation


@transaction.atomic
def publish_decisions(*, jury: Jury, actor: User) -> Deliberation:
    """Everyone reads what was granted to whom; raises ``Refused``."""
    held = lock(jury)
    demand(may_publish(actor, held))
    deliberation = deliberation_of(held)
    assert deliberation is not None  # the policy has just found it
    deliberation.published_at = clock.now()
    deliberation.save(update_fields=["published_at"])
    _note(held, "published_grants", actor, n=held.grants.count())
    return deliberation
