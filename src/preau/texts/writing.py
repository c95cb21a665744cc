"""Writes of the texts themselves: taken in, corrected while drafts, published, revised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.kernel.text import slug
from preau.ledger.actions import record

from .models import Consultation, Credit, Passage, Text, Version
from .policies import may_change_text
from .reading import Piece

_SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies")


@transaction.atomic
def set_consultation(
    *, consultation: Consultation, values: Mapping[str, Any], actor: User
) -> Consultation:
    """Rules, information, follow-up, moderation. Raises ``Refused``."""
    process_id = consultation.step.process_id
    demand(may_run_process(actor, process_id))
    for name, value in values.items():
        setattr(consultation, name, value)
    consultation.save(update_fields=list(values))
    record(actor=actor, verb="set_consultation", subject=consultation, process_id=process_id)
    return consultation


@transaction.atomic
def add_text(
    *,
    consultation: Consultation,
    title: str,
    pieces: Sequence[Piece],
    actor: User | None,
    intro: str = "",
    is_questions: bool = False,
) -> Text:
    """A text with its first version, a draft until it is published.

    With ``is_questions`` its passages are open questions: answered in words, without a position.
    """
    held = Consultation.objects.select_for_update().get(pk=consultation.pk)
    others = Text.objects.filter(consultation=held)
    last = others.aggregate(last=Max("order"))["last"] or 0
    base = free = slug(title)
    taken, more = set(others.values_list("slug", flat=True)), 2
    while free in taken:
        free, more = f"{base}-{more}", more + 1
    text = Text.objects.create(
        consultation=consultation,
        order=last + 1,
        title=title,
        slug=free,
        intro=intro,
        is_questions=is_questions,
    )
    version = Version.objects.create(text=text, number=1, created_at=clock.now())
    _write_pieces(version, pieces)
    process_id = consultation.step.process_id
    record(actor=actor, verb="added_text", subject=text, process_id=process_id)
    return text


def _write_pieces(version: Version, pieces: Sequence[Piece]) -> None:
    Passage.objects.bulk_create(
        [
            Passage(
                version=version,
                order=order,
                depth=piece.depth,
                number=piece.number,
                key=piece.key,
                title=piece.title,
                body=piece.body,
            )
            for order, piece in enumerate(pieces, start=1)
        ],
        batch_size=500,
    )


@transaction.atomic
def publish_version(*, version: Version, note: str, actor: User | None) -> Version:
    """Everyone reads it from now on; it does not change any more. Raises ``Refused``."""
    if actor is not None:
        demand(may_change_text(actor, version))
    version.note, version.published_at = note, clock.now()
    version.save(update_fields=["note", "published_at"])
    record(
        actor=actor,
        verb="published_version",
        subject=version.text,
        process_id=version.text.consultation.step.process_id,
        number=version.number,
    )
    return version


@transaction.atomic
def delete_text(*, text: Text, actor: User) -> None:
    """A text that nobody has read yet. Raises ``Refused`` once it is public."""
    for version in text.ordered_versions:
        demand(may_change_text(actor, version))
    process_id = text.consultation.step.process_id
    record(actor=actor, verb="deleted_text", subject=text, process_id=process_id)
    text.delete()


@transaction.atomic
def move_text(*, text: Text, up: bool, actor: User) -> bool:
    """One place up or down among the texts; False at either end. Raises ``Refused``."""
    process_id = text.consultation.step.process_id
    demand(may_run_process(actor, process_id))
    held = list(
        Text.objects.select_for_update().filter(consultation=text.consultation).order_by("order")
    )
    place = next(n for n, one in enumerate(held) if one.pk == text.pk)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(held):
        return False
    first, second = held[place], held[other]
    orders, free = (first.order, second.order), held[-1].order + 1
    # Two texts never share a place, not even for a moment.
    for one, order in ((first, free), (second, orders[0]), (first, orders[1])):
        one.order = order
        one.save(update_fields=["order"])
    record(actor=actor, verb="moved_text", subject=text, process_id=process_id)
    return True


@transaction.atomic
def start_version(*, text: Text, actor: User) -> Version:
    """The next version, a copy to work on: the one under way if there is one."""
    demand(may_run_process(actor, text.consultation.step.process_id))
    Text.objects.select_for_update().get(pk=text.pk)
    known = Version.objects.filter(text=text).order_by("-number").first()
    if known is None or known.published_at is None:
        raise ValueError("a version under way is finished before another")
    made = Version.objects.create(text=text, number=known.number + 1, created_at=clock.now())
    copies = list(known.passages.all())
    for one in copies:
        one.pk, one.version, one.reason = None, made, ""
        one._state.adding = True
        one.agree_in = one.amend_in = one.disagree_in = 0
    Passage.objects.bulk_create(copies, batch_size=500)
    process_id = text.consultation.step.process_id
    record(
        actor=actor,
        verb="started_version",
        subject=text,
        process_id=process_id,
        number=made.number,
    )
    return made


@transaction.atomic
def edit_passage(
    *,
    passage: Passage,
    title: str,
    body: str,
    reason: str,
    numbers: Sequence[int],
    actor: User,
) -> list[int]:
    """Write it again, say why and thanks to which contributions; answers unknown numbers."""
    demand(may_change_text(actor, passage.version))
    passage.title, passage.body, passage.reason = title, body, reason
    passage.save(update_fields=["title", "body", "reason"])
    consultation = passage.version.text.consultation
    known = dict(consultation.contributions.filter(number__in=numbers).values_list("number", "pk"))
    Credit.objects.filter(passage=passage).delete()
    Credit.objects.bulk_create(
        [Credit(passage=passage, contribution_id=pk) for pk in known.values()]
    )
    return [number for number in numbers if number not in known]


@transaction.atomic
def insert_passage(*, after: Passage, body: str, title: str, actor: User) -> Passage:
    """A new passage after another; references of the others do not move: it is «\u00a02.3 bis\u00a0»."""
    demand(may_change_text(actor, after.version))
    version = after.version
    later = Passage.objects.filter(version=version, order__gt=after.order)
    later.update(order=F("order") + 1)
    taken = set(Passage.objects.filter(version=version).values_list("key", "number"))
    number, key = _free_number(after, taken)
    return Passage.objects.create(
        version=version, order=after.order + 1, number=number, key=key, title=title, body=body
    )


def _free_number(after: Passage, taken: set[tuple[str, str]]) -> tuple[str, str]:
    base = after.number or "1"
    keys, numbers = {key for key, _n in taken}, {number for _k, number in taken}
    root = next((base[: -len(s) - 1] for s in _SUFFIXES if base.endswith(f" {s}")), base)
    for suffix in (*_SUFFIXES, *(str(n) for n in range(9, 99))):
        number = f"{root} {suffix}"[:24]
        key = slug(number, longest=36)
        if key not in keys and number not in numbers:
            return number, key
    raise ValueError("too many passages after one")


@transaction.atomic
def remove_passage(*, passage: Passage, actor: User) -> None:
    """Leave it out of the version being written."""
    demand(may_change_text(actor, passage.version))
    passage.delete()
