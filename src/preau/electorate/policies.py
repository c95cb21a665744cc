"""Who may say who votes, hand out codes, look at a document."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role
from preau.accounts.policies import has_role, may_run_process
from preau.kernel.refusal import Refusal
from preau.processes.models import Step, StepState


def may_set_electorate(person: Person, step: Step, at: datetime) -> Refusal | None:
    """Owners say who votes, until the vote opens: from then on the rule is everyone's."""
    refusal = may_run_process(person, step.process_id)
    if refusal is not None:
        return refusal
    if step.state_at(at) is StepState.FUTURE:
        return None
    return Refusal(
        "electorate_frozen",
        _("Le vote a ouvert\u00a0: qui peut voter ne change plus."),
        rule=_("Les règles d’un vote sont les mêmes pour tous, du début à la fin."),
        remedy=_("Des lettres perdues peuvent encore être remplacées."),
    )


def may_issue_codes(person: Person, step: Step, at: datetime) -> Refusal | None:
    """Owners hand out codes until the vote closes."""
    refusal = may_run_process(person, step.process_id)
    if refusal is not None:
        return refusal
    if step.state_at(at) is not StepState.CLOSED:
        return None
    return Refusal("vote_closed", _("Le vote est terminé\u00a0: un code n’ouvrirait plus rien."))


def may_check_documents(person: Person, step: Step, at: datetime) -> Refusal | None:
    """Agents, clerks and owners of the process look at documents until the vote closes."""
    roles = (Role.ADMINISTRATOR, Role.OWNER, Role.AGENT, Role.CLERK)
    if not has_role(person, *roles, process_id=step.process_id):
        return Refusal(
            "no_desk_role",
            _("Vérifier une pièce demande un rôle d’agent, de saisie ou de pilote."),
            remedy=_("Demandez ce rôle à la personne qui pilote la démarche."),
        )
    if step.state_at(at) is not StepState.CLOSED:
        return None
    return Refusal("vote_closed", _("Le vote est terminé\u00a0: il n’y a plus rien à vérifier."))
