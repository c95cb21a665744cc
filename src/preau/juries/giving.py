"""Giving applications to readers, and keeping away who has a tie with them."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.proposals.models import Placement, Proposal
from preau.tenancy.addresses import absolute_url
from preau.ui.words import day

from .maths.sharing import Sharing, share
from .models import Conflict, Juror, Jury, Reading
from .policies import before_deliberation, may_declare, may_share
from .queries import applications, candidates, conflicts_of, deliberation_of, grid_of, members_of
from .setting import lock


def plan(jury: Jury) -> Sharing:
    """Who would read what, were the readings given now; nothing is written."""
    rows = Reading.objects.filter(juror__jury=jury).values_list("proposal_id", "juror_id", "state")
    states = {(application, juror): state for application, juror, state in rows}
    waiting = {pair for pair, state in states.items() if state == Reading.State.WAITING}
    void = {pair for pair, state in states.items() if state == Reading.State.VOID}
    known = [
        one.pk for one in (applications(jury) if jury.shared_at else candidates(jury.step.process))
    ]
    return share(
        known,
        [one.pk for one in members_of(jury)],
        readers=jury.readers_each,
        conflicts=conflicts_of(jury),
        kept=states.keys() - waiting - void,
        held=waiting,
        seed=jury.seed,
    )


@transaction.atomic
def share_out(*, jury: Jury, actor: User, seed: str = "") -> Sharing:
    """Give every application of the call its readers, and tell them; raises ``Refused``.

    Done again, it takes in what came since and leaves what was begun where it is.
    """
    held = lock(jury)
    demand(may_share(actor, held))
    held.seed = seed or held.seed or secrets.token_hex(8)
    _take_in(held)
    held.shared_at = clock.now()
    held.save(update_fields=["seed", "shared_at"])
    found = _give(held)
    record(
        actor=actor,
        verb="shared_applications",
        subject=held,
        process_id=held.step.process_id,
        seed=held.seed,
        applications=len({one for one, _juror in found.pairs}),
        n=len(found.pairs),
        gap=found.gap,
        shortfalls=len(found.shortfalls),
    )
    return found


def share_again(jury: Jury) -> Sharing | None:
    """After a conflict or a departure: what nobody opened finds its readers again."""
    if jury.shared_at is None or deliberation_of(jury) is not None:
        return None
    return _give(jury)


def _take_in(jury: Jury) -> None:
    at = clock.now()
    Placement.objects.bulk_create(
        (
            Placement(proposal=one, step=jury.step, status=one.status, at=at)
            for one in candidates(jury.step.process)
        ),
        ignore_conflicts=True,
    )


def _give(jury: Jury) -> Sharing:
    found, grid = plan(jury), grid_of(jury)
    waiting = Reading.objects.filter(juror__jury=jury, state=Reading.State.WAITING)
    had = set(waiting.values_list("proposal_id", "juror_id"))
    gone = had - found.pairs
    for juror in {one for _application, one in gone}:
        taken = [application for application, reader in gone if reader == juror]
        waiting.filter(juror_id=juror, proposal_id__in=taken).delete()
    everything = Reading.objects.filter(juror__jury=jury)
    new = found.pairs - set(everything.values_list("proposal_id", "juror_id"))
    Reading.objects.bulk_create(
        Reading(juror_id=juror, proposal_id=application, grid=grid)
        for application, juror in sorted(new)
    )
    for one in members_of(jury):
        _tell(jury, one, sum(juror == one.pk for _application, juror in new))
    return found


def _tell(jury: Jury, juror: Juror, new: int) -> None:
    if not new:
        return
    title = jury.step.process.title
    words = ngettext("%(n)s dossier à lire", "%(n)s dossiers à lire", new) % {"n": new}
    send_email(
        to=juror.user.email,
        recipient=juror.user,
        kind="jury",
        subject=_("%(title)s\u00a0: %(words)s") % {"title": title, "words": words},
        template="juries/mail/to_read",
        context={
            "title": title,
            "name": juror.name,
            "words": words,
            "until": day(jury.reads_until) if jury.reads_until else "",
            "url": absolute_url(jury.url("readings")),
        },
    )


@transaction.atomic
def declare_conflict(
    *, juror: Juror, proposal: Proposal, reason: str = "", actor: User
) -> Conflict | Refusal:
    """A tie, said by the juror or by the secretary: the application leaves their table.

    What they had begun stays written and counts for nothing; somebody else reads instead.
    """
    jury = lock(juror.jury)
    if actor.pk != juror.user_id:
        demand(may_run_process(actor, jury.step.process_id))
    refusal = may_declare(juror, proposal)
    if refusal is not None:
        return refusal
    mine = Reading.objects.filter(juror=juror, proposal=proposal)
    mine.filter(state=Reading.State.WAITING).delete()
    mine.update(state=Reading.State.VOID)
    conflict, is_new = Conflict.objects.get_or_create(
        juror=juror,
        proposal=proposal,
        defaults={
            "reason": reason,
            "stated_by": None if actor.pk == juror.user_id else actor,
            "at": clock.now(),
        },
    )
    if not is_new:
        if reason and reason != conflict.reason:
            conflict.reason = reason
            conflict.save(update_fields=["reason"])
        return conflict
    record(
        actor=actor,
        verb="declared_conflict",
        subject=jury,
        process_id=jury.step.process_id,
        name=juror.name,
        number=proposal.number,
    )
    share_again(jury)
    return conflict


@transaction.atomic
def lift_conflict(*, conflict: Conflict, reason: str, actor: User) -> None:
    """It was a mistake: what they had begun is theirs again; raises ``Refused``."""
    juror = conflict.juror
    jury = lock(juror.jury)
    demand(may_run_process(actor, jury.step.process_id) or before_deliberation(jury))
    proposal = conflict.proposal
    conflict.delete()
    void = Reading.objects.filter(juror=juror, proposal=proposal, state=Reading.State.VOID)
    void.update(state=Reading.State.BEGUN, done_at=None, grid=grid_of(jury))
    record(
        actor=actor,
        verb="lifted_conflict",
        subject=jury,
        process_id=jury.step.process_id,
        name=juror.name,
        number=proposal.number,
        reason=reason,
    )
    share_again(jury)
