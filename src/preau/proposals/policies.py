"""Who may deposit, edit and support."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.models import Process, Step, StepState
from preau.processes.requirements import refusal_by_requirements

from .models import Proposal, Status
from .moderating import waits_for_author

KIND = "collection"


def deposit_step(process: Process, at: datetime) -> Step | None:
    """The deposit step of ``process`` that matters at ``at``: the open one, else the last begun,
    else the first to come; None when the process collects nothing."""
    steps = [step for step in process.ordered_steps if step.kind == KIND]
    order = (StepState.OPEN, StepState.CLOSED, StepState.FUTURE)
    for state in order:
        found = [step for step in steps if step.state_at(at) is state]
        if found:
            return found[0] if state is StepState.FUTURE else found[-1]
    return None


def may_deposit(person: Person, step: Step, at: datetime | None = None) -> Refusal | None:
    """Anyone while the step is open, unless what is known of them breaks one of its rules.

    What is not known yet (address, age…) is asked after the gesture, not here.
    """
    at = at or clock.now()
    match step.state_at(at):
        case StepState.FUTURE:
            return Refusal(
                "not_open_yet",
                _("Le dépôt n’est pas encore ouvert."),
                remedy=_("Vous pouvez déjà lire le règlement et suivre la démarche."),
            )
        case StepState.CLOSED:
            return Refusal(
                "closed",
                _("Le dépôt est terminé."),
                remedy=_("Votre texte est gardé : vous pouvez le relire et le copier."),
            )
    return refusal_by_requirements(step, person, at)


def may_edit(person: Person, proposal: Proposal, at: datetime | None = None) -> Refusal | None:
    """The author corrects their text until the deposit closes, or when asked for precisions."""
    if not isinstance(person, User) or proposal.author_id != person.pk:
        return Refusal(
            "not_the_author", _("Seule la personne qui a déposé l’idée peut la modifier.")
        )
    if proposal.is_hidden:
        if waits_for_author(proposal):
            return None
        return Refusal(
            "hidden",
            _("Cette idée est masquée."),
            remedy=_("La décision de la modération dit pourquoi, et comment faire un recours."),
        )
    if proposal.status == Status.PRECISION:
        return None
    at = at or clock.now()
    step = deposit_step(proposal.process, at)
    if step is None or step.state_at(at) is not StepState.OPEN:
        return Refusal(
            "closed",
            _("Le dépôt est terminé : les idées ne changent plus."),
            remedy=_("Écrivez à la personne qui pilote la démarche pour signaler une erreur."),
        )
    if proposal.status != Status.SUBMITTED:
        return Refusal(
            "in_review",
            _("L’étude de votre idée a commencé : son texte ne change plus."),
            remedy=_("La Ville vous écrira si elle a besoin de précisions."),
        )
    return None


def may_support(person: Person, proposal: Proposal) -> Refusal | None:
    """Everyone may support or follow an idea that everyone may read."""
    if proposal.is_hidden:
        return Refusal("hidden", _("Cette idée est masquée."))
    return None
