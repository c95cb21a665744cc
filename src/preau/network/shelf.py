"""Shared models, as the wizard finds them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import User
from preau.blueprints.registry import Kept, Shelf
from preau.processes.models import Process
from preau.processes.outline import Outline

from .actions import give_back, note_taking
from .models import SharedModel
from .queries import shared_models


def _kept(person: User) -> list[Kept]:
    return [
        Kept(
            str(one.pk),
            one.title,
            _("%(note)s Partagé par %(city)s.") % {"note": one.note, "city": one.member.name},
        )
        for one in shared_models()[:60]
    ]


def _load(person: User, key: str) -> Outline | None:
    found = (
        SharedModel.objects.filter(pk=key, withdrawn_at=None).first() if key.isdecimal() else None
    )
    return found.outline if found is not None else None


def _taken(key: str, process: Process, person: User) -> None:
    found = SharedModel.objects.filter(pk=key).first()
    if found is not None:
        note_taking(found, process)


NETWORK = Shelf(
    gettext_lazy("Modèles partagés par d’autres collectivités"),
    _kept,
    _load,
    _taken,
    dropped=give_back,
    is_of_others=True,
)
