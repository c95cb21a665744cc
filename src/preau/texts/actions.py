"""Writes of residents: a position, words, an amendment; support, follow, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.compare import compare
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.moderation.actions import open_case
from preau.moderation.models import Case

from .keys import text_key
from .models import (
    Consultation,
    Contribution,
    Follow,
    Gathering,
    Passage,
    Source,
    Stance,
    Support,
)
from .policies import MOST_EACH, may_contribute, may_edit, may_support, may_withdraw

KIND = "contribution"
#: Signs of an opinion, and of the passage rewritten.
MOST_SIGNS = 4000
MOST_REWRITE = 12_000


@dataclass(frozen=True)
class Words:
    """What is written about a passage, cleaned by a form."""

    position: str
    body: str = ""
    rewrite: str = ""
    #: Title and address of each source.
    links: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        return not (self.body or self.rewrite)


def changes_of(passage: Passage, rewrite: str) -> list[list[str]]:
    """What an amendment changes, as it is kept: kind and words of each piece."""
    if not rewrite:
        return []
    return [[piece.kind, piece.text] for piece in compare(passage.body, rewrite)]


def voice_of(person: User) -> str:
    """The key of one person's positions."""
    return f"a{person.pk}"


@transaction.atomic
def take_stance(*, passage: Passage, position: str, person: User) -> Stance:
    """Where ``person`` stands; saying it again changes it. Raises ``Refused``."""
    at = clock.now()
    demand(may_contribute(person, passage.version.text.consultation, at))
    stance, _is_new = Stance.objects.update_or_create(
        passage=passage,
        voice=voice_of(person),
        defaults={"person": person, "position": position, "at": at},
    )
    return stance


@transaction.atomic
def contribute(
    *, passage: Passage, words: Words, person: User, uploads: Sequence[Any] = ()
) -> Contribution | Refusal | None:
    """The position, and the words when there are some; None for a position alone.

    Before publication each is read when the consultation says so. Raises ``Refused``.
    """
    text = passage.version.text
    consultation = text.consultation
    if text.is_questions:
        demand(may_contribute(person, consultation, clock.now()))
    else:
        take_stance(passage=passage, position=words.position, person=person)
    if words.is_empty:
        return None
    refusal = _refusal_by_number(passage, words, person)
    if refusal is not None:
        return refusal
    is_before = consultation.moderation == Consultation.Moderation.BEFORE
    state = Contribution.State.WAITING if is_before else Contribution.State.VISIBLE
    made = write_contribution(
        consultation=consultation,
        passage=passage,
        words=words,
        author=person,
        author_name=person.display_name,
        state=state,
        uploads=uploads,
    )
    Follow.objects.get_or_create(passage=passage, person=person, defaults={"at": made.at})
    if is_before:
        _bring(made, Case.Why.PRIOR)
    process_id = consultation.step.process_id
    record(actor=person, verb="contributed", subject=made, process_id=process_id)
    return made


def _refusal_by_number(passage: Passage, words: Words, person: User) -> Refusal | None:
    mine = Contribution.objects.filter(passage=passage, author=person)
    mine = mine.exclude(state=Contribution.State.WITHDRAWN)
    keys = list(mine.values_list("text_key", flat=True))
    if text_key(words.body, words.rewrite) in keys:
        return Refusal(
            "twice",
            _("Vous avez déjà écrit cet avis ici."),
            remedy=_("Il est publié une fois, et compte une fois."),
        )
    if len(keys) >= MOST_EACH:
        return Refusal(
            "many",
            _("Vous avez déjà écrit %(most)s avis sur ce passage.") % {"most": MOST_EACH},
            rule=_("%(most)s avis par personne et par passage.") % {"most": MOST_EACH},
            remedy=_("Votre position est enregistrée\u00a0; vous pouvez retirer un avis."),
        )
    return None


@transaction.atomic
def write_contribution(
    *,
    consultation: Consultation,
    passage: Passage,
    words: Words,
    author: User | None,
    author_name: str,
    state: str = Contribution.State.VISIBLE,
    gathering: Gathering | None = None,
    reference: str = "",
    uploads: Sequence[Any] = (),
) -> Contribution:
    """One row with its number, whoever types it; policies are asked by the caller."""
    made = Contribution.objects.create(
        consultation=consultation,
        passage=passage,
        number=next_number(consultation),
        author=author,
        author_name=author_name[:120],
        position=words.position,
        body=words.body,
        rewrite=words.rewrite,
        changes=changes_of(passage, words.rewrite),
        text_key=text_key(words.body, words.rewrite),
        state=state,
        gathering=gathering,
        reference=reference,
        at=clock.now(),
    )
    _write_sources(made, words, uploads)
    return made


