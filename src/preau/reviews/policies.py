"""Who may assess, who may decide, and until when."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role, User
from preau.accounts.policies import has_role
from preau.kernel.refusal import Refusal
from preau.processes.models import Step, StepState
from preau.proposals.models import Proposal, Status
from preau.services.queries import services_of

from .extra import round_of
from .models import Opinion, Round, Synthesis, Verdict

DECIDERS = (Role.ADMINISTRATOR, Role.OWNER, Role.DECIDER)
PILOTS = (Role.ADMINISTRATOR, Role.OWNER)
ASSESSORS = (*DECIDERS, Role.AGENT)


def may_assess(person: Person, step: Step, at: datetime) -> Refusal | None:
    """Agents of the services answer the questions of the règlement while decisions can change."""
    held = round_of(step, Round.Kind.ADMISSIBILITY)
    by_pilot = held is not None and held.held_by == Round.Holder.PILOT
    if by_pilot and not has_role(person, *DECIDERS, process_id=step.process_id):
        return Refusal(
            "not_the_pilot",
            _("Dans ce tour, la recevabilité est examinée par les personnes qui pilotent."),
            remedy=_("Donnez l’avis de votre service."),
        )
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


def may_pilot(person: Person, step: Step, at: datetime) -> Refusal | None:
    """Asking for opinions, handing them over, writing the synthesis: who runs the process."""
    if not has_role(person, *PILOTS, process_id=step.process_id):
        return Refusal(
            "not_the_pilot",
            _("Seules les personnes qui pilotent la démarche organisent les avis."),
            remedy=_("Écrivez-leur dans le fil interne de la fiche."),
        )
    return refusal_by_calendar(step, at)


def may_answer(person: Person, opinion: Opinion, at: datetime) -> Refusal | None:
    """Whoever works today in the service that is asked: its agents, its lead, their stand-ins."""
    if opinion.closed_at is not None:
        return Refusal(
            "closed",
            _("Cette demande d’avis est close."),
            rule=opinion.closed_why,
            remedy=_("La fiche dit quel service répond maintenant."),
        )
    if not (isinstance(person, User) and opinion.service_id in services_of(person)):
        return Refusal(
            "not_in_service",
            _("Seuls les agents du service %(service)s donnent cet avis.")
            % {"service": opinion.service},
        )
    return refusal_to_answer(opinion, at)


def refusal_to_answer(opinion: Opinion, at: datetime) -> Refusal | None:
    """What keeps anybody from writing in an opinion: signed already, or too late."""
    if opinion.closed_at is not None:
        return Refusal("closed", _("Cette demande d’avis est close."), rule=opinion.closed_why)
    if opinion.signed_at is not None:
        return Refusal(
            "signed",
            _("Cet avis est signé : il ne change plus."),
            remedy=_("Rouvrez-le en disant pourquoi : l’histoire de l’idée le garde."),
        )
    return refusal_by_calendar(opinion.step, at)


def may_reopen(person: Person, opinion: Opinion, at: datetime) -> Refusal | None:
    """A signed opinion is taken up again by its service or by who runs the process."""
    if opinion.signed_at is None or opinion.closed_at is not None:
        return Refusal("not_signed", _("Seul un avis signé se rouvre."))
    in_service = isinstance(person, User) and opinion.service_id in services_of(person)
    if not in_service:
        return may_pilot(person, opinion.step, at)
    return refusal_by_calendar(opinion.step, at)


def may_hand_over(person: Person, opinion: Opinion, at: datetime) -> Refusal | None:
    """A request goes to another service by the hand of the first one, or of the pilot."""
    if not opinion.is_awaited:
        return Refusal("not_awaited", _("Cet avis est déjà donné ou clos."))
    if isinstance(person, User) and opinion.service_id in services_of(person):
        return refusal_by_calendar(opinion.step, at)
    return may_pilot(person, opinion.step, at)


def may_fill(person: Person, proposal: Proposal, step: Step, at: datetime) -> Refusal | None:
    """The study file: the services that look after the idea or are asked about it, the pilots."""
    if not has_role(person, *DECIDERS, process_id=step.process_id) and not concerns(
        person, proposal
    ):
        return Refusal(
            "not_concerned",
            _("Les services interrogés sur cette idée remplissent cette fiche."),
            remedy=_("Demandez à la personne qui pilote de solliciter votre service."),
        )
    return refusal_by_calendar(step, at)


def concerns(person: Person, proposal: Proposal) -> bool:
    """True when a service of this person looks after the idea or is asked about it."""
    if not isinstance(person, User):
        return False
    mine = services_of(person)
    return proposal.service_id in mine or any(
        one.service_id in mine for one in proposal.opinions.all()
    )


def refusal_by_synthesis(proposal: Proposal, step: Step, verdict: str) -> Refusal | None:
    """Where the review says so, the merits of an idea are judged on a written synthesis.

    An idea that an article of the règlement excludes needs none: nobody studied it.
    """
    if verdict not in (Verdict.RETAINED, Verdict.REFUSED):
        return None
    settings = getattr(step, "review", None)
    if settings is None or not settings.requires_synthesis:
        return None
    if Synthesis.objects.filter(proposal=proposal, step=step).exists():
        return None
    excluded = proposal.assessments.filter(criterion__step=step, answer="no").exists()
    if verdict == Verdict.REFUSED and excluded:
        return None
    return Refusal(
        "no_synthesis",
        _("La synthèse des avis n’est pas écrite."),
        rule=_("Cette analyse décide sur une synthèse."),
        remedy=_("La personne qui pilote l’écrit sur cette fiche, puis la décision se prend."),
    )


def may_ask_author(person: Person, proposal: Proposal, step: Step, at: datetime) -> Refusal | None:
    """Services concerned and pilots ask the author, one question at a time."""
    refusal = may_fill(person, proposal, step, at)
    if refusal is not None:
        return refusal
    if proposal.author_id is None:
        return Refusal(
            "no_author",
            _("Cette idée n’a pas d’auteur à qui écrire."),
            remedy=_("Corrigez son texte vous-même : la correction est publique et datée."),
        )
    waiting = (Status.SUBMITTED, Status.CHECKING, Status.REVIEW)
    if proposal.status not in waiting:
        return Refusal(
            "answered", _("L’idée a déjà reçu une réponse, ou des précisions sont déjà demandées.")
        )
    return None


def is_committee(person: Person, process_id: int) -> bool:
    """Sits on the residents' follow-up committee of this process."""
    return has_role(person, Role.COMMITTEE, process_id=process_id)


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
