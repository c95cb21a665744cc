"""The pilot concludes; the residents' committee reads again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Membership, Role, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.tenancy.addresses import absolute_url

from .extra import form_of, missing_in
from .links import sheet_path
from .models import Decision, Round, SecondReading, Synthesis, Verdict
from .policies import is_committee, may_pilot


def synthesis_of(proposal: Proposal, step: Step) -> Synthesis | None:
    """The conclusion in force."""
    return Synthesis.objects.filter(proposal=proposal, step=step).order_by("at", "pk").last()


@transaction.atomic
def synthesise(
    *,
    proposal: Proposal,
    step: Step,
    outcome: str,
    words: str,
    cost_cents: int | None,
    seen: int | None,
    actor: User,
) -> Synthesis:
    """Write the conclusion of the opinions; the former one stays readable. Raises ``Refused``."""
    demand(may_pilot(actor, step, clock.now()))
    Proposal.objects.select_for_update().only("pk").get(pk=proposal.pk)
    current = synthesis_of(proposal, step)
    if seen != (current.pk if current else None):
        raise Refused(
            Refusal("changed_meanwhile", _("Une autre synthèse a été écrite entre-temps."))
        )
    words = words.strip()
    if current and (current.outcome, current.words, current.cost_cents) == (
        outcome,
        words,
        cost_cents,
    ):
        return current
    written = Synthesis.objects.create(
        proposal=proposal,
        step=step,
        outcome=outcome,
        words=words,
        cost_cents=cost_cents,
        by=actor,
        by_name=actor.full_name,
        at=clock.now(),
    )
    awaited = proposal.opinions.awaited().count()
    record(
        actor=actor,
        verb="synthesised",
        subject=proposal,
        process_id=proposal.process_id,
        outcome=outcome,
        awaited=awaited,
    )
    return written


@transaction.atomic
def ask_second_reading(*, decision: Decision, why: str, due_on: date, actor: User) -> SecondReading:
    """Ask the residents' committee to read a decision again. Raises ``Refused``."""
    proposal, at = decision.proposal, clock.now()
    demand(may_pilot(actor, decision.step, at))
    members = committee_of(proposal)
    demand(_refusal_to_ask(decision, members))
    reading = SecondReading.objects.create(
        proposal=proposal,
        decision=decision,
        why=why.strip(),
        asked_by=actor,
        asked_by_name=actor.full_name,
        asked_at=at,
        due_on=due_on,
    )
    record(
        actor=actor,
        verb="asked_second_reading",
        subject=proposal,
        process_id=proposal.process_id,
        why=why,
    )
    for person in members:
        send_email(
            to=person.email,
            recipient=person,
            kind="second_reading",
            subject=_("Une décision à relire\u00a0: idée n°\u00a0%(number)s")
            % {"number": proposal.number},
            template="reviews/mail/second_reading",
            context={
                "reading": reading,
                "proposal": proposal,
                "url": absolute_url(sheet_path(proposal)),
            },
        )
    return reading


def committee_of(proposal: Proposal) -> list[User]:
    """Who sits on the follow-up committee of the process of this idea."""
    held = Membership.objects.filter(role=Role.COMMITTEE).select_related("user")
    found = [one.user for one in held if one.process_id in (None, proposal.process_id)]
    return list({one.pk: one for one in found}.values())


def _refusal_to_ask(decision: Decision, members: list[User]) -> Refusal | None:
    if decision.verdict != Verdict.REFUSED:
        return Refusal("not_a_no", _("Le comité relit les idées qui ne sont pas retenues."))
    if SecondReading.objects.filter(decision=decision).exists():
        return Refusal("asked_already", _("Le comité est déjà saisi de cette décision."))
    if not members:
        return Refusal(
            "no_committee",
            _("Personne ne siège au comité de suivi."),
            remedy=_("L’administration du site donne ce rôle."),
        )
    return None


@transaction.atomic
def give_second_reading(
    *,
    reading: SecondReading,
    stance: str,
    words: str,
    actor: User,
    extra: Mapping[str, Any] | None = None,
) -> SecondReading:
    """What the committee thinks of the decision; given once. Raises ``Refused``.

    ``extra`` holds the answers to the round's own questions, by question id.
    """
    held = SecondReading.objects.select_for_update().get(pk=reading.pk)
    proposal = reading.proposal
    if not is_committee(actor, proposal.process_id):
        raise Refused(
            Refusal("not_the_committee", _("Seul le comité de suivi relit cette décision."))
        )
    if held.at is not None:
        raise Refused(
            Refusal("given", _("%(name)s a déjà répondu pour le comité.") % {"name": held.by_name})
        )
    if stance == SecondReading.Stance.RECONSIDER and not words.strip():
        raise Refused(Refusal("no_words", _("Dites pourquoi, en une phrase.")))
    held.form = form_of(reading.decision.step, Round.Kind.SECOND_READING)
    held.extra = dict(extra or {})
    missing = missing_in(held.form, held.extra)
    if missing:
        raise Refused(
            Refusal("missing", _("Il manque une réponse : %(title)s") % {"title": missing})
        )
    held.stance, held.words = stance, words.strip()
    held.by, held.by_name, held.at = actor, actor.full_name, clock.now()
    held.save()
    record(
        actor=actor,
        verb="gave_second_reading",
        subject=proposal,
        process_id=proposal.process_id,
        stance=stance,
        why=words,
    )
    return held
