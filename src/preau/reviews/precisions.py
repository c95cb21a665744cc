"""Asking the author: the clock of the services stops, the author answers, the clock runs again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.processes.models import Step
from preau.proposals.actions import correct_proposal, set_status
from preau.proposals.models import Proposal, Status
from preau.tenancy.addresses import absolute_url

from .answers import authority, signature_of
from .links import precision_link, sheet_path
from .models import Opinion, Precision
from .policies import may_ask_author, may_fill

#: What the author may rewrite when answering.
TEXTS = ("title", "finding", "idea", "audience")
#: A reminder goes out this long before the day.
REMIND_BEFORE = timedelta(days=3)


def open_precision(proposal: Proposal) -> Precision | None:
    """The question that waits for the author."""
    return proposal.precisions.filter(answered_at=None, dropped_at=None).first()


@transaction.atomic
def ask_author(
    *, proposal: Proposal, step: Step, question: str, due_on: date, actor: User
) -> Precision:
    """Ask the author to make the idea clear, until a day. Raises ``Refused``."""
    at = clock.now()
    Proposal.objects.select_for_update().only("pk").get(pk=proposal.pk)
    proposal.refresh_from_db(fields=["status", "author"])
    demand(may_ask_author(actor, proposal, step, at))
    if not question.strip():
        raise Refused(Refusal("no_question", _("Écrivez votre question.")))
    if due_on <= timezone.localdate(at):
        raise Refused(Refusal("past", _("Laissez au moins un jour pour répondre.")))
    asked = Precision.objects.create(
        proposal=proposal,
        step=step,
        question=question.strip(),
        asked_by=actor,
        asked_by_name=actor.full_name,
        asked_at=at,
        due_on=due_on,
        status_before=proposal.status,
        text_before={name: getattr(proposal, name) for name in TEXTS},
    )
    set_status(
        proposal=proposal,
        status=Status.PRECISION,
        actor=actor,
        actor_label=signature_of(actor),
        step=step,
        sentence=_("%(who)s demande des précisions à l’auteur.") % {"who": authority()},
    )
    record(
        actor=actor,
        verb="asked_author",
        subject=proposal,
        process_id=proposal.process_id,
        question=asked.question,
        due_on=due_on.isoformat(),
    )
    _mail(asked, is_reminder=False)
    return asked


def _mail(asked: Precision, *, is_reminder: bool) -> None:
    proposal = asked.proposal
    author = proposal.author
    if author is None:
        return
    subject = (
        _("Rappel\u00a0: une question sur votre idée n°\u00a0%(number)s")
        if is_reminder
        else _("Une question sur votre idée n°\u00a0%(number)s")
    )
    send_email(
        to=author.email,
        recipient=author,
        kind="precision",
        subject=subject % {"number": proposal.number},
        template="reviews/mail/precision",
        context={
            "asked": asked,
            "proposal": proposal,
            "url": precision_link(asked),
            "is_reminder": is_reminder,
        },
    )


def refusal_to_answer(asked: Precision, at: datetime) -> Refusal | None:
    """Why the author can no more answer: given already, dropped, decided, hidden."""
    if asked.answered_at is not None:
        return Refusal(
            "answered",
            _("Votre réponse est déjà arrivée."),
            remedy=_("Elle se lit dans l’histoire de votre idée."),
        )
    if asked.dropped_at is not None or asked.proposal.status != Status.PRECISION:
        return Refusal(
            "dropped",
            _("La collectivité n’attend plus cette réponse."),
            rule=asked.dropped_why,
            remedy=_("L’étude de votre idée continue avec son texte actuel."),
        )
    if asked.proposal.is_hidden:
        return Refusal("hidden", _("Cette idée est masquée."))
    return None


@transaction.atomic
def answer_precision(
    *, asked: Precision, answer: str, texts: Mapping[str, str], author: User
) -> Precision:
    """The author answers, rewriting the idea where needed; days spent waiting are given back.

    Late answers are taken as long as the question stands. Raises ``Refused``.
    """
    at = clock.now()
    held = Precision.objects.select_for_update().get(pk=asked.pk)
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=asked.proposal_id)
    proposal.process = asked.proposal.process
    held.proposal = proposal
    demand(refusal_to_answer(held, at))
    changes = {name: texts[name].strip() for name in TEXTS if name in texts}
    is_new = any(getattr(proposal, name) != value for name, value in changes.items())
    if not is_new and not answer.strip():
        raise Refused(
            Refusal("empty", _("Écrivez une réponse, ou changez le texte de votre idée."))
        )
    if is_new:
        correct_proposal(
            proposal=proposal,
            actor=author,
            actor_label=proposal.author_name,
            changes=changes,
            why=_("L’auteur précise son idée."),
        )
    held.answer, held.answered_at = answer.strip(), at
    held.save(update_fields=["answer", "answered_at"])
    _run_again(held, author, _("L’auteur a répondu\u00a0: l’étude reprend."), "answered_precision")
    _tell_who_asked(held)
    return held


def _run_again(held: Precision, actor: User | None, sentence: str, verb: str, **data: str) -> None:
    """Give back the days of waiting, and the status of before."""
    proposal = held.proposal
    waited = timezone.localdate(clock.now()) - timezone.localdate(held.asked_at)
    for one in Opinion.objects.awaited().filter(proposal=proposal):
        one.due_on += waited
        one.save(update_fields=["due_on"])
    if proposal.due_on is not None:
        proposal.due_on += waited
        proposal.save(update_fields=["due_on"])
    set_status(
        proposal=proposal,
        status=held.status_before,
        actor=actor,
        actor_label=proposal.author_name if verb == "answered_precision" else authority(),
        step=held.step,
        sentence=sentence,
    )
    record(
        actor=actor,
        verb=verb,
        subject=proposal,
        process_id=proposal.process_id,
        days=waited.days,
        **data,
    )


def _tell_who_asked(held: Precision) -> None:
    person = held.asked_by
    if person is None:
        return
    send_email(
        to=person.email,
        recipient=person,
        kind="precision_answered",
        subject=_("Réponse reçue sur l’idée n°\u00a0%(number)s") % {"number": held.proposal.number},
        template="reviews/mail/precision_answered",
        context={
            "asked": held,
            "proposal": held.proposal,
            "url": absolute_url(sheet_path(held.proposal)),
        },
    )


@transaction.atomic
def drop_precision(*, asked: Precision, why: str, actor: User) -> Precision:
    """Wait no more: the study goes on with the text as it is. Raises ``Refused``."""
    held = Precision.objects.select_for_update().get(pk=asked.pk)
    held.proposal = asked.proposal
    demand(may_fill(actor, asked.proposal, asked.step, clock.now()))
    if not held.is_open:
        raise Refused(Refusal("closed", _("Cette question n’attend plus de réponse.")))
    if not why.strip():
        raise Refused(Refusal("no_reason", _("Dites pourquoi.")))
    held.dropped_at, held.dropped_why = clock.now(), why.strip()
    held.save(update_fields=["dropped_at", "dropped_why"])
    _run_again(
        held, actor, _("L’étude reprend avec le texte actuel."), "dropped_precision", why=why
    )
    return held


@transaction.atomic
def forget_answers(*, person: User) -> None:
    """Blank what ``person`` answered to the services, and wait no more for the rest.

    The idea stays, as everyone reads it; what was said to the services alone does not.
    """
    theirs = Precision.objects.filter(proposal__author=person)
    theirs.update(answer="")
    still = theirs.filter(answered_at=None, dropped_at=None).select_related("step")
    for held in still.select_related("proposal__process"):
        held.dropped_at, held.dropped_why = clock.now(), _("L’auteur a effacé son compte.")
        held.save(update_fields=["dropped_at", "dropped_why"])
        _run_again(held, None, _("L’étude reprend avec le texte actuel."), "dropped_precision")


def remind_authors() -> int:
    """One reminder for each question that is due soon; answers how many were written."""
    at = clock.now()
    soon = timezone.localdate(at) + REMIND_BEFORE
    waiting = Precision.objects.filter(
        proposal__author__is_active=True,
        answered_at=None,
        dropped_at=None,
        reminded_at=None,
        due_on__lte=soon,
        asked_at__lt=at - timedelta(days=1),
    )
    count = 0
    for asked in waiting.select_related("proposal__author", "proposal__process", "step"):
        _mail(asked, is_reminder=True)
        asked.reminded_at = at
        asked.save(update_fields=["reminded_at"])
        count += 1
    return count
