"""Who may set a ballot aside, where, and until when."""

from __future__ import annotations

from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal

from ..models import Contest, Election, SetAside


def may_set_aside(actor: User, election: Election) -> Refusal | None:
    """Process owners, while an open box that is not secret still knows its voters."""
    refusal = may_run_process(actor, election.step.process_id)
    if refusal is not None:
        return refusal
    contests = list(election.contests.all())
    if contests and all(one.is_secret for one in contests):
        return Refusal(
            "secret_contest",
            _("Ce vote est secret : aucun bulletin ne peut être mis à l’écart."),
            rule=_("Rien ne relie un votant à son bulletin, pas même pour la collectivité."),
            remedy=_(
                "Avant le vote, demandez une preuve plus forte. Pendant le vote, vous pouvez le "
                "suspendre. Après, écrivez ce qui a été constaté au procès-verbal."
            ),
        )
    if not any(one.state == Contest.State.OPEN and not one.is_secret for one in contests):
        return Refusal(
            "nothing_open",
            _("Aucune urne n’est ouverte."),
            rule=_(
                "Un bulletin se met à l’écart pendant le vote, jusqu’au scellement : après, plus "
                "rien ne dit à qui il est."
            ),
        )
    return None


def may_confirm(actor: User, case: SetAside) -> Refusal | None:
    """Somebody else than who proposed it, who has read what it would change."""
    refusal = may_set_aside(actor, case.election)
    if refusal is not None:
        return refusal
    if case.state != SetAside.State.PROPOSED:
        return decided_already(case)
    if case.proposed_by_id == actor.pk:
        return Refusal(
            "second_person",
            _("Vous avez proposé ce dossier : une autre personne le confirme."),
            rule=_("Un bulletin est mis à l’écart par deux personnes, jamais par une seule."),
            remedy=_(
                "Demandez à une autre personne qui pilote la démarche, ou à l’administration du site."
            ),
        )
    if case.effect is None:
        return Refusal(
            "effect_first",
            _("Regardez d’abord ce que ce dossier changerait."),
            remedy=_("Demandez l’effet sur le résultat, puis confirmez."),
        )
    return None


def may_restore(actor: User, case: SetAside) -> Refusal | None:
    """Any process owner, until the seal: putting back asks for one person."""
    if case.state != SetAside.State.CONFIRMED:
        return decided_already(case)
    return may_set_aside(actor, case.election)


def decided_already(case: SetAside) -> Refusal:
    """The answer to who decides a file a second time."""
    return Refusal(
        "decided_already",
        _("Ce dossier est déjà décidé."),
        rule=_("Son état : %(state)s.") % {"state": case.get_state_display()},
    )
