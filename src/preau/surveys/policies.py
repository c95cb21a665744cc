"""Who may answer, and until when."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role, User
from preau.accounts.policies import has_role, may_run_process
from preau.kernel.refusal import Refusal
from preau.processes.models import Process, StepState
from preau.questions.checks import problems
from preau.ui.words import moment

from .keys import participation_key
from .models import Participation, Survey


def may_answer(survey: Survey, at: datetime) -> Refusal | None:
    """Open to the second, sound, and below its quota."""
    step = survey.step
    state = step.state_at(at)
    if state is StepState.FUTURE:
        when = moment(step.opens_at) if step.opens_at else ""
        return Refusal(
            "not_open",
            _("Ce questionnaire n’est pas encore ouvert."),
            rule=_("Il ouvre le %(moment)s.") % {"moment": when} if when else "",
            remedy=_("Ajoutez la démarche à votre agenda pour ne pas le manquer."),
        )
    if state is StepState.CLOSED:
        return Refusal(
            "closed",
            _("Ce questionnaire est fermé."),
            rule=_("Il a fermé le %(moment)s.") % {"moment": moment(step.closes_at)},
            remedy=_("Les résultats paraîtront sur la page de la démarche."),
        )
    if problems(survey.form):
        return Refusal(
            "not_ready",
            _("Ce questionnaire n’est pas prêt."),
            remedy=_("La personne qui pilote la démarche doit le corriger."),
        )
    return _refusal_by_quota(survey)


def _refusal_by_quota(survey: Survey) -> Refusal | None:
    if survey.quota is None or survey.responses.sent().count() < survey.quota:
        return None
    return Refusal(
        "quota",
        _("Le nombre de réponses prévu est atteint."),
        rule=_("Nombre de réponses prévu\u00a0: %(quota)s.") % {"quota": survey.quota},
        remedy=_("Les résultats paraîtront sur la page de la démarche."),
    )


def may_send(survey: Survey, person: Person, visitor: str) -> Refusal | None:
    """Once per person, or per device where nobody says who they are."""
    if survey.is_several:
        return None
    key = participation_key(survey, person, visitor)
    if not key or not Participation.objects.filter(survey=survey, key=key).exists():
        return None
    return Refusal(
        "already",
        _("Vous avez déjà répondu à ce questionnaire."),
        rule=_("Une personne répond une fois."),
        remedy=_("Votre première réponse est comptée."),
    )


def needs_account(survey: Survey, person: Person) -> bool:
    """True when sending asks for an account that is not there yet."""
    return survey.identity != Survey.Identity.ANONYMOUS and not isinstance(person, User)


def may_enter_responses(person: Person, process: Process) -> Refusal | None:
    """Those who run the process, and the clerks who type paper in."""
    if has_role(person, Role.CLERK, process_id=process.pk):
        return None
    return may_run_process(person, process.pk)


def may_read_results(survey: Survey, at: datetime) -> Refusal | None:
    """Everyone, once they are published."""
    if survey.published_at is not None and survey.published_at <= at:
        return None
    return Refusal(
        "not_published",
        _("Les résultats ne sont pas encore publiés."),
        remedy=_("Ils paraîtront sur la page de la démarche."),
    )
