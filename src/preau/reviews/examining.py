"""Answering the admissibility round's own questions about one idea."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.models import Step
from preau.proposals.models import Proposal

from .extra import form_of, missing_in
from .models import Examination, Round, Verdict
from .policies import may_assess


def examination_of(proposal: Proposal, step: Step) -> Examination | None:
    """What was answered so far, with the questions as they were read."""
    found = Examination.objects.filter(proposal=proposal, step=step)
    return found.select_related("form").first()


@transaction.atomic
def examine(
    *, proposal: Proposal, step: Step, answers: Mapping[str, Any], seen: int, actor: User
) -> bool:
    """Keep answers to the round's own questions, by question id; False when nothing changed.

    What somebody else wrote since the version ``seen`` is never overwritten
    (``changed_meanwhile``). Raises ``Refused``.
    """
    at = clock.now()
    demand(may_assess(actor, step, at))
    form = form_of(step, Round.Kind.ADMISSIBILITY)
    if form is None:
        return False
    Proposal.objects.select_for_update().only("pk").get(pk=proposal.pk)
    held = examination_of(proposal, step)
    if dict(answers) == (held.extra if held else {}):
        return False
    if held is not None and held.version != seen and held.by_id != actor.pk:
        raise Refused(
            Refusal(
                "changed_meanwhile",
                _("%(name)s a répondu à ces questions entre-temps.") % {"name": held.by_name},
            )
        )
    held = held or Examination(proposal=proposal, step=step)
    held.form, held.extra, held.version = form, dict(answers), held.version + 1
    held.by, held.by_name, held.at = actor, actor.full_name, at
    held.save()
    record(
        actor=actor,
        verb="assessed",
        subject=proposal,
        process_id=proposal.process_id,
        questions=len(held.extra),
    )
    return True


def refusal_by_questions(proposal: Proposal, step: Step, verdict: str) -> Refusal | None:
    """An idea is retained or refused once the questions that must be answered are."""
    if verdict not in (Verdict.RETAINED, Verdict.REFUSED):
        return None
    form = form_of(step, Round.Kind.ADMISSIBILITY)
    if form is None:
        return None
    held = examination_of(proposal, step)
    missing = missing_in(form, held.extra if held else {})
    if not missing:
        return None
    return Refusal(
        "not_examined",
        _("Il manque une réponse\u00a0: %(title)s") % {"title": missing},
        remedy=_("Répondez-y sur la fiche, dans la recevabilité."),
    )
