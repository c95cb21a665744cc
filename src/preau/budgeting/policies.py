"""Who draws the ballot list and who proclaims, and when."""

from __future__ import annotations

from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role
from preau.accounts.policies import has_role, may_run_process
from preau.kernel.refusal import Refusal
from preau.processes.models import Process
from preau.voting.models import Contest

from .models import Edition
from .preparation import checklist


def contests_of(process: Process) -> list[Contest]:
    """The contests of the edition's vote: neighbourhoods in their order, then the town."""
    step = process.step_of_kind("vote")
    if step is None:
        return []
    found = Contest.objects.filter(election__step=step).select_related(
        "zone", "election__step__process"
    )
    return sorted(found, key=lambda one: (one.zone is None, one.zone.number if one.zone else 0))


def is_frozen(process: Process) -> bool:
    """The vote has opened: nothing on its ballots changes any more."""
    return any(contest.state != Contest.State.DRAFT for contest in contests_of(process))


def may_draw_ballot_list(person: Person, process: Process) -> Refusal | None:
    """Process owners, until the vote opens: what is on a ballot never changes afterwards."""
    refusal = may_run_process(person, process.pk)
    if refusal is not None:
        return refusal
    if is_frozen(process):
        return Refusal(
            "vote_opened",
            _("Le vote est ouvert : la liste des projets ne change plus."),
            rule=_("Ce qui est sur le bulletin est figé à l’ouverture du vote."),
            remedy=_("Un projet retiré en cours de vote se traite au moment de la proclamation."),
        )
    return None


def may_proclaim(person: Person, process: Process) -> Refusal | None:
    """Process owners, once every contest is counted; once."""
    refusal = may_run_process(person, process.pk)
    if refusal is not None:
        return refusal
    edition = Edition.objects.filter(process=process).first()
    if edition is None or not (contests := contests_of(process)):
        return Refusal("no_vote", _("Cette démarche n’a pas de vote à proclamer."))
    if edition.proclaimed_at is not None:
        return Refusal("already_proclaimed", _("Les résultats sont déjà proclamés."))
    waiting = [contest for contest in contests if contest.state != Contest.State.COUNTED]
    if waiting:
        names = ", ".join(str(contest) for contest in waiting[:3])
        return Refusal(
            "not_counted",
            _("Tous les scrutins ne sont pas dépouillés : %(names)s.") % {"names": names},
            remedy=_("Attendez la clôture, ou enregistrez le tirage au sort demandé."),
        )
    return None


def may_read_edition(person: Person, process: Process) -> Refusal | None:
    """Owners, administrators, decision-makers and readers follow the vote from the desk."""
    readers = (Role.ADMINISTRATOR, Role.OWNER, Role.DECIDER, Role.READER)
    if has_role(person, *readers, process_id=process.pk):
        return None
    return Refusal(
        "not_for_this_role",
        _("Le suivi du vote est réservé aux pilotes de la démarche et aux élus."),
        remedy=_("Demandez-leur ce que vous cherchez."),
    )


def may_change_rules(person: Person, process: Process) -> Refusal | None:
    """Process owners, until the vote opens: envelopes and counting rule are frozen with it."""
    refusal = may_run_process(person, process.pk)
    if refusal is not None:
        return refusal
    if is_frozen(process):
        return Refusal(
            "vote_opened",
            _("Le scrutin est arrêté : les enveloppes et la règle ne changent plus."),
            rule=_("La règle du dépouillement est connue de tous avant le premier bulletin."),
        )
    return None


def may_open_vote(person: Person, process: Process) -> Refusal | None:
    """Process owners, once nothing blocks any more (``preparation.checklist``)."""
    refusal = may_draw_ballot_list(person, process)
    if refusal is not None:
        return refusal
    missing = [
        check
        for check in checklist(process, contests_of(process))
        if check.blocking and not check.is_done
    ]
    if missing:
        return Refusal(
            "not_ready",
            _("Le scrutin n’est pas prêt : %(what)s.")
            % {"what": ", ".join(str(check.label) for check in missing)},
        )
    return None
