"""Who may vote, where, and until when; the same answer decides the button, the page and the POST."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from preau.accounts.models import Person
from preau.electorate.queries import elector_of
from preau.kernel.refusal import Refusal
from preau.processes.requirements import missing_requirements, refusal_by_requirements
from preau.ui.words import moment

from .models import BallotKey, Contest, Election, Opening


def may_enter_booth(contest: Contest, at: datetime) -> Refusal | None:
    """The contest takes ballots at ``at``; the database judges again by its own clock."""
    if contest.is_open_at(at):
        return None
    if contest.suspended_at is not None and contest.state == Contest.State.OPEN:
        return suspended(contest)
    if contest.state == Contest.State.DRAFT or (contest.opens_at and at < contest.opens_at):
        opens_at = contest.opens_at or contest.election.step.opens_at
        return Refusal(
            "not_open_yet",
            _("Le vote n’est pas encore ouvert."),
            rule=_("Il ouvre le %(moment)s.") % {"moment": moment(opens_at)} if opens_at else "",
            remedy=_("Vous pouvez déjà lire la question.")
            if contest.question
            else _("Vous pouvez déjà lire les projets."),
        )
    return closed(contest)


def suspended(contest: Contest) -> Refusal:
    """The answer while the vote is suspended: why, and that nothing is lost."""
    return Refusal(
        "suspended",
        _("Le vote est suspendu."),
        rule=contest.hours_reason,
        remedy=_("Vos choix sont gardés. Revenez quand le vote aura repris."),
    )


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


def voted_already() -> Refusal:
    """The answer to a second ballot in a sealed box: it cannot find the first one to replace it."""
    return Refusal(
        "voted_already",
        _("Vous avez déjà voté."),
        rule=_("Un vote secret ne se change pas\u00a0: rien ne relie votre nom à votre bulletin."),
        remedy=_("Votre bulletin est dans l’urne. Votre reçu permet de le vérifier."),
    )


def may_register_key(election: Election) -> Refusal | None:
    """The key of a board, and which contests are secret, are set until the vote is frozen."""
    if election.contests.exclude(state=Contest.State.DRAFT).exists():
        return Refusal(
            "frozen",
            _("Le scrutin est arrêté\u00a0: sa clé ne change plus."),
            rule=_("Un bulletin est scellé pour une seule clé, connue avant le vote."),
        )
    return None


def may_seal(election: Election, contests: list[Contest]) -> Refusal | None:
    """A secret contest opens only once its board has shown that it can open the box."""
    if not any(contest.is_secret for contest in contests):
        return None
    key = BallotKey.objects.filter(election=election).first()
    if key is None or key.tested_at is None:
        return Refusal(
            "key_untried",
            _("La clé du bureau n’est pas prête."),
            rule=_(
                "Un vote secret s’ouvre après un essai\u00a0: trois membres du bureau ouvrent ce qui est scellé."
            ),
            remedy=_(
                "Déposez la clé publique et faites l’essai, à la page «\u00a0Urne scellée\u00a0»."
            ),
        )
    return None


def may_unseal(contests: list[Contest]) -> Refusal | None:
    """The sealed boxes of an election are opened together, once, after they are all closed."""
    if not contests:
        return Refusal("nothing_sealed", _("Ce scrutin n’a pas d’urne scellée."))
    if any(one.state in (Contest.State.DRAFT, Contest.State.OPEN) for one in contests):
        return Refusal(
            "not_closed",
            _("L’urne n’est pas encore fermée."),
            rule=_("Une urne scellée s’ouvre une seule fois, après la clôture du vote."),
        )
    if Opening.objects.filter(contest__in=contests).exists():
        return Refusal("opened_already", _("Cette urne est déjà ouverte."))
    return None
