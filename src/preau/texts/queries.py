"""What a consultation reads: its texts, the figures of passages, the words about one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from preau.accounts.models import Person, User
from preau.processes.models import Step

from .models import (
    Consultation,
    Contribution,
    Follow,
    Passage,
    Position,
    Source,
    Stance,
    Support,
    Text,
    Version,
)

#: Contributions of each column on the page of a passage; the others are a page away.
COLUMN = 6


def consultation_of(step: Step) -> Consultation | None:
    """The settings of ``step``, read once for it."""
    known: Consultation | None = step.__dict__.get("_consultation")
    if known is None:
        known = Consultation.objects.filter(step=step).first()
        if known is not None:
            known.step = step
        step.__dict__["_consultation"] = known
    return known


def texts_of(consultation: Consultation) -> list[Text]:
    """Its texts in order, with their versions: two statements."""
    found = list(consultation.texts.prefetch_related("versions"))
    for one in found:
        one.consultation = consultation
    return found


def has_published_text(consultation: Consultation) -> bool:
    """A text to read, that is; open questions alone are no consultation on a text."""
    published = Version.objects.filter(published_at__isnull=False)
    return published.filter(text__consultation=consultation, text__is_questions=False).exists()


def count_contributions(consultation: Consultation) -> int:
    """Words in sight."""
    return Contribution.objects.visible().filter(consultation=consultation).count()


@dataclass
class Figures:
    """What was said of a passage, counted."""

    agree: int = 0
    amend: int = 0
    disagree: int = 0
    words: int = 0
    amendments: int = 0

    @property
    def total(self) -> int:
        return self.agree + self.amend + self.disagree

    def share(self, position: str) -> float:
        return getattr(self, position) / self.total if self.total else 0.0

    @property
    def shares(self) -> list[tuple[Any, int, float, str]]:
        """Label, count, share and code of each position."""
        return [
            (one.label, getattr(self, one.value), self.share(one.value), one.value)
            for one in Position
        ]


def figures_of(passages: Iterable[Passage]) -> dict[int, Figures]:
    """Figures of each passage, in two statements whatever their number."""
    held = {one.pk: one for one in passages}
    found = {pk: Figures(one.agree_in, one.amend_in, one.disagree_in) for pk, one in held.items()}
    stances = Stance.objects.filter(passage__in=list(held)).order_by()
    for pk, position, n in stances.values_list("passage", "position").annotate(n=Count("pk")):
        setattr(found[pk], position, getattr(found[pk], position) + n)
    words = Contribution.objects.visible().filter(passage__in=list(held)).order_by()
    counted = words.values_list("passage").annotate(
        n=Count("pk"), rewritten=Count("pk", filter=~Q(rewrite=""))
    )
    for pk, n, rewritten in counted:
        found[pk].words, found[pk].amendments = n, rewritten
    return found


def passages_of(version: Version) -> list[Passage]:
    """Headings and passages in order, each knowing its version."""
    found = list(version.passages.all())
    for one in found:
        one.version = version
    return found


@dataclass
class Columns:
    """The words about a passage: for, against, and rewritten; answers to an open question."""

    answers: list[Contribution] = field(default_factory=list)
    agree: list[Contribution] = field(default_factory=list)
    disagree: list[Contribution] = field(default_factory=list)
    amendments: list[Contribution] = field(default_factory=list)


def _with_sources(words: QuerySet[Contribution]) -> QuerySet[Contribution]:
    sources = Source.objects.select_related("upload")
    return words.select_related("gathering").prefetch_related(Prefetch("sources", sources))


def columns_of(passage: Passage) -> Columns:
    """The most supported words of each column: two statements for all three."""
    ranked = (
        Contribution.objects.visible()
        .filter(passage=passage)
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=[F("position")],
                order_by=[F("supports").desc(), F("number").asc()],
            ),
        )
        .filter(place__lte=COLUMN)
    )
    found = Columns()
    for one in _with_sources(ranked):
        one.passage = passage
        if not one.position:
            found.answers.append(one)
        elif one.position == Position.AMEND:
            found.amendments.append(one)
        elif one.position == Position.AGREE:
            found.agree.append(one)
        else:
            found.disagree.append(one)
    return found


#: Words shown in the margin beside each passage of the whole text.
MARGIN = 2


def margin_of(passages: Iterable[Passage]) -> dict[int, list[Contribution]]:
    """The most supported words of each passage, to read beside it: one statement."""
    ranked = (
        Contribution.objects.visible()
        .filter(passage__in=[one.pk for one in passages])
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=[F("passage")],
                order_by=[F("supports").desc(), F("number").asc()],
            )
        )
        .filter(place__lte=MARGIN)
    )
    found: dict[int, list[Contribution]] = {}
    for one in ranked.order_by("place"):
        found.setdefault(one.passage_id, []).append(one)
    return found


#: Orders of the list of contributions.
ORDERS = {"soutiens": ("-supports", "number"), "recents": ("-number",), "anciens": ("number",)}


def words_of(
    consultation: Consultation,
    *,
    passage: Passage | None = None,
    position: str = "",
    outcome: str = "",
    kind: str = "",
    order: str = "soutiens",
) -> QuerySet[Contribution]:
    """Contributions in sight, filtered as the list asks."""
    found = Contribution.objects.visible().filter(consultation=consultation)
    if passage is not None:
        found = found.filter(passage=passage)
    if position:
        found = found.filter(position=position)
    if outcome:
        found = found.filter(outcome="" if outcome == "none" else outcome)
    if kind == "amendment":
        found = found.exclude(rewrite="")
    found = found.select_related("passage__version__text")
    return _with_sources(found).order_by(*ORDERS.get(order, ORDERS["soutiens"]))


@dataclass(frozen=True)
class Mine:
    """What the person who reads has said and follows on this page."""

    position: str = ""
    follows: bool = False
    supported: frozenset[int] = frozenset()
    words: tuple[Contribution, ...] = ()


def mine_on(passage: Passage, person: Person) -> Mine:
    """Position, follow, supports and words of ``person`` on a passage; nothing for a stranger."""
    if not isinstance(person, User):
        return Mine()
    stance = Stance.objects.filter(passage=passage, person=person).first()
    supported = Support.objects.filter(contribution__passage=passage, person=person)
    words = Contribution.objects.filter(passage=passage, author=person)
    words = words.exclude(state=Contribution.State.WITHDRAWN).order_by("number")
    return Mine(
        position=stance.position if stance else "",
        follows=Follow.objects.filter(passage=passage, person=person).exists(),
        supported=frozenset(supported.values_list("contribution_id", flat=True)),
        words=tuple(words),
    )
