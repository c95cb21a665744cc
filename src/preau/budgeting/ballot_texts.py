"""Agreeing with an author on how their project stands on the ballot."""

from __future__ import annotations

from collections.abc import Sequence

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.processes.models import Process
from preau.proposals.models import Proposal, Status
from preau.tenancy.addresses import absolute_url
from preau.tenancy.scope import current_site

from .models import BallotText
from .policies import is_frozen, may_draw_ballot_list

_SALT = "preau.ballot_text"


def link_of(text: BallotText) -> str:
    """Path of the author's page: whoever holds the link of the mail answers for the idea."""
    token = signing.dumps([current_site().pk, text.pk], salt=_SALT)
    return reverse("budgeting:ballot_text", args=[token])


def text_of_link(token: str) -> BallotText | None:
    """The text behind a link of this site; None when the link is damaged or from elsewhere."""
    try:
        site, pk = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    if site != current_site().pk:
        return None
    texts = BallotText.objects.select_related("proposal__process", "proposal__author")
    return texts.filter(pk=pk).first()


@transaction.atomic
def propose_text(*, proposal: Proposal, title: str, summary: str, actor: User) -> BallotText:
    """Write how a retained project will stand on the ballot, and ask its author.

    Without an author to ask, the text is agreed at once. Raises ``Refused``.
    """
    demand(may_draw_ballot_list(actor, proposal.process))
    if proposal.status != Status.RETAINED:
        raise Refused(Refusal("not_retained", _("Cette idée n’est pas retenue pour le vote.")))
    author, at = proposal.author, clock.now()
    has_author = author is not None and author.is_active
    state = BallotText.State.PROPOSED if has_author else BallotText.State.AGREED
    text, _new = BallotText.objects.update_or_create(
        proposal=proposal,
        defaults={
            "title": title,
            "summary": summary,
            "cost_cents": proposal.cost_cents,
            "state": state,
            "wish": "",
            "proposed_at": at,
            "answered_at": None if has_author else at,
        },
    )
    record(
        actor=actor,
        verb="proposed_ballot_text",
        subject=proposal,
        process_id=proposal.process_id,
        title=title,
        summary=summary,
    )
    if author is not None:
        send_email(
            to=author.email,
            recipient=author,
            kind="ballot_text",
            subject=_("Votre projet sur le bulletin\u00a0: êtes-vous d’accord\u00a0?"),
            template="budgeting/mail/ballot_text",
            context={"proposal": proposal, "text": text, "url": absolute_url(link_of(text))},
        )
    return text


def may_answer(text: BallotText) -> Refusal | None:
    """Until the vote opens: what is on a ballot never changes afterwards."""
    process = Process.objects.with_steps().get(pk=text.proposal.process_id)
    if is_frozen(process):
        return Refusal(
            "vote_opened",
            _("Le vote est ouvert\u00a0: la liste des projets ne change plus."),
            rule=_("Ce qui est sur le bulletin est figé à l’ouverture du vote."),
        )
    return None


@transaction.atomic
def answer_text(*, text: BallotText, wish: str = "") -> BallotText:
    """The author accepts the text, or says what to change; the city reads it. Raises ``Refused``."""
    demand(may_answer(text))
    text = BallotText.objects.select_for_update().select_related("proposal").get(pk=text.pk)
    text.state = BallotText.State.DISPUTED if wish else BallotText.State.AGREED
    text.wish, text.answered_at = wish, clock.now()
    text.save(update_fields=["state", "wish", "answered_at"])
    record(
        actor=text.proposal.author,
        verb="disputed_ballot_text" if wish else "agreed_ballot_text",
        subject=text.proposal,
        process_id=text.proposal.process_id,
        reason=wish,
    )
    return text


def agreed_words(proposals: Sequence[Proposal]) -> dict[int, tuple[str, str]]:
    """Titles and texts that authors agreed to, for what is printed before the vote."""
    agreed = BallotText.objects.filter(
        proposal__in=[one.pk for one in proposals], state=BallotText.State.AGREED
    )
    return {one.proposal_id: (one.title, one.summary) for one in agreed}
