"""What a jury holds about one person: given to them, and what goes when they go."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from preau.accounts.models import User

from .models import Conflict, Juror


def gather_seats(person: User) -> list[dict[str, Any]]:
    """Where they sit or sat, the ties they declared, what they wrote of each application."""
    seats = Juror.objects.filter(user=person).select_related("jury__step__process")
    return [
        {
            "demarche": seat.jury.step.process.title,
            "nom": seat.name,
            "role": str(seat.get_role_display()),
            "liens": [
                {"dossier": one.proposal.number, "lien": one.reason, "le": one.at.isoformat()}
                for one in seat.conflicts.select_related("proposal")
            ],
            "lectures": [_reading(one) for one in _readings(seat)],
        }
        for seat in seats
    ]


def _readings(seat: Juror) -> Any:
    return seat.readings.select_related("proposal").prefetch_related("marks__criterion")


def _reading(one: Any) -> dict[str, Any]:
    return {
        "dossier": one.proposal.number,
        "etat": str(one.get_state_display()),
        "avis": one.comment,
        "notes": [
            {"critere": mark.criterion.label, "note": mark.value, "mots": mark.comment}
            for mark in one.marks.all()
        ],
    }


@transaction.atomic
def forget_seats(*, person: User) -> None:
    """Why a tie kept them away is nobody's business any more. Their name stays in the minutes:
    it signs a decision that others may contest."""
    Conflict.objects.filter(juror__user=person).update(reason="")
