"""The threshold that is reached, the answer that is given."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import Membership, Role, User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.processes.models import Step
from preau.proposals.actions import set_status
from preau.proposals.models import Proposal, Status
from preau.tenancy.addresses import absolute_url
from preau.tenancy.locks import take_turn
from preau.ui.words import number

from .models import Answer, Box
from .policies import may_answer
from .queries import REACHED, box_of, is_reached

#: Where an idea stands before anybody answered it.
WAITING = (Status.SUBMITTED, Status.CHECKING)


@transaction.atomic
def lay_box(*, step: Step, threshold: int) -> Box:
    """Give a step that collects ideas its promise."""
    return Box.objects.create(step=step, threshold=threshold)


@transaction.atomic
def set_threshold(*, box: Box, threshold: int, actor: User) -> None:
    """Change how many supports bring an answer; ideas that had enough keep their due."""
    demand(may_run_process(actor, box.step.process_id))
    before, box.threshold = box.threshold, threshold
    box.save(update_fields=["threshold"])
    record(
        actor=actor,
        verb="set_idea_box",
        subject=box,
        process_id=box.step.process_id,
        before=before,
        after=threshold,
    )


@transaction.atomic
def notice_support(proposal: Proposal) -> bool:
    """Somebody joined: at the threshold the idea is studied and its service is told, once."""
    box = box_of(proposal.process)
    if box is None or proposal.supports.count() < box.threshold:
        return False
    take_turn("idea_threshold", proposal.pk)
    proposal.refresh_from_db(fields=["status"])
    if is_reached(proposal) or proposal.status not in WAITING:
        return False
    sentence = ngettext(
        "L’idée a réuni %(n)s soutien\u00a0: elle est étudiée et recevra une réponse.",
        "L’idée a réuni %(n)s soutiens\u00a0: elle est étudiée et recevra une réponse.",
        box.threshold,
    ) % {"n": number(box.threshold)}
    set_status(
        proposal=proposal,
        status=Status.REVIEW,
        actor=None,
        sentence=sentence,
        step=box.step,
        kind=REACHED,
    )
    _tell_service(proposal, sentence)
    return True


def _tell_service(proposal: Proposal, sentence: str) -> None:
    """To the agents of its service; without one, to who answers for the process."""
    agents = Membership.objects.filter(
        role=Role.AGENT, service=proposal.service_id, user__is_active=True
    )
    people = {one.user for one in agents.select_related("user")} if proposal.service_id else set()
    to: list[tuple[str, User | None]] = [(one.email, one) for one in people]
    if not to and proposal.process.contact_email:
        to = [(proposal.process.contact_email, None)]
    for address, user in to:
        send_email(
            to=address,
            recipient=user,
            kind="idea_threshold",
            subject=_("Une idée attend une réponse\u00a0: n°\u00a0%(number)s")
            % {"number": proposal.number},
            template="ideaboxes/mail/threshold",
            context={
                "title": proposal.title,
                "sentence": sentence,
                "act_label": _("Lire l’idée"),
                "act_url": absolute_url(proposal.get_absolute_url()),
                "why": _("Vous recevez ce message parce que vous répondez aux idées."),
            },
        )


@transaction.atomic
def answer_idea(
    *, proposal: Proposal, outcome: str, words: str, signed_by: str, actor: User
) -> Answer | Refusal:
    """Publish the answer on the idea's page; given again, it replaces the former one.

    Its author and those who follow it are told by the change of status.
    """
    refusal = may_answer(actor, proposal)
    if refusal is not None:
        return refusal
    take_turn("idea_threshold", proposal.pk)
    answer, _is_new = Answer.objects.update_or_create(
        proposal=proposal,
        defaults={
            "outcome": outcome,
            "words": words,
            "signed_by": signed_by,
            "at": clock.now(),
            "by": actor,
        },
    )
    set_status(
        proposal=proposal,
        status=Answer.STATUS[Answer.Outcome(outcome)],
        actor=actor,
        actor_label=signed_by,
        sentence=words,
        step=proposal.process.step_of_kind("collection"),
        kind="answered",
    )
    _tell_author(proposal, answer)
    return answer


def _tell_author(proposal: Proposal, answer: Answer) -> None:
    author = proposal.author
    if author is None:
        return
    send_email(
        to=author.email,
        recipient=author,
        kind="idea_answer",
        subject=_("Réponse à votre idée n°\u00a0%(number)s") % {"number": proposal.number},
        template="ideaboxes/mail/answer",
        context={
            "title": proposal.title,
            "answer": answer,
            "act_label": _("Lire la réponse"),
            "act_url": absolute_url(proposal.get_absolute_url()),
            "why": _("Vous recevez ce message parce que vous avez déposé cette idée."),
        },
    )
