"""Who may do what in an inquiry, and when.

The authority organises; only who conducts the inquiry (commissioner, commission) decides on the
register. No role of the authority, not even its administrators, touches an observation.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person, Role, User
from preau.accounts.policies import has_role, may_run_process
from preau.kernel.refusal import Refusal
from preau.ui.words import moment

from .models import Capacity, Contact, Inquiry, Observation, Party
from .models.inquiry import CONDUCTORS

#: Observations from one network in an hour; then people are told where else to write.
MOST_PER_HOUR = 60


def parties_of(inquiry: Inquiry) -> list[Party]:
    """Who acts in the procedure now, read once per inquiry."""
    known: list[Party] | None = inquiry.__dict__.get("_parties")
    if known is None:
        found = Party.objects.filter(inquiry=inquiry, until=None)
        known = inquiry.__dict__["_parties"] = list(found)
    return known


def has_capacity(inquiry: Inquiry, person: Person, *capacities: Capacity) -> bool:
    """True when ``person`` acts in one of these capacities now."""
    return isinstance(person, User) and any(
        one.user_id == person.pk and one.capacity in capacities for one in parties_of(inquiry)
    )


def may_conduct(inquiry: Inquiry, person: Person) -> Refusal | None:
    """The commissioner or the commission; the authority where the text names none."""
    if not inquiry.profile.has_commissioner:
        return may_organise(inquiry, person)
    if has_capacity(inquiry, person, *CONDUCTORS):
        return None
    return Refusal(
        "not_the_commissioner",
        _("Seul le commissaire enquêteur, ou la commission, décide du registre."),
        rule=_(
            "Il conduit l’enquête en toute indépendance\u00a0: la collectivité ne modifie, ne supprime"
            " et ne masque aucune observation."
        ),
        remedy=_("Adressez-vous au commissaire enquêteur."),
    )


def may_organise(inquiry: Inquiry, person: Person) -> Refusal | None:
    """Those who run the process, for the authority."""
    return may_run_process(person, inquiry.step.process_id)


def may_enter(inquiry: Inquiry, person: Person) -> Refusal | None:
    """Paper, post and words of a permanence: the commissioner, the authority, a town hall."""
    process_id = inquiry.step.process_id
    if inquiry.sealed_at is not None:
        return Refusal(
            "sealed",
            _("Le registre est scellé\u00a0: plus rien n’y entre."),
            remedy=_("Signalez ce qui manque au commissaire enquêteur, qui l’écrit au rapport."),
        )
    if (
        may_conduct(inquiry, person) is None
        or may_organise(inquiry, person) is None
        or has_capacity(inquiry, person, Capacity.TOWN_HALL)
        or has_role(person, Role.CLERK, process_id=process_id)
    ):
        return None
    return Refusal(
        "may_not_enter",
        _("La saisie revient au commissaire enquêteur et aux mairies où un registre est ouvert."),
    )


def may_study(inquiry: Inquiry, person: Person) -> Refusal | None:
    """Points, themes and notes belong to who conducts the inquiry."""
    return may_conduct(inquiry, person)


def may_answer(inquiry: Inquiry, person: Person) -> Refusal | None:
    """The project owner writes the « mémoire en réponse »; the authority when nobody is named."""
    owners = [one for one in parties_of(inquiry) if one.capacity == Capacity.PROJECT_OWNER]
    if any(one.user_id is not None for one in owners):
        if has_capacity(inquiry, person, Capacity.PROJECT_OWNER):
            return None
    elif may_organise(inquiry, person) is None:
        return None
    return Refusal(
        "not_the_project_owner",
        _("Le mémoire en réponse est écrit par le responsable du projet."),
        remedy=_("Les personnes qui agissent dans l’enquête sont nommées à la page Acteurs."),
    )


def may_read_all(inquiry: Inquiry, person: Person) -> bool:
    """Who reads the sealed text: those who conduct, nobody else."""
    return may_conduct(inquiry, person) is None


def refusal_by_time(inquiry: Inquiry, at: datetime) -> Refusal | None:
    """Not open yet, suspended, or over."""
    step = inquiry.step
    if inquiry.suspended_at is not None and inquiry.suspended_at <= at:
        return Refusal(
            "suspended",
            _("L’enquête est suspendue."),
            remedy=_("Ce que vous avez écrit est gardé sur cet appareil jusqu’à la reprise."),
        )
    if step.opens_at is None or at < step.opens_at:
        opening = moment(step.opens_at) if step.opens_at else ""
        return Refusal(
            "not_open_yet",
            _("Le registre n’est pas encore ouvert."),
            remedy=_("Il ouvre le %(moment)s.") % {"moment": opening} if opening else "",
        )
    if step.closes_at is not None and at >= step.closes_at:
        return Refusal(
            "closed",
            _("L’enquête est close depuis le %(moment)s.") % {"moment": moment(step.closes_at)},
            rule=_("Le registre ferme à l’heure que fixe l’arrêté."),
            remedy=_("Le rapport du commissaire enquêteur paraîtra ici."),
        )
    return None


def may_deposit(inquiry: Inquiry, at: datetime) -> Refusal | None:
    """Everyone deposits online, without saying who they are, between the two hours."""
    if not inquiry.has_web_register:
        return Refusal(
            "no_web_register",
            _("Cette enquête n’a pas de registre en ligne."),
            rule=inquiry.profile.document["channels_article"],
            remedy=_("Les autres façons de participer sont à la page de l’enquête."),
        )
    return refusal_by_time(inquiry, at)


def refusal_by_flood(network: str, at: datetime) -> Refusal | None:
    """Too many from one network within the hour; nothing is lost, other ways stay open."""
    if not network:
        return None
    since = at - timedelta(hours=1)
    if Contact.objects.filter(network=network, at__gt=since).count() < MOST_PER_HOUR:
        return None
    return Refusal(
        "too_many",
        _("Beaucoup d’observations viennent de votre réseau depuis une heure."),
        rule=_("Article L. 112-11 du code des relations entre le public et l’administration."),
        remedy=_(
            "Votre texte est gardé sur cet appareil\u00a0: envoyez-le plus tard, ou par courriel"
            " ou courrier."
        ),
    )


def may_read_observation(inquiry: Inquiry, observation: Observation) -> bool:
    """Everyone reads what is published."""
    return observation.published_at is not None
