"""Who may assess, who may decide, and until when."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role
from preau.accounts.policies import has_role
from preau.kernel.refusal import Refusal
from preau.processes.models import Step, StepState

DECIDERS = (Role.ADMINISTRATOR, Role.OWNER, Role.DECIDER)
ASSESSORS = (*DECIDERS, Role.AGENT)


def may_assess(person: Person, step: Step, at: datetime) -> Refusal | None:
    """Agents of the services answer the questions of the règlement while decisions can change."""
    if not has_role(person, *ASSESSORS, process_id=step.process_id):
        return Refusal(
            "not_an_assessor",
            _("Seuls les services et les personnes qui décident remplissent cette fiche."),
            remedy=_("Adressez-vous à la personne qui pilote la démarche."),
        )
    return refusal_by_calendar(step, at)


def may_decide(person: Person, step: Step, at: datetime) -> Refusal | None:
    """Owners and decision-makers of the process decide, from the start of the review to the vote.

    Once the vote is open its ballot is frozen: no decision may change who is on it.
    """
    if not has_role(person, *DECIDERS, process_id=step.process_id):
        return Refusal(
            "not_a_decider",
            _("Seules les personnes qui pilotent ou qui décident donnent la réponse publique."),
            remedy=_(
                "Remplissez les critères\u00a0: la décision sera prise à partir de votre avis."
            ),
        )
    return refusal_by_calendar(step, at)


def refusal_by_calendar(step: Step, at: datetime) -> Refusal | None:
    """Why the calendar leaves no room for a decision at ``at``."""
    if step.state_at(at) is StepState.FUTURE:
        start = _day(step.opens_at) if step.opens_at else _("une date à fixer")
        return Refusal("not_open", _("L’analyse commence le %(day)s.") % {"day": start})
    if any(
        later.behaviour.is_binding and later.state_at(at) is not StepState.FUTURE
        for later in step.process.ordered_steps
        if later.order > step.order
    ):
        return Refusal(
            "vote_opened",
            _("Le vote est ouvert\u00a0: la liste des projets ne change plus."),
            rule=_("Le bulletin est figé à l’ouverture du vote."),
        )
    return None


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
