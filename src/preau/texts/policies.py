"""Who may say what of a text, and when."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role, User
from preau.accounts.policies import has_role, may_run_process
from preau.kernel.refusal import Refusal
from preau.processes.models import Step, StepState
from preau.processes.requirements import refusal_by_requirements
from preau.ui.words import moment

from .models import Consultation, Contribution, Reply, Version

#: Contributions of one person on one passage.
MOST_EACH = 10


def may_contribute(person: Person, consultation: Consultation, at: datetime) -> Refusal | None:
    """While the step is open, by those its rules let in."""
    step = consultation.step
    return refusal_of_dates(step, at) or refusal_by_requirements(step, person, at)


def refusal_of_dates(step: Step, at: datetime) -> Refusal | None:
    """Before it opens, after it closes."""
    state = step.state_at(at)
    if state is StepState.OPEN:
        return None
    if state is StepState.FUTURE:
        rule = ""
        if step.opens_at:
            rule = _("Elle ouvre le %(at)s.") % {"at": moment(step.opens_at)}
        return Refusal(
            "not_open",
            _("La consultation n’est pas encore ouverte."),
            rule=rule,
            remedy=_("Le texte peut déjà être lu."),
        )
    return Refusal(
        "closed",
        _("La consultation est terminée."),
        rule=_("Elle a fermé le %(at)s.") % {"at": moment(step.closes_at)}
        if step.closes_at
        else "",
        remedy=_("Le texte, les avis et leurs suites restent lisibles."),
    )


def may_edit(person: Person, one: Contribution, at: datetime) -> Refusal | None:
    """Its author, while open, until somebody supports it; one asked to reword always may."""
    if not isinstance(person, User) or one.author_id != person.pk:
        return Refusal("not_yours", _("Cet avis n’est pas le vôtre."))
    if one.state == Contribution.State.REWORD:
        return None
    closed = refusal_of_dates(one.consultation.step, at)
    if closed is not None:
        return closed
    if one.state not in (Contribution.State.VISIBLE, Contribution.State.WAITING):
        return Refusal(
            "gone",
            _("Cet avis n’est plus publié."),
            remedy=_("Vous pouvez en écrire un autre sur le même passage."),
        )
    if one.supports:
        return Refusal(
            "supported",
            _("Des personnes soutiennent déjà cet avis tel qu’il est."),
            rule=_("Un avis soutenu ne change plus."),
            remedy=_("Écrivez-en un autre, ou retirez celui-ci."),
        )
    return None


def may_withdraw(person: Person, one: Contribution) -> Refusal | None:
    """Its author, at any time before its answer."""
    if not isinstance(person, User) or one.author_id != person.pk:
        return Refusal("not_yours", _("Cet avis n’est pas le vôtre."))
    if one.outcome:
        return Refusal(
            "answered",
            _("La collectivité a répondu à cet avis."),
            remedy=_("Il reste lisible avec sa réponse."),
        )
    return None


def may_support(person: Person, one: Contribution, at: datetime) -> Refusal | None:
    """Another person's words, in sight, while open."""
    closed = refusal_of_dates(one.consultation.step, at)
    if closed is not None:
        return closed
    if one.state != Contribution.State.VISIBLE:
        return Refusal("not_visible", _("Cet avis n’est pas publié."))
    if isinstance(person, User) and one.author_id == person.pk:
        return Refusal("own", _("C’est votre avis\u00a0: il compte déjà."))
    return refusal_by_requirements(one.consultation.step, person, at)


def may_change_text(person: Person, version: Version) -> Refusal | None:
    """Whoever runs the process, until the version is public."""
    consultation = version.text.consultation
    refusal = may_run_process(person, consultation.step.process_id)
    if refusal is not None:
        return refusal
    if version.published_at is not None:
        return Refusal(
            "published",
            _("Ce texte est publié\u00a0: il ne change plus."),
            rule=_("Les avis portent sur le texte que chacun a lu."),
            remedy=_("Préparez une nouvelle version."),
        )
    return None


def may_analyse(person: Person, consultation: Consultation) -> Refusal | None:
    """Agents of the process read, sort and answer."""
    roles = (Role.ADMINISTRATOR, Role.OWNER, Role.AGENT, Role.DECIDER, Role.MODERATOR)
    if has_role(person, *roles, process_id=consultation.step.process_id):
        return None
    return Refusal(
        "not_an_analyst",
        _("Le dépouillement des avis est réservé aux agents de cette démarche."),
        remedy=_("Demandez un accès à la personne qui pilote la démarche."),
    )


def may_take_back(person: Person, reply: Reply, at: datetime) -> Refusal | None:
    """An agent of the process, while the mails of the answer wait."""
    refusal = may_analyse(person, reply.consultation)
    if refusal is not None:
        return refusal
    if reply.undone_at is None and at < reply.undo_until:
        return None
    return Refusal(
        "too_late",
        _("Cette réponse ne s’annule plus."),
        rule=_("Une réponse s’annule pendant trente minutes, tant que les e-mails attendent."),
        remedy=_("Donnez une autre suite à ces avis\u00a0: leurs auteurs en sont prévenus."),
    )


def may_enter(person: Person, consultation: Consultation) -> Refusal | None:
    """Those who analyse, and the clerks who type paper in."""
    if has_role(person, Role.CLERK, process_id=consultation.step.process_id):
        return None
    return may_analyse(person, consultation)


def may_read_synthesis(consultation: Consultation, at: datetime) -> Refusal | None:
    """Everyone, once it is published."""
    if consultation.published_at is not None and consultation.published_at <= at:
        return None
    return Refusal(
        "not_published",
        _("La synthèse n’est pas encore publiée."),
        remedy=_("Elle paraîtra sur la page de la démarche."),
    )
