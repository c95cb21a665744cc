"""Undoing a decision that was just published, while nobody has been told."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal, Refused
from preau.proposals.actions import correct_proposal
from preau.proposals.models import Proposal

from .actions import decide
from .handover import handover_of
from .models import Decision, Verdict
from .queries import current_decision, review_step


@transaction.atomic
def take_back_decision(
    *, proposal: Proposal, actor: User, cost_cents: int | None = None
) -> Decision:
    """Go back to the decision before the present one, or to the analysis; writes to nobody.

    A decision is never edited nor erased: this is a new one, and the story of the idea says so.
    ``cost_cents`` is the studied cost as it was. Raises ``Refused``.
    """
    step = review_step(proposal.process)
    current = current_decision(proposal, step) if step else None
    if step is None or current is None:
        raise Refused(Refusal("no_decision", _("Cette idée n’a pas de décision à annuler.")))
    former = current.supersedes
    if former is None or former.verdict == Verdict.REOPENED:
        decision = decide(
            proposal=proposal,
            step=step,
            verdict=Verdict.REOPENED,
            words=_("La réponse publiée a été annulée\u00a0: l’analyse reprend."),
            actor=actor,
            seen=current.pk,
            tell_author=False,
        )
    else:
        decision = decide(
            proposal=proposal,
            step=step,
            verdict=former.verdict,
            motive=former.motive,
            words=former.words,
            merged_into=former.merged_into,
            handover=handover_of(former),
            signed_by=former.signed_by,
            actor=actor,
            seen=current.pk,
            tell_author=False,
        )
    if proposal.cost_cents != cost_cents:
        correct_proposal(
            proposal=proposal,
            actor=actor,
            actor_label=decision.signed_by,
            changes={"cost_cents": cost_cents},
            why=_("Changement annulé."),
        )
    return decision
