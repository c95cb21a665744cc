"""What consultations hold about one person: given to them, unsigned when they leave."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.db.models import F

from preau.accounts.models import User
from preau.moderation.models import Case, Report

from .models import Contribution, Follow, Stance, Support


def gather_opinions(person: User) -> dict[str, Any]:
    """Positions, words, supports, follows and decisions of moderators, in plain JSON."""
    return {
        "positions": [
            {"passage": one.passage.name, "position": one.position, "le": one.at.isoformat()}
            for one in Stance.objects.filter(person=person).select_related("passage")
        ],
        "avis": [
            {
                "numero": one.number,
                "passage": one.passage.name,
                "position": one.position,
                "raisons": one.body,
                "redaction": one.rewrite,
                "etat": one.state,
                "le": one.at.isoformat(),
            }
            for one in Contribution.objects.filter(author=person).select_related("passage")
        ],
        "soutiens": [
            {"avis": one.contribution.number, "le": one.at.isoformat()}
            for one in Support.objects.filter(person=person).select_related("contribution")
        ],
        "suivis": [
            one.passage.name
            for one in Follow.objects.filter(person=person).select_related("passage")
        ],
        "moderation": [
            {"etat": one.state, "motif": one.motive, "recours": one.appeal_words}
            for one in Case.objects.filter(author=person)
        ],
        "signalements": [
            {"motif": one.motive, "mots": one.words, "le": one.at.isoformat()}
            for one in Report.objects.filter(person=person)
        ],
    }


@transaction.atomic
def forget_opinions(*, person: User, unsigned: str) -> None:
    """What is public stays without a name; what is private goes; positions stay counted."""
    Contribution.objects.filter(author=person).update(author=None, author_name=unsigned)
    nobody = f"x{secrets.token_hex(12)}"
    Stance.objects.filter(person=person).update(person=None, voice=nobody)
    supported = Support.objects.filter(person=person)
    Contribution.objects.filter(pk__in=supported.values("contribution")).update(
        supports=F("supports") - 1
    )
    supported.delete()
    Follow.objects.filter(person=person).delete()
    Case.objects.filter(author=person).update(author=None)
    Report.objects.filter(person=person).update(person=None, words="", reporter=nobody)
