"""The sheet's third way out: keep the answer, publish it later with the others."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.reviews.later import Held, Later

from .actions import prepare_answer
from .models import Prepared


def keep(proposal: Proposal, step: Step, actor: User, asked: dict[str, Any]) -> None:
    prepare_answer(proposal=proposal, step=step, actor=actor, asked=asked)


def held(proposal: Proposal) -> Held | None:
    """The answer already kept for this idea: the form opens on it."""
    one = Prepared.objects.select_related("merged_into").filter(proposal=proposal).first()
    if one is None:
        return None
    return Held(
        initial={
            "verdict": one.verdict,
            "motive": one.motive_id,
            "target": one.merged_into.number if one.merged_into else None,
            "handed_to": one.handed_to,
            "handed_contact": one.handed_contact,
            "words": one.words,
            "signed_by": one.signed_by,
            **({"cost": one.cost_cents} if one.cost_cents is not None else {}),
        },
        name=one.prepared_by_name,
        at=one.at,
        url=reverse("publication_desk:answers", args=[proposal.process.slug]),
    )


KEEP = Later(label=_("Garder pour la publication groupée"), keep=keep, held=held)
