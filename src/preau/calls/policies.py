"""Who may apply, write, read, send; who sets and follows a call."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Person, Role, User
from preau.accounts.policies import has_role, may_run_process
from preau.kernel.refusal import Refusal
from preau.processes.models import StepState
from preau.processes.requirements import refusal_by_requirements
from preau.ui.words import moment

from .models import Application, Call, Editor

NOT_YOURS = Refusal(
    "not_yours",
    gettext_lazy("Ce dossier n’est pas dans vos accès."),
    remedy=gettext_lazy("Demandez une invitation à la personne qui en est responsable."),
)


def may_come_in(call: Call, at: datetime) -> Refusal | None:
    """Whether the call takes applications at ``at``."""
    step = call.step
    match step.state_at(at):
        case StepState.FUTURE:
            return Refusal(
                "not_open_yet",
                _("L’appel n’est pas encore ouvert."),
                remedy=_("Vous pouvez déjà lire ce qu’il demande et imprimer le formulaire."),
            )
        case StepState.CLOSED:
            closed = moment(step.closes_at) if step.closes_at else ""
            return Refusal(
                "closed",
                _("L’appel est clos depuis le %(at)s.") % {"at": closed},
                rule=_("Un dossier se dépose et se modifie jusqu’à la clôture, à la seconde."),
                remedy=_("Ce que vous avez écrit reste lisible et s’imprime."),
            )
    return None


def may_apply(person: Person, call: Call, at: datetime) -> Refusal | None:
    """Anyone who answers what the step asks, while it is open."""
    refusal = may_come_in(call, at)
    if refusal is not None:
        return refusal
    return refusal_by_requirements(call.step, person, at) if isinstance(person, User) else None


def editor_of(person: Person, application: Application) -> Editor | None:
    """The place of ``person`` among those who work on the application; read once."""
    if not isinstance(person, User):
        return None
    known: dict[int, Editor | None] = application.__dict__.setdefault("_editors", {})
    if person.pk not in known:
        known[person.pk] = application.editors.filter(user=person).first()
    return known[person.pk]


def may_read(person: Person, application: Application) -> Refusal | None:
    return None if editor_of(person, application) is not None else NOT_YOURS


def may_write(person: Person, application: Application, at: datetime) -> Refusal | None:
    """Whoever writes it, until the closing."""
    editor = editor_of(person, application)
    if editor is None:
        return NOT_YOURS
    if editor.role == Editor.Role.READER:
        return Refusal(
            "reader",
            _("Vous lisez ce dossier, sans l’écrire."),
            remedy=_("La personne responsable du dossier peut changer votre rôle."),
        )
    return may_come_in(application.call, at)


def may_lead(person: Person, application: Application) -> Refusal | None:
    """Sending, taking back and inviting are for who leads the application."""
    editor = editor_of(person, application)
    if editor is None:
        return NOT_YOURS
    if editor.role != Editor.Role.LEAD:
        return Refusal(
            "not_the_lead",
            _("Seule la personne responsable du dossier peut faire cela."),
            remedy=_("Prévenez-la\u00a0: son nom est dans l’équipe du dossier."),
        )
    return None


def may_send(person: Person, application: Application, at: datetime) -> Refusal | None:
    refusal = may_lead(person, application) or may_come_in(application.call, at)
    if refusal is not None or not isinstance(person, User):
        return refusal
    return refusal_by_requirements(application.call.step, person, at)


def may_withdraw(person: Person, application: Application, at: datetime) -> Refusal | None:
    refusal = may_lead(person, application)
    if refusal is not None:
        return refusal
    if application.state != Application.State.SENT:
        return Refusal("not_sent", _("Ce dossier n’est pas déposé."))
    return may_come_in(application.call, at)


def may_see_desk(person: Person, call: Call) -> Refusal | None:
    """Who runs the process, its agents and its administrators read applications."""
    if has_role(
        person,
        *(Role.ADMINISTRATOR, Role.OWNER, Role.AGENT),
        process_id=call.step.process_id,
    ):
        return None
    return Refusal(
        "not_an_agent_of_call",
        _("Les dossiers sont lus par les personnes qui pilotent ou instruisent cet appel."),
        remedy=_("Adressez-vous à la personne qui pilote la démarche."),
    )


def may_set(person: Person, call: Call) -> Refusal | None:
    return may_run_process(person, call.step.process_id)


def may_change_questions(call: Call) -> Refusal | None:
    """Once somebody has begun, everybody is asked the same."""
    if not call.applications.exists():
        return None
    return Refusal(
        "begun",
        _("Des dossiers sont commencés\u00a0: ce qu’on leur demande ne change plus."),
        rule=_("Tous les dossiers d’un appel répondent aux mêmes questions."),
        remedy=_("L’enveloppe et les dates peuvent encore changer."),
    )


def may_publish_list(call: Call, at: datetime) -> Refusal | None:
    """A list shown before the closing would tell others what competes with them."""
    if call.step.state_at(at) is StepState.CLOSED:
        return None
    return Refusal(
        "still_open",
        _("L’appel n’est pas clos\u00a0: la liste des dossiers change encore."),
        remedy=_("Publiez-la après la clôture."),
    )
