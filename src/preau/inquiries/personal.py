"""What inquiries hold about one person: their address behind an observation, and what they follow.

The observation itself belongs to the register: it stays, since nobody may take anything out of it.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from preau.accounts.models import User

from .models import Contact, Follower


def gather_observations(person: User) -> dict[str, Any]:
    """Observations acknowledged to this address, and inquiries followed, in plain JSON."""
    written = Contact.objects.filter(email__iexact=person.email).select_related(
        "observation__inquiry__step__process"
    )
    followed = Follower.objects.filter(email__iexact=person.email).select_related(
        "inquiry__step__process"
    )
    return {
        "observations": [
            {
                "enquete": one.observation.inquiry.step.process.title,
                "numero": one.observation.ref,
                "recue_le": one.observation.received_at.isoformat(),
                "texte": one.observation.text,
            }
            for one in written
        ],
        "suivies": [one.inquiry.step.process.title for one in followed],
    }


@transaction.atomic
def forget_address(*, person: User) -> None:
    """Nothing leads from the register to this address any more."""
    Contact.objects.filter(email__iexact=person.email).delete()
    Follower.objects.filter(email__iexact=person.email).delete()