def next_number(consultation: Consultation) -> int:
    """The number after the last, the consultation held so that nobody else takes it."""
    Consultation.objects.select_for_update().get(pk=consultation.pk)
    taken = Contribution.objects.filter(consultation=consultation).aggregate(last=Max("number"))
    return int(taken["last"] or 0) + 1


def _write_sources(one: Contribution, words: Words, uploads: Sequence[Any]) -> None:
    links = [Source(contribution=one, title=title[:240], url=url) for title, url in words.links]
    files = [Source(contribution=one, title=kept.name, upload=kept) for kept in uploads]
    Source.objects.bulk_create([*links, *files])


def _bring(one: Contribution, why: str) -> None:
    open_case(
        kind=KIND,
        subject_id=one.pk,
        process=one.consultation.step.process,
        why=why,
        author=one.author,
    )


@transaction.atomic
def edit_contribution(
    *, contribution: Contribution, words: Words, person: User
) -> Contribution | Refusal:
    """Write it again; what a moderator sent back, or what is read before, is read once more."""
    held = Contribution.objects.select_for_update().get(pk=contribution.pk)
    held.consultation, held.passage = contribution.consultation, contribution.passage
    refusal = may_edit(person, held, clock.now())
    if refusal is not None:
        return refusal
    was_sent_back = held.state == Contribution.State.REWORD
    held.position, held.body, held.rewrite = words.position, words.body, words.rewrite
    held.changes = changes_of(held.passage, words.rewrite)
    held.text_key, held.family = text_key(words.body, words.rewrite), None
    held.edited_at = clock.now()
    if was_sent_back or held.consultation.moderation == Consultation.Moderation.BEFORE:
        held.state = Contribution.State.WAITING
    held.save()
    Source.objects.filter(contribution=held, upload=None).delete()
    _write_sources(held, words, ())
    if held.state == Contribution.State.WAITING:
        _bring(held, Case.Why.REWORDED if was_sent_back else Case.Why.PRIOR)
    process_id = held.consultation.step.process_id
    record(actor=person, verb="edited_contribution", subject=held, process_id=process_id)
    return held


@transaction.atomic
def withdraw_contribution(*, contribution: Contribution, person: User) -> None:
    """Its words are forgotten, its number stays. Raises ``Refused``."""
    held = Contribution.objects.select_for_update().get(pk=contribution.pk)
    demand(may_withdraw(person, held))
    held.state, held.body, held.rewrite, held.changes = Contribution.State.WITHDRAWN, "", "", []
    held.text_key, held.family = "", None
    held.save()
    Source.objects.filter(contribution=held).delete()
    process_id = contribution.consultation.step.process_id
    record(actor=person, verb="withdrew_contribution", subject=held, process_id=process_id)


@transaction.atomic
def support(*, contribution: Contribution, person: User) -> bool:
    """Agree with somebody's words, once; False when it was said already. Raises ``Refused``."""
    demand(may_support(person, contribution, clock.now()))
    _support, is_new = Support.objects.get_or_create(
        contribution=contribution, person=person, defaults={"at": clock.now()}
    )
    if is_new:
        Contribution.objects.filter(pk=contribution.pk).update(supports=F("supports") + 1)
    return is_new


@transaction.atomic
def withdraw_support(*, contribution: Contribution, person: User) -> bool:
    """Take one's support back while the consultation is open. Raises ``Refused``."""
    demand(may_support(person, contribution, clock.now()))
    gone, _rows = Support.objects.filter(contribution=contribution, person=person).delete()
    if gone:
        Contribution.objects.filter(pk=contribution.pk).update(supports=F("supports") - 1)
    return bool(gone)


@transaction.atomic
def follow(*, passage: Passage, person: User, wanted: bool) -> None:
    """Be told of what becomes of a passage, or not any more."""
    if wanted:
        Follow.objects.get_or_create(passage=passage, person=person, defaults={"at": clock.now()})
    else:
        Follow.objects.filter(passage=passage, person=person).delete()
