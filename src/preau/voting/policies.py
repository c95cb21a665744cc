"""Who may vote, where, and until when; the same answer decides the button, the page and the POST."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from preau.accounts.models import Person
from preau.electorate.queries import elector_of
from preau.kernel.refusal import Refusal
from preau.processes.requirements import missing_requirements, refusal_by_requirements
from preau.ui.words import moment

from .models import Contest


def may_enter_booth(contest: Contest, at: datetime) -> Refusal | None:
    """The contest takes ballots at ``at``; the database judges again by its own clock."""
    if contest.is_open_at(at):
        return None
    if contest.state == Contest.State.DRAFT or (contest.opens_at and at < contest.opens_at):
        opens_at = contest.opens_at or contest.election.step.opens_at
        return Refusal(
            "not_open_yet",
            _("Le vote n’est pas encore ouvert."),
            rule=_("Il ouvre le %(moment)s.") % {"moment": moment(opens_at)} if opens_at else "",
            remedy=_("Vous pouvez déjà lire les projets."),
        )
    return closed(contest)


def closed(contest: Contest) -> Refusal:
    """The answer to who comes after the hour: what was confirmed before it counts."""
    closes_at = contest.closes_at or contest.election.step.closes_at
    return Refusal(
        "closed",
        _("Le vote est terminé."),
        rule=_("Il a fermé le %(moment)s.") % {"moment": moment(closes_at)} if closes_at else "",
        remedy=_("Les bulletins confirmés avant cette heure sont dans l’urne et sont comptés."),
    )


def may_vote(contest: Contest, person: Person, at: datetime) -> Refusal | None:
    """Why ``person`` may not cast a ballot in ``contest`` at ``at``; None when they may."""
    refusal = may_enter_booth(contest, at)
    if refusal is not None:
        return refusal
    step = contest.election.step
    refusal = refusal_by_requirements(step, person, at)
    if refusal is not None:
        return refusal
    elector = elector_of(step, person)
    if elector is None or missing_requirements(step, person):
        return Refusal(
            "identity_missing",
            _("Il reste à vérifier que vous pouvez voter."),
            remedy=_(
                "Confirmez votre bulletin\u00a0: les questions qui manquent vous sont posées."
            ),
        )
    if contest.zone_id is not None and elector.zone_id != contest.zone_id:
        return Refusal(
            "other_zone",
            _("Ce bulletin est celui d’un autre quartier que le vôtre."),
            rule=_("Chaque personne vote pour les projets du quartier où elle habite."),
            remedy=_("Corrigez votre quartier, ou votez pour les projets de toute la commune."),
        )
    return None


def voted_elsewhere() -> Refusal:
    """The answer to who already voted for the projects of another neighbourhood."""
    return Refusal(
        "voted_elsewhere",
        _("Vous avez déjà voté pour les projets d’un autre quartier."),
        rule=_("Une personne ne vote que dans un seul quartier."),
        remedy=_("Vous pouvez changer ce premier bulletin jusqu’à la fermeture du vote."),
    )
