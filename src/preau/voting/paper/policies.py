"""Who handles paper, and when."""

from __future__ import annotations

from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role, User
from preau.accounts.policies import has_role, may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.ui.words import moment

from ..models import Contest, Election, PaperBatch, PaperRule, RollEntry

HANDLERS = (Role.ADMINISTRATOR, Role.OWNER, Role.CLERK)


def may_handle_paper(person: Person, process_id: int) -> Refusal | None:
    """Clerks of the process, its owners and administrators print, enter, compare and seal."""
    if has_role(person, *HANDLERS, process_id=process_id):
        return None
    return Refusal(
        "not_a_clerk",
        _("Les bulletins papier sont réservés aux agents de saisie et aux pilotes."),
        remedy=_("Demandez le rôle « Saisie papier » à la personne qui pilote la démarche."),
    )


def paper_rule(election: Election) -> PaperRule | None:
    """What the règlement says of votes in person; None when there are none."""
    return PaperRule.objects.filter(election=election).first()


def is_ahead(election: Election) -> bool:
    """Some box of this election has not come to its hour yet."""
    step, at = election.step, clock.now()
    hours = [one.closes_at or step.closes_at for one in election.contests.all()]
    return any(hour is None or at < hour for hour in hours)


def may_set_rule(person: Person, election: Election) -> Refusal | None:
    """Process owners, until the first batch or the first person marked."""
    refusal = may_run_process(person, election.step.process_id)
    if refusal is not None:
        return refusal
    if not is_ahead(election):
        return Refusal("vote_is_over", _("Le vote est terminé."))
    in_person = RollEntry.objects.filter(election=election).exclude(channel="web")
    if PaperBatch.objects.filter(election=election).exists() or in_person.exists():
        return Refusal(
            "paper_rule_is_frozen",
            _("La règle du vote en personne ne change plus."),
            rule=_("Elle est figée dès le premier lot ou le premier émargement."),
            remedy=_("Vous pouvez encore désigner les agents de la saisie tardive."),
        )
    return None


def may_enter(person: Person, contest: Contest) -> Refusal | None:
    """A handler, from the opening to the closing; a named agent for the hours that follow."""
    refusal = may_handle_paper(person, contest.election.step.process_id)
    rule = paper_rule(contest.election)
    if refusal is not None:
        return refusal
    if contest.is_secret:
        return Refusal(
            "secret_contest",
            _("Ce scrutin est secret : ses bulletins sont scellés à leur arrivée."),
            rule=_("Un bulletin papier saisi ici serait lu avant l’ouverture de l’urne."),
            remedy=_("Son urne de papier se dépouille à part, par le bureau de vote."),
        )
    if rule is None:
        return Refusal(
            "no_paper",
            _("Ce scrutin ne prend pas de vote en personne."),
            remedy=_("La personne qui pilote la démarche peut l’ouvrir sur la page du papier."),
        )
    return _refusal_by_hours(person, contest, rule)


def _refusal_by_hours(person: Person, contest: Contest, rule: PaperRule) -> Refusal | None:
    at, until = clock.now(), rule.until(contest)
    if contest.opens_at is None or at < contest.opens_at or contest.closes_at is None:
        return Refusal("not_open_yet", _("Le vote n’est pas encore ouvert."))
    if contest.state != Contest.State.OPEN or rule.ended_at or (until and at >= until):
        return Refusal(
            "paper_is_over",
            _("La saisie du papier est terminée pour ce scrutin."),
            rule=_("Les urnes sont scellées dès la fin de la saisie."),
        )
    if at < contest.closes_at or _is_named(person, rule):
        return None
    return Refusal(
        "late",
        _("Le vote a fermé le %(moment)s.") % {"moment": moment(contest.closes_at)},
        rule=_("Après la clôture, seuls les agents désignés continuent la saisie."),
        remedy=_("Demandez à la personne qui pilote la démarche de vous désigner."),
    )


def _is_named(person: Person, rule: PaperRule) -> bool:
    return isinstance(person, User) and rule.late_agents.filter(agent=person).exists()
