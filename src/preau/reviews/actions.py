"""Assessing, deciding, going back on a decision: each with its trace, none ever edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.processes.models import Step
from preau.proposals.actions import correct_proposal, set_status
from preau.proposals.models import Proposal, Status
from preau.proposals.supports import bring_back, carry_people
from preau.territory.models import Zone

from .answers import lacks_of, public_answer, rule_of, signature_of
from .examining import refusal_by_questions
from .handover import Handover, fields_of, tell_authority
from .models import Assessment, Criterion, Decision, Motive, Verdict
from .policies import may_assess, may_decide, refusal_by_synthesis
from .queries import current_decision, settings_of

STATUS_OF = {
    Verdict.RETAINED: Status.RETAINED,
    Verdict.REFUSED: Status.REFUSED,
    Verdict.MERGED: Status.MERGED,
    Verdict.HANDED: Status.HANDED,
    Verdict.REOPENED: Status.REVIEW,
}
#: « Whatever was decided before »: for imports and lots, which look for themselves.
WHATEVER = -1


@transaction.atomic
def assess(
    *,
    proposal: Proposal,
    step: Step,
    answers: Mapping[Criterion, str],
    actor: User,
    seen: Mapping[Criterion, str] | None = None,
) -> list[Assessment]:
    """Keep what ``actor`` answers to criteria of ``step``; answers already there do not move.

    An empty answer takes the former one away. Where ``seen`` says what stood under the eyes, what
    was not touched stays as it is, and an answer that somebody else gave meanwhile is not
    overwritten (``changed_meanwhile``). Returns what changed. Raises ``Refused``.
    """
    at = clock.now()
    demand(may_assess(actor, step, at))
    Proposal.objects.select_for_update().only("pk").get(pk=proposal.pk)
    before = {one.criterion_id: one for one in proposal.assessments.filter(criterion__step=step)}
    if seen is not None:
        answers = {one: said for one, said in answers.items() if said != seen.get(one, "")}
        demand(_refusal_to_overwrite(before, answers, seen, actor))
    changed = []
    for criterion, answer in answers.items():
        held = before.get(criterion.pk)
        if (held.answer if held else "") == answer:
            continue
        if not answer and held:
            held.delete()
            changed.append(held)
            continue
        one, _new = Assessment.objects.update_or_create(
            proposal=proposal,
            criterion=criterion,
            defaults={"answer": answer, "by": actor, "by_name": actor.full_name, "at": at},
        )
        changed.append(one)
    if changed:
        record(
            actor=actor,
            verb="assessed",
            subject=proposal,
            process_id=proposal.process_id,
            answers={one.criterion.number: answers[one.criterion] for one in changed},
        )
    return changed


def _refusal_to_overwrite(
    before: Mapping[int, Assessment],
    answers: Mapping[Criterion, str],
    seen: Mapping[Criterion, str],
    actor: User,
) -> Refusal | None:
    for criterion, answer in answers.items():
        held = before.get(criterion.pk)
        if held is None or held.by_id == actor.pk:
            continue
        if held.answer not in (answer, seen.get(criterion, "")):
            return Refusal(
                "changed_meanwhile",
                _("%(name)s a répondu « %(answer)s » entre-temps : %(question)s")
                % {
                    "name": held.by_name,
                    "answer": held.get_answer_display(),
                    "question": criterion.question,
                },
                remedy=_("Enregistrez de nouveau pour garder votre réponse."),
            )
    return None


def draft_decision(
    *,
    proposal: Proposal,
    step: Step,
    verdict: str,
    actor: User | None,
    motive: Motive | None = None,
    words: str = "",
    cost_cents: int | None = None,
    merged_into: Proposal | None = None,
    handover: Handover | None = None,
    signed_by: str = "",
) -> Decision:
    """The decision as it would be written, for the preview and the checks; saves nothing."""
    is_no = verdict == Verdict.REFUSED
    return Decision(
        proposal=proposal,
        step=step,
        verdict=verdict,
        motive=motive if is_no else None,
        merged_into=merged_into if verdict == Verdict.MERGED else None,
        **fields_of(verdict, handover),
        reason=motive.sentence if motive and is_no else "",
        rule=rule_of(motive, step.process) if is_no else "",
        remedy=motive.remedy if motive and is_no else "",
        words=words.strip(),
        cost_cents=cost_cents if cost_cents is not None else proposal.cost_cents,
        signed_by=signed_by or signature_of(actor),
        decided_by=actor,
        decided_by_name=actor.full_name if actor else "",
        at=clock.now(),
    )


@transaction.atomic
def decide(
    *,
    proposal: Proposal,
    step: Step,
    verdict: str,
    actor: User,
    motive: Motive | None = None,
    words: str = "",
    cost_cents: int | None = None,
    zone: Zone | None = None,
    merged_into: Proposal | None = None,
    handover: Handover | None = None,
    signed_by: str = "",
    seen: int | None = WHATEVER,
    tell_author: bool = True,
) -> Decision:
    """Give the answer of the authority to an idea: status, placement, public words, mail, ledger.

    ``cost_cents`` and ``zone`` correct the proposal on the way (None changes nothing). ``seen`` is
    the decision that ``actor`` had under the eyes (its id, or None for none): when another one was
    taken meanwhile nothing is overwritten. Raises ``Refused``: not a decider, too late, taken
    meanwhile, incomplete, impossible merge.
    """
    demand(may_decide(actor, step, clock.now()))
    demand(refusal_by_synthesis(proposal, step, verdict))
    Proposal.objects.select_for_update().only("pk").get(pk=proposal.pk)
    proposal.refresh_from_db()
    previous = current_decision(proposal, step)
    if seen != WHATEVER and seen != (previous.pk if previous else None):
        raise Refused(Refusal("decided_meanwhile", _("Une décision a été prise entre-temps.")))
    demand(_refusal_to_merge(proposal, merged_into, verdict))
    draft = draft_decision(
        proposal=proposal,
        step=step,
        verdict=verdict,
        actor=actor,
        motive=motive,
        words=words,
        cost_cents=cost_cents,
        merged_into=merged_into,
        handover=handover,
        signed_by=signed_by,
    )
    demand(refusal_of_content(draft))
    _correct(proposal, cost_cents, zone, actor, draft.signed_by)
    return _write(draft, previous, actor, tell_author)


def refusal_of_content(draft: Decision) -> Refusal | None:
    """What keeps this decision from being taken: a lack that blocks, or a rule of the review."""
    unasked = refusal_by_questions(draft.proposal, draft.step, draft.verdict)
    if unasked is not None:
        return unasked
    settings = settings_of(draft.step)
    answer = public_answer(draft, draft.step.process)
    for lack in lacks_of(answer, requires_cost=settings.requires_cost):
        if lack.is_blocking:
            return Refusal(f"lacks_{lack.code}", lack.sentence)
    ceiling = settings.most_cost_cents
    over = ceiling is not None and draft.cost_cents is not None and draft.cost_cents > ceiling
    if draft.verdict == Verdict.RETAINED and over:
        return Refusal("too_dear", _("Ce coût dépasse le plafond d’un projet fixé au règlement."))
    return None


def _refusal_to_merge(proposal: Proposal, into: Proposal | None, verdict: str) -> Refusal | None:
    if verdict != Verdict.MERGED:
        return None
    if into is None or into.process_id != proposal.process_id or into.is_hidden:
        return Refusal("no_target", _("Indiquez le numéro d’une idée de cette démarche."))
    if into.pk == proposal.pk:
        return Refusal("itself", _("Une idée ne se regroupe pas avec elle-même."))
    if into.merged_into_id is not None:
        return Refusal(
            "target_merged",
            _("L’idée n°\u00a0%(number)s est elle-même regroupée avec une autre.")
            % {"number": into.number},
        )
    if proposal.merged.exists():
        return Refusal(
            "is_target",
            _("D’autres idées sont regroupées dans celle-ci."),
            remedy=_("Regroupez-les d’abord avec l’autre idée."),
        )
    return None


def _correct(
    proposal: Proposal, cost_cents: int | None, zone: Zone | None, actor: User, label: str
) -> None:
    changes: dict[str, Any] = {}
    if cost_cents is not None:
        changes["cost_cents"] = cost_cents
    if zone is not None:
        changes["zone"] = zone
    if changes:
        correct_proposal(proposal=proposal, actor=actor, actor_label=label, changes=changes)


def _write(draft: Decision, previous: Decision | None, actor: User, tell: bool) -> Decision:
    draft.supersedes = previous
    draft.save()
    if previous is not None and previous.merged_into is not None:
        bring_back(source=draft.proposal, target=previous.merged_into)
    if draft.merged_into is not None:
        carry_people(source=draft.proposal, target=draft.merged_into, at=draft.at)
    answer = public_answer(draft, draft.step.process)
    set_status(
        proposal=draft.proposal,
        status=STATUS_OF[Verdict(draft.verdict)],
        actor=actor,
        step=draft.step,
        kind="answer",
        actor_label=draft.signed_by,
        sentence=" ".join(part for part in (answer.headline, draft.reason, draft.words) if part),
        merged_into=draft.merged_into,
        decision=draft.pk,
        verdict=str(draft.verdict),
        motive=draft.motive.code if draft.motive else "",
    )
    if tell:
        _tell_authors(draft)
        if draft.handed_contact:
            tell_authority(draft)
    return draft


def authors_of(proposal: Proposal) -> list[User]:
    """Whom a decision is told to: the author and those who joined as co-authors."""
    people = [one.user for one in proposal.supports.filter(is_coauthor=True).select_related("user")]
    return [*([proposal.author] if proposal.author else []), *people]


def _tell_authors(decision: Decision) -> None:
    proposal = decision.proposal
    answer = public_answer(decision, decision.step.process)
    for person in authors_of(proposal):
        send_email(
            to=person.email,
            recipient=person,
            kind="decision",
            subject=_("Réponse à votre idée n°\u00a0%(number)s") % {"number": proposal.number},
            template="reviews/mail/decision",
            context={"proposal": proposal, "decision": decision, "answer": answer},
        )
