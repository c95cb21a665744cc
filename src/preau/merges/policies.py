"""Who may bring ideas together or take them apart, and until when."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from preau.accounts.models import Person
from preau.accounts.policies import has_role
from preau.kernel.refusal import Refusal
from preau.processes.models import Process, StepState
from preau.proposals.models import Proposal
from preau.reviews.policies import DECIDERS

from .models import OPEN


def may_judge_pairs(person: Person, process: Process) -> Refusal | None:
    """Those who run the process or decide look at pairs, keep them apart, link them."""
    if has_role(person, *DECIDERS, process_id=process.pk):
        return None
    return Refusal(
        "not_a_decider",
        _("Seules les personnes qui pilotent ou qui décident regroupent ou scindent des idées."),
        remedy=_("Signalez les idées qui se ressemblent dans le fil interne de leur fiche."),
    )


def may_merge(person: Person, process: Process, at: datetime) -> Refusal | None:
    """The same people, until the ballot is frozen."""
    return may_judge_pairs(person, process) or refusal_by_ballot(process, at)


def refusal_by_ballot(process: Process, at: datetime) -> Refusal | None:
    """Once people vote, the list of projects does not move any more."""
    if any(
        step.behaviour.is_binding and step.state_at(at) is not StepState.FUTURE
        for step in process.ordered_steps
    ):
        return Refusal(
            "vote_opened",
            _("Le vote est ouvert\u00a0: la liste des projets ne change plus."),
            rule=_("Le bulletin est figé à l’ouverture du vote."),
        )
    return None


def refusal_to_move(proposal: Proposal) -> Refusal | None:
    """Why an idea can neither join another, nor take one in, nor be split."""
    number = {"number": proposal.number}
    if proposal.is_hidden:
        return Refusal("hidden", _("L’idée n°\u00a0%(number)s est masquée.") % number)
    if proposal.merged_into_id is not None:
        return Refusal(
            "merged",
            _("L’idée n°\u00a0%(number)s est elle-même regroupée avec une autre.") % number,
            remedy=_("Choisissez l’idée qui la porte, ou défaites d’abord ce regroupement."),
        )
    if proposal.status not in OPEN:
        return Refusal(
            "settled",
            _("L’idée n°\u00a0%(number)s a déjà sa réponse\u00a0: %(status)s.")
            % {**number, "status": proposal.get_status_display()},
            remedy=_("Remettez-la d’abord en analyse, depuis sa fiche."),
        )
    return None
