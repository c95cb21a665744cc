"""Acts on many proposals at once: each app adds its own, the table only runs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from preau.accounts.models import Person, User
from preau.kernel.refusal import Refusal
from preau.kernel.registry import Registry
from preau.processes.models import Process

from ..models import Proposal
from .state import put_back


def _put_back(proposal: Proposal, before: dict[str, Any], actor: User) -> None:
    put_back(proposal, before, actor, why=_("Changement annulé."))


@dataclass(frozen=True)
class BulkAct:
    """One act: its words, its form, who may, what it does to one proposal.

    ``apply`` answers True when something changed, False when all was already so; it raises
    ``Refused`` for a line that cannot be changed, and the others go on. ``finish`` runs once with
    the proposals that changed (a grouped mail, say); in a rehearsal, where nothing of ``apply``
    is left, its data hold ``is_rehearsal``. ``undo`` puts back what ``apply`` did, from
    the ``state.snapshot`` of before. Mails are written by ``send_email``: the lot rehearses them,
    counts them, and keeps them waiting while it can be undone.
    """

    code: str
    label: Any
    order: int
    form: Callable[..., forms.Form]
    may: Callable[[Person, Process], Refusal | None]
    apply: Callable[[Proposal, dict[str, Any], User], bool]
    finish: Callable[[Sequence[Proposal], dict[str, Any], User], None] = (
        lambda proposals, data, actor: None
    )
    undo: Callable[[Proposal, dict[str, Any], User], None] = _put_back
    #: The ideas come from its form, not from what is ticked: it has a page of its own.
    numbers: Callable[[dict[str, Any]], list[int]] | None = None
    #: It is no lot: a page of its own takes the ideas ticked, at the address this answers.
    page: Callable[[Process, Sequence[int]], str] | None = None


bulk_acts: Registry[BulkAct] = Registry("bulk act")


def acts_for(person: Person, process: Process) -> list[BulkAct]:
    """The acts this person may do here, in order."""
    found = [act for act in bulk_acts if act.may(person, process) is None]
    return sorted(found, key=lambda act: act.order)
