"""An idea that holds several goes on as several; and back, while nothing was decided on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.models import Step
from preau.proposals.actions import Deposit, set_status, submit_proposal
from preau.proposals.models import Proposal, Status
from preau.proposals.policies import deposit_step
from preau.proposals.supports import carry_people
from preau.reviews.actions import decide
from preau.reviews.answers import signature_of
from preau.reviews.models import Verdict
from preau.reviews.queries import current_decision

from .joining import NewText, reviewing
from .letters import tell_split, tell_whole
from .models import OPEN, Split
from .policies import may_merge, refusal_to_move

FEWEST, MOST = 2, 5


@transaction.atomic
def split(
    *, proposal: Proposal, parts: Sequence[NewText], actor: User, words: str = ""
) -> list[Proposal]:
    """``proposal`` goes on as one idea for each of ``parts``, with its author and its followers.

    Its own page stays, and names them. Raises ``Refused``.
    """
    at = clock.now()
    process = proposal.process
    demand(may_merge(actor, process, at))
    if not FEWEST <= len(parts) <= MOST:
        raise ValueError(f"an idea is split in {FEWEST} to {MOST}")
    held = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    held.process = process
    demand(refusal_to_move(held))
    if held.merged.exists():
        raise Refused(
            Refusal(
                "holds_others",
                _("D’autres idées sont regroupées dans celle-ci."),
                remedy=_("Défaites d’abord ce regroupement."),
            )
        )
    step = deposit_step(process, at)
    if step is None:
        raise Refused(Refusal("no_collection", _("Cette démarche ne recueille pas d’idées.")))
    review, signed_by = reviewing(process, at), signature_of(actor)
    made = [_part(held, part, step, actor, at) for part in parts]
    Split.objects.create(
        process=process,
        proposal=held,
        before=held.status,
        words=words,
        by=actor,
        by_name=actor.full_name,
        at=at,
    )
    _close(held, made, review, actor, words)
    tell_split(proposal=held, parts=made, words=words, signed_by=signed_by)
    proposal.refresh_from_db()
    return made


def _part(proposal: Proposal, text: NewText, step: Step, actor: User, at: datetime) -> Proposal:
    part = submit_proposal(
        step=step,
        author=proposal.author,
        deposit=Deposit(
            title=text.title,
            idea=text.idea,
            theme=proposal.theme,
            zone_id=proposal.zone_id,
            place=proposal.place,
            longitude=proposal.longitude,
            latitude=proposal.latitude,
            picture=proposal.picture,
            author_kind=proposal.author_kind,
            author_name=proposal.author_name,
            guardian=proposal.guardian,
        ),
        send_receipt=False,
    )
    part.split_from = proposal
    part.service, part.agent, part.due_on = proposal.service, proposal.agent, proposal.due_on
    part.save(update_fields=["split_from", "service", "agent", "due_on"])
    carry_people(source=proposal, target=part, at=at)
    review = reviewing(step.process, at)
    if review is not None:
        set_status(
            proposal=part,
            status=Status.REVIEW,
            actor=actor,
            step=review,
            actor_label=signature_of(actor),
            sentence=_("Elle vient de l’idée n°\u00a0%(number)s, qui en contenait plusieurs.")
            % {"number": proposal.number},
        )
    return part


def _close(
    proposal: Proposal, parts: list[Proposal], review: Step | None, actor: User, words: str
) -> None:
    """What everyone reads on the idea that was split; an earlier answer stands no more."""
    numbers = ", ".join(f"n°\u00a0{part.number}" for part in parts)
    sentence = _("Cette idée en contenait plusieurs\u00a0: elle continue sous les %(numbers)s.") % {
        "numbers": numbers
    }
    current = current_decision(proposal, review) if review is not None else None
    if review is not None and current is not None and current.verdict != Verdict.REOPENED:
        decide(
            proposal=proposal,
            step=review,
            verdict=Verdict.REOPENED,
            words=sentence,
            actor=actor,
            seen=current.pk,
            tell_author=False,
        )
    set_status(
        proposal=proposal,
        status=Status.SPLIT,
        actor=actor,
        step=review,
        actor_label=signature_of(actor),
        sentence=f"{sentence} {words}".strip(),
    )
    record(
        actor=actor,
        verb="split",
        subject=proposal,
        process_id=proposal.process_id,
        into=numbers,
        reason=words,
    )


@transaction.atomic
def undo_split(*, proposal: Proposal, actor: User) -> bool:
    """The idea is whole again and its parts are dropped; False when it was so already.

    Raises ``Refused`` once one of the parts has its answer or has joined another idea.
    """
    demand(may_merge(actor, proposal.process, clock.now()))
    held = Split.objects.select_for_update(of=("self",)).filter(proposal=proposal, undone_at=None)
    kept = held.first()
    if kept is None:
        return False
    parts = list(proposal.parts.exclude(status=Status.DROPPED).order_by("number"))
    for part in parts:
        if part.status not in OPEN or part.merged.exists():
            raise Refused(
                Refusal(
                    "part_moved",
                    _("L’idée n°\u00a0%(number)s, qui en vient, a déjà sa réponse ou son groupe.")
                    % {"number": part.number},
                    remedy=_("Remettez-la d’abord en analyse, depuis sa fiche."),
                )
            )
    review, signed_by = reviewing(proposal.process, clock.now()), signature_of(actor)
    for part in parts:
        part.process = proposal.process
        _set(part, Status.DROPPED, actor, review, _drop_words(proposal))
    back = _("La scission est annulée\u00a0: l’idée continue entière.")
    _set(proposal, kept.before, actor, review, back)
    kept.undone_at = clock.now()
    kept.save(update_fields=["undone_at"])
    record(actor=actor, verb="unsplit", subject=proposal, process_id=proposal.process_id)
    tell_whole(proposal=proposal, signed_by=signed_by)
    return True


def _drop_words(proposal: Proposal) -> str:
    return _("La scission est annulée\u00a0: l’idée n°\u00a0%(number)s continue entière.") % {
        "number": proposal.number
    }


def _set(proposal: Proposal, status: str, actor: User, review: Step | None, sentence: str) -> None:
    set_status(
        proposal=proposal,
        status=status,
        actor=actor,
        step=review,
        actor_label=signature_of(actor),
        sentence=sentence,
    )
