"""The letters of a jury: one lot, one letter each, undone while they wait."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.messaging.actions import send_email
from preau.processes.models import Process
from preau.proposals.actions import set_status
from preau.proposals.desk.acts import BulkAct
from preau.proposals.desk.state import put_back
from preau.proposals.models import Proposal, Status
from preau.tenancy.addresses import absolute_url
from preau.ui.forms import PlainForm

from .models import Grant, Jury
from .papers import decision_words
from .policies import may_tell
from .queries import juries_of_process

CODE = "jury_letters"
#: A reserve stays where it is: nothing final was decided of it.
STATUSES = {
    Grant.Decision.RETAINED: Status.ELECTED,
    Grant.Decision.REFUSED: Status.NOT_ELECTED,
}


def may_write(person: Person, process: Process) -> Refusal | None:
    """Once a jury of the process has closed its deliberation."""
    refusal: Refusal | None = Refusal("no_jury", _("Cette démarche n’a pas de jury."))
    for jury in juries_of_process(process):
        refusal = may_tell(person, jury)
        if refusal is None:
            return None
    return refusal


def to_tell(jury: Jury) -> list[int]:
    """Numbers of the applications whose letter has not left, nor waits to."""
    waiting = jury.grants.filter(told_at=None)
    return list(waiting.order_by("proposal__number").values_list("proposal__number", flat=True))


class LettersForm(PlainForm):
    """Nothing is asked: every decision whose letter has not left is in the lot."""

    def __init__(self, process: Process, data: Any = None) -> None:
        super().__init__(data)
        self.process = process

    def clean(self) -> dict[str, Any]:
        numbers = [one for jury in juries_of_process(self.process) for one in to_tell(jury)]
        return {"numbers": numbers}


def _numbers(data: dict[str, Any]) -> list[int]:
    return list(data["numbers"])


def tell(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    """Write to who applied, and give the application its public status; once."""
    grant = _grant_of(proposal)
    if grant.told_at is not None:
        return False
    grant.told_at = clock.now()
    grant.save(update_fields=["told_at"])
    status = STATUSES.get(Grant.Decision(grant.decision))
    if status is not None and proposal.status != status:
        set_status(
            proposal=proposal,
            status=status,
            actor=actor,
            sentence=" ".join(decision_words(grant)[:1]),
            actor_label=str(_("Le jury")),
            step=grant.jury.step,
        )
    _write_to(grant, proposal)
    return True


def _grant_of(proposal: Proposal) -> Grant:
    found = Grant.objects.filter(
        proposal=proposal, jury__deliberation__closed_at__isnull=False
    ).select_related("jury__step__process", "jury__deliberation")
    grant = found.first()
    if grant is None:
        raise Refused(Refusal("not_ruled", _("Le jury ne s’est pas prononcé sur ce dossier.")))
    grant.proposal = proposal
    return grant


def _write_to(grant: Grant, proposal: Proposal) -> None:
    author = proposal.author
    if author is None or not author.email:
        return
    title = grant.jury.step.process.title
    send_email(
        to=author.email,
        recipient=author,
        kind="jury_letter",
        subject=_("Décision du jury\u00a0: %(title)s") % {"title": title},
        template="juries/mail/decision",
        context={
            "title": title,
            "project": proposal.title,
            "number": proposal.number,
            "sentences": decision_words(grant),
            "reason": grant.reason,
            "url": absolute_url(grant.jury.url("letter", proposal.number)),
        },
    )


def take_back(proposal: Proposal, before: dict[str, Any], actor: User) -> None:
    """The letter stays in: the application is as it was, its decision too."""
    grant = _grant_of(proposal)
    grant.told_at = None
    grant.save(update_fields=["told_at"])
    put_back(proposal, before, actor, why=_("Décision pas encore envoyée."))


LETTERS = BulkAct(
    code=CODE,
    label=gettext_lazy("Lettres du jury"),
    order=90,
    form=LettersForm,
    may=may_write,
    apply=tell,
    undo=take_back,
    numbers=_numbers,
)
