"""Ideas that join another one, or a new one written for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.models import Process, Step, StepState
from preau.proposals.actions import Deposit, set_status, submit_proposal
from preau.proposals.models import Event, Proposal, Status
from preau.proposals.policies import deposit_step
from preau.proposals.supports import carry_people
from preau.reviews.actions import decide
from preau.reviews.answers import signature_of
from preau.reviews.models import Decision, Verdict
from preau.reviews.queries import review_step

from .letters import tell_merged
from .models import Merge
from .policies import may_merge, refusal_to_move

#: Ideas brought together at once, at most.
MOST = 20


@dataclass(frozen=True)
class NewText:
    """The words of an idea written for several."""

    title: str
    idea: str


@transaction.atomic
def merge(
    *,
    process: Process,
    proposals: Sequence[Proposal],
    actor: User,
    carrier: Proposal | None = None,
    new: NewText | None = None,
    words: str = "",
) -> Proposal:
    """Bring ``proposals`` together in ``carrier``, one of them, or in a new idea that ``new`` words.

    Texts stay where they are and readable; authors are credited and told, followers come along.
    Ideas that had joined one of them come too. ``words`` are the agent's, for everyone. Returns
    the idea that goes on. Raises ``Refused``.
    """
    at = clock.now()
    demand(may_merge(actor, process, at))
    ideas = _locked(process, proposals)
    if (carrier is None) == (new is None):
        raise ValueError("either one of the ideas carries, or a new text does")
    for one in ideas:
        demand(refusal_to_move(one))
    if new is not None:
        target = _write_carrier(process, ideas, new, actor, at)
    else:
        target = next(one for one in ideas if carrier is not None and one.pk == carrier.pk)
    sources = [one for one in ideas if one.pk != target.pk]
    moved = _with_children(sources)
    for one in moved:
        _join(one, target, actor, at, words, wrote_target=new is not None)
    _note_on(target, sources, actor, at)
    tell_merged(target=target, sources=moved, words=words, signed_by=signature_of(actor))
    return target


def _locked(process: Process, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The ideas as they are now, in their order of deposit, held until the end of the act."""
    numbers = {one.pk for one in proposals}
    if not 2 <= len(numbers) <= MOST:
        raise Refused(too_many())
    locked = Proposal.objects.of(process).filter(pk__in=numbers).order_by("pk")
    ideas = list(locked.select_for_update(of=("self",)))
    if len(ideas) != len(numbers):
        raise Refused(
            Refusal("other_process", _("Ces idées ne sont pas toutes dans cette démarche."))
        )
    for one in ideas:
        one.process = process
    return sorted(ideas, key=lambda one: one.number)


def too_many() -> Refusal:
    """A group is read and answered one idea after the other: it stays small."""
    return Refusal(
        "how_many",
        _("Un regroupement réunit de 2 à %(most)s idées.") % {"most": MOST},
        remedy=_("Gardez celles qui disent la même chose\u00a0; les autres auront leur groupe."),
    )


def _with_children(sources: list[Proposal]) -> list[Proposal]:
    """``sources``, each after the ideas that had joined it."""
    moved: list[Proposal] = []
    for source in sources:
        for child in source.merged.order_by("number"):
            child.process = source.process
            moved.append(child)
        moved.append(source)
    return moved


def reviewing(process: Process, at: datetime) -> Step | None:
    """The review of the process once it has begun: answers are then decisions."""
    step = review_step(process)
    return step if step is not None and step.state_at(at) is not StepState.FUTURE else None


def _write_carrier(
    process: Process, ideas: list[Proposal], new: NewText, actor: User, at: datetime
) -> Proposal:
    """A new idea that says what ``ideas`` say, placed and entrusted like the first of them."""
    step = deposit_step(process, at)
    if step is None:
        raise Refused(
            Refusal(
                "no_collection",
                _("Cette démarche ne recueille pas d’idées."),
                remedy=_("Choisissez une des idées pour porter les autres."),
            )
        )
    first = ideas[0]
    pictured = next((one.picture for one in ideas if one.picture), None)
    target = submit_proposal(
        step=step,
        author=None,
        deposit=Deposit(
            title=new.title,
            idea=new.idea,
            theme=first.theme,
            zone_id=first.zone_id,
            place=first.place,
            longitude=first.longitude,
            latitude=first.latitude,
            picture=pictured,
            author_kind=Proposal.AuthorKind.GROUP,
            author_name=credit(ideas),
        ),
    )
    target.service, target.agent, target.due_on = first.service, first.agent, first.due_on
    target.save(update_fields=["service", "agent", "due_on"])
    review = reviewing(process, at)
    if review is not None:
        set_status(
            proposal=target,
            status=Status.REVIEW,
            actor=actor,
            step=review,
            actor_label=signature_of(actor),
            sentence=_("L’analyse de cette idée commence avec celle des idées qu’elle réunit."),
        )
    return target


def credit(ideas: Sequence[Proposal]) -> str:
    """« Nadia B., Lucas P. et 3 autres personnes »: every author once, within the field."""
    names = list(dict.fromkeys(one.author_name for one in ideas if one.author_name))
    whole = ", ".join(names)
    if len(whole) <= 80:
        return whole
    for shown in range(len(names) - 1, 0, -1):
        text = _("%(names)s et %(n)s autres") % {
            "names": ", ".join(names[:shown]),
            "n": len(names) - shown,
        }
        if len(text) <= 80:
            return text
    return _("%(n)s personnes") % {"n": len(names)}


def _join(
    source: Proposal,
    target: Proposal,
    actor: User,
    at: datetime,
    words: str,
    *,
    wrote_target: bool,
) -> None:
    before, was_in = source.status, source.merged_into
    decision = _answer(source, target, actor, at, words)
    Merge.objects.create(
        process=source.process,
        proposal=source,
        target=target,
        wrote_target=wrote_target,
        before=before,
        was_in=was_in,
        decision=decision,
        words=words,
        by=actor,
        by_name=actor.full_name,
        at=at,
    )
    record(
        actor=actor,
        verb="merged",
        subject=source,
        process_id=source.process_id,
        into=str(target),
        reason=words,
    )


def _answer(
    source: Proposal, target: Proposal, actor: User, at: datetime, words: str
) -> Decision | None:
    """What everyone reads on ``source``: a decision where ideas are reviewed, else its status."""
    review = reviewing(source.process, at)
    if review is not None:
        return decide(
            proposal=source,
            step=review,
            verdict=Verdict.MERGED,
            merged_into=target,
            words=words,
            actor=actor,
            tell_author=False,
        )
    carry_people(source=source, target=target, at=at)
    sentence = _("Cette idée est regroupée avec le n°\u00a0%(number)s, qui continue.") % {
        "number": target.number
    }
    set_status(
        proposal=source,
        status=Status.MERGED,
        actor=actor,
        actor_label=signature_of(actor),
        sentence=f"{sentence} {words}".strip(),
        merged_into=target,
    )
    return None


def _note_on(target: Proposal, sources: list[Proposal], actor: User, at: datetime) -> None:
    """The story of the idea that goes on names those that joined it, and who wrote them."""
    said = ", ".join(
        _("n°\u00a0%(number)s, de %(name)s") % {"number": one.number, "name": one.author_name}
        for one in sources
    )
    Event.objects.create(
        proposal=target,
        at=at,
        kind="gathered",
        actor_label=signature_of(actor)[:120],
        sentence=_("Elle réunit maintenant\u00a0: %(ideas)s.") % {"ideas": said},
    )
