"""Taking a merge apart, while the ballot is not frozen."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.models import Process
from preau.proposals.actions import set_status
from preau.proposals.models import Proposal, Status
from preau.proposals.supports import bring_back, carry_people
from preau.reviews.answers import signature_of
from preau.reviews.models import Verdict
from preau.reviews.queries import current_decision, review_step
from preau.reviews.taking_back import take_back_decision

from .letters import tell_parted
from .models import Merge
from .policies import may_merge


@transaction.atomic
def undo_merges(*, process: Process, merges: list[Merge], actor: User, words: str = "") -> int:
    """Each idea goes on by itself again, with its people; how many did. Raises ``Refused``.

    A carrier that was written for them and that nobody is left in is dropped: its page stays.
    """
    demand(may_merge(actor, process, clock.now()))
    held = Merge.objects.select_for_update(of=("self",)).filter(
        pk__in=[one.pk for one in merges], undone_at=None
    )
    targets: dict[int, Proposal] = {}
    parted = []
    for one in held.select_related("proposal", "target").order_by("-at", "-pk"):
        one.proposal.process = one.target.process = process
        _part(one, actor, words)
        parted.append(one)
        targets[one.target_id] = one.target
    for target in targets.values():
        _drop_if_empty(target, actor)
    for one in parted:
        tell_parted(merge=one, words=words, signed_by=signature_of(actor))
    return len(parted)


def _part(one: Merge, actor: User, words: str) -> None:
    source = Proposal.objects.select_for_update(of=("self",)).get(pk=one.proposal_id)
    source.process = one.proposal.process
    if source.merged_into_id != one.target_id:
        raise Refused(
            Refusal(
                "moved_on",
                _("L’idée n°\u00a0%(number)s a reçu une autre réponse depuis ce regroupement.")
                % {"number": source.number},
                remedy=_("Décidez depuis sa fiche."),
            )
        )
    back_in = Proposal.objects.filter(pk=one.was_in_id or 0).first()
    if back_in is not None and back_in.merged_into_id is not None:
        raise Refused(
            Refusal(
                "target_merged",
                _("Avant, elle était regroupée avec le n°\u00a0%(number)s, regroupé depuis.")
                % {"number": back_in.number},
                remedy=_("Défaites aussi le regroupement de ce numéro."),
            )
        )
    _bring_home(source, one.target, one.before, back_in, actor, words)
    one.undone_at = clock.now()
    one.save(update_fields=["undone_at"])
    record(
        actor=actor,
        verb="parted",
        subject=source,
        process_id=source.process_id,
        other=str(one.target),
        reason=words,
    )


def _bring_home(
    source: Proposal,
    target: Proposal,
    before: str,
    back_in: Proposal | None,
    actor: User,
    words: str,
) -> None:
    """The answer that was given is taken back, else the status is as it was before."""
    step = review_step(source.process)
    current = current_decision(source, step) if step is not None else None
    if current is not None and current.verdict == Verdict.MERGED:
        take_back_decision(proposal=source, actor=actor, cost_cents=source.cost_cents)
        return
    bring_back(source=source, target=target)
    if back_in is not None:
        carry_people(source=source, target=back_in, at=clock.now())
    set_status(
        proposal=source,
        status=before,
        actor=actor,
        actor_label=signature_of(actor),
        sentence=words or _("Le regroupement est défait\u00a0: l’idée continue de son côté."),
        merged_into=back_in,
    )


def _drop_if_empty(target: Proposal, actor: User) -> None:
    was_written = target.merges_here.filter(wrote_target=True).exists()
    if not was_written or target.merged.exists():
        return
    target.refresh_from_db()
    set_status(
        proposal=target,
        status=Status.DROPPED,
        actor=actor,
        actor_label=signature_of(actor),
        sentence=_("Le regroupement est défait\u00a0: les idées d’origine continuent."),
        step=review_step(target.process),
    )
