"""Who types ideas for others, and until when."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role
from preau.accounts.policies import has_role
from preau.kernel.refusal import Refusal
from preau.processes.models import Process, StepState
from preau.proposals.policies import deposit_step
from preau.ui.words import day

TYPISTS = (Role.ADMINISTRATOR, Role.OWNER, Role.CLERK)


def may_enter(person: Person, process: Process, at: datetime) -> Refusal | None:
    """Those who run the process and those who type paper, from the deposit until the vote."""
    if not has_role(person, *TYPISTS, process_id=process.pk):
        return Refusal(
            "not_a_typist",
            _("Seules les personnes qui pilotent ou qui saisissent le papier entrent des idées."),
            remedy=_("Adressez-vous à la personne qui pilote la démarche."),
        )
    step = deposit_step(process, at)
    if step is None:
        return Refusal("no_collection", _("Cette démarche ne recueille pas d’idées."))
    if step.state_at(at) is StepState.FUTURE:
        return Refusal("not_open_yet", _("Le dépôt n’est pas encore ouvert."))
    if any(
        later.behaviour.is_binding and later.state_at(at) is not StepState.FUTURE
        for later in process.ordered_steps
    ):
        return Refusal(
            "vote_opened",
            _("Le vote est ouvert\u00a0: la liste des projets ne change plus."),
            rule=_("Le bulletin est figé à l’ouverture du vote."),
        )
    return None


def refusal_by_day(process: Process, collected_on: date, at: datetime) -> Refusal | None:
    """What is typed later was given in time: between the first and the last day of the deposit."""
    step = deposit_step(process, at)
    opens = timezone.localdate(step.opens_at) if step and step.opens_at else None
    closes = timezone.localdate(step.closes_at) if step and step.closes_at else None
    if collected_on > timezone.localdate(at):
        return Refusal(
            "to_come", _("Ce jour est à venir. Donnez le jour où les idées ont été recueillies.")
        )
    if opens is not None and collected_on < opens:
        return Refusal(
            "too_early",
            _("Le dépôt commençait le %(day)s.") % {"day": day(opens)},
            rule=_("Une idée compte si elle est recueillie pendant le dépôt."),
        )
    if closes is not None and collected_on > closes:
        return Refusal(
            "too_late",
            _("Le dépôt finissait le %(day)s.") % {"day": day(closes)},
            rule=_("Une idée compte si elle est recueillie pendant le dépôt."),
        )
    return None
