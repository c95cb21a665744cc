"""Deposits under way: start, save, find again by code, send, join another idea instead."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.kernel.codes import new_code, tidy_code
from preau.kernel.refusal import Refusal, demand
from preau.media.actions import drop_picture
from preau.messaging.actions import send_email
from preau.moderation.models import Case
from preau.processes.models import Step
from preau.tenancy.locks import take_turn

from .actions import Deposit, submit_proposal
from .models import Draft, Proposal, ResumeAttempt, Support
from .moderating import have_read, is_read_before
from .policies import may_deposit
from .supports import support

#: Signs of a resume code; wrong codes allowed per visitor in an hour, and for the whole site.
CODE_LENGTH = 6
MOST_TRIES = 10
MOST_TRIES_SITE = 300
#: Links mailed for one draft.
MOST_MAILS = 5
#: How long after « Déposer » the identity screens may still take, once the step is closed.
GRACE = timedelta(hours=1)


@transaction.atomic
def start_draft(*, step: Step, person: Person, visitor: str) -> Draft:
    """An empty deposit of this device, and of this person when known."""
    demand(may_deposit(person, step))
    at = clock.now()
    return Draft.objects.create(
        step=step,
        visitor=visitor,
        user=person if isinstance(person, User) else None,
        created_at=at,
        saved_at=at,
    )


@transaction.atomic
def save_draft(*, draft: Draft, values: Mapping[str, Any]) -> Draft:
    """Keep ``values`` over what the draft already says, whatever they are worth.

    Two pages saved at once lose nothing: the row is locked and re-read. A draft that was sent
    does not change any more.
    """
    kept = Draft.objects.select_for_update().get(pk=draft.pk)
    if kept.proposal_id is None:
        kept.data = {**kept.data, **values}
        kept.saved_at = clock.now()
        kept.save(update_fields=["data", "saved_at"])
    draft.data, draft.saved_at, draft.proposal_id = kept.data, kept.saved_at, kept.proposal_id
    return draft


def _code_hash(code: str) -> str:
    return hmac.new(
        settings.SECRET_KEY.encode(), f"draft:{tidy_code(code)}".encode(), hashlib.sha256
    ).hexdigest()


@transaction.atomic
def give_code(*, draft: Draft) -> str:
    """A new six-sign code for ``draft``; the one before stops working. Kept hashed only."""
    code = new_code(CODE_LENGTH)
    while Draft.objects.filter(code_hash=_code_hash(code)).exists():
        code = new_code(CODE_LENGTH)
    draft.code_hash = _code_hash(code)
    draft.save(update_fields=["code_hash"])
    return code


def is_code_of(draft: Draft, code: str) -> bool:
    """True while ``code`` is the one that gives ``draft`` back."""
    return hmac.compare_digest(draft.code_hash, _code_hash(code))


@transaction.atomic
def mail_code(*, draft: Draft, code: str, email: str, url: str) -> Refusal | None:
    """Send the link of ``draft`` to ``email``; at most ``MOST_MAILS`` for one draft."""
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    sent = int(held.data.get("mails", 0))
    if sent >= MOST_MAILS:
        return Refusal(
            "too_many_mails",
            _("Ce lien a déjà été envoyé plusieurs fois."),
            remedy=_("Notez le code : il suffit pour reprendre."),
        )
    send_email(
        to=email,
        kind="draft_resume",
        subject=_("Reprendre votre idée avec le code %(code)s") % {"code": code},
        template="proposals/mail/resume",
        context={"draft": draft, "code": code, "url": url},
    )
    save_draft(draft=draft, values={"mails": sent + 1})
    return None


@transaction.atomic
def resume_draft(*, code: str, person: Person, visitor: str) -> Draft | Refusal:
    """The draft of that code, from now on this device's too; or why not.

    After ``MOST_TRIES`` wrong codes of one visitor within an hour no code is looked at any more,
    right or wrong. Simultaneous tries of a visitor wait for one another.
    """
    at = clock.now()
    hashed = hashlib.sha256(f"{settings.SECRET_KEY}:{visitor}".encode()).hexdigest()
    refusal = _refusal_by_tries(hashed, at)
    if refusal is not None:
        return refusal
    draft = (
        Draft.objects.select_related("step__process")
        .filter(code_hash=_code_hash(code), proposal=None, saved_at__gt=at - Draft.LIFETIME)
        .first()
        if tidy_code(code)
        else None
    )
    if draft is None:
        ResumeAttempt.objects.create(origin=hashed, at=at)
        return Refusal(
            "wrong_code",
            _("Aucun brouillon ne porte ce code."),
            remedy=_("Relisez les six signes. Un code sert trente jours, le dernier donné compte."),
        )
    draft.visitor = visitor
    if draft.user_id is None and isinstance(person, User):
        draft.user = person
    draft.save(update_fields=["visitor", "user"])
    return draft


def _refusal_by_tries(origin: str, at: datetime) -> Refusal | None:
    take_turn("try_resume_code", origin)
    recent = ResumeAttempt.objects.filter(at__gt=at - timedelta(hours=1))
    if recent.filter(origin=origin).count() < MOST_TRIES and recent.count() < MOST_TRIES_SITE:
        return None
    return Refusal(
        "too_many_tries",
        _("Trop de codes ont été essayés."),
        remedy=_("Attendez une heure, ou servez-vous du lien reçu par e-mail."),
    )


def mark_as_sent(*, draft: Draft) -> Draft:
    """The person has said « Déposer »: what remains is to know who they are."""
    return save_draft(draft=draft, values={"sent_at": clock.now().isoformat()})


def sent_at(draft: Draft) -> datetime | None:
    """When « Déposer » was said, or None."""
    said = draft.data.get("sent_at")
    return datetime.fromisoformat(said) if said else None


@transaction.atomic
def submit_draft(*, draft: Draft, author: User, deposit: Deposit) -> Proposal | Refusal:
    """Make the draft a proposal, once: sending it again gives the same proposal back.

    A deposit said before the step closed counts if identity follows within ``GRACE``.
    """
    kept = Draft.objects.select_for_update().select_related("step__process").get(pk=draft.pk)
    if kept.proposal is not None:
        return kept.proposal
    at = clock.now()
    said = sent_at(kept)
    refusal = may_deposit(author, kept.step, said if said and at - said < GRACE else at)
    if refusal is not None:
        return refusal
    proposal = submit_proposal(step=kept.step, author=author, deposit=deposit)
    if is_read_before(kept.step):
        have_read(proposal=proposal, why=Case.Why.PRIOR)
    _tell_guardian(kept, proposal)
    kept.proposal, kept.user, kept.code_hash = proposal, author, ""
    kept.save(update_fields=["proposal", "user", "code_hash"])
    draft.proposal = proposal
    return proposal


def _tell_guardian(draft: Draft, proposal: Proposal) -> None:
    """The adult named by a minor learns what was deposited, and how to object."""
    if proposal.author_kind == Proposal.AuthorKind.MINOR:
        send_email(
            to=str(draft.data["guardian_email"]).strip().lower(),
            kind="deposit_guardian",
            subject=_("Une idée déposée par une personne mineure dont vous êtes responsable"),
            template="proposals/mail/guardian",
            context={"proposal": proposal, "name": draft.data.get("guardian_name", "")},
        )


@transaction.atomic
def join_instead(*, draft: Draft, proposal: Proposal, person: User, words: str) -> Support:
    """Join an idea that is the same one; the draft has done its work and goes away."""
    joined = support(proposal=proposal, person=person, words=words, is_coauthor=True)
    Draft.objects.filter(pk=draft.pk, proposal=None).delete()
    return joined


@transaction.atomic
def delete_draft(*, draft: Draft) -> None:
    """Forget a deposit under way, its photo included; what was sent is not a draft any more."""
    kept = Draft.objects.select_for_update().filter(pk=draft.pk, proposal=None).first()
    if kept is None:
        return
    picture = kept.picture
    kept.delete()
    if picture is not None:
        drop_picture(picture=picture)


def forget_old_drafts() -> int:
    """Delete drafts left for longer than they live, and old tries at codes; how many drafts."""
    at = clock.now()
    ResumeAttempt.objects.filter(at__lt=at - timedelta(days=1)).delete()
    old = Draft.objects.filter(saved_at__lt=at - Draft.LIFETIME, proposal=None)
    count = 0
    for draft in old.select_related("picture").iterator(chunk_size=200):
        delete_draft(draft=draft)
        count += 1
    return count
