"""Who answers an idea, who sets a box."""

from __future__ import annotations

from django.utils.translation import gettext as _

from preau.accounts.models import Person
from preau.kernel.refusal import Refusal
from preau.proposals.desk.policies import may_handle
from preau.proposals.models import Proposal, Status

#: An idea that was brought together with another one is answered there.
ELSEWHERE = (Status.MERGED, Status.SPLIT)


def may_answer(person: Person, proposal: Proposal) -> Refusal | None:
    """Whoever runs the process, or the service that looks after the idea."""
    if proposal.status in ELSEWHERE:
        return Refusal(
            "answered_elsewhere",
            _("Cette idée est regroupée ou scindée."),
            remedy=_("Répondez à l’idée qui la porte maintenant."),
        )
    if proposal.is_hidden:
        return Refusal("hidden", _("Cette idée est masquée."))
    return may_handle(person, proposal)
