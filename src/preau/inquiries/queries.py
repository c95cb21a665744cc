"""Reading the register: pages that cost the same at ten and at a hundred thousand observations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache as kept
from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from preau.processes.models import Step
from preau.ui.words import moment

from .models import Attachment, Inquiry, Link, Mask, Observation, Piece, Point


def inquiry_of(step: Step) -> Inquiry | None:
    """The inquiry of a step, knowing this very step."""
    found = Inquiry.objects.filter(step=step).first()
    if found is not None:
        found.step = step
    return found


def published(inquiry: Inquiry) -> QuerySet[Observation]:
    """What everyone reads, in order; late ones are apart."""
    return Observation.objects.filter(inquiry=inquiry, is_late=False, published_at__isnull=False)


@dataclass(frozen=True)
class Shown:
    """An observation as everyone reads it."""

    observation: Observation
    masks: list[Mask]
    attachments: list[tuple[Attachment, Mask | None]]
    #: What the project owner answered, where the text has it published as it comes.
    answers: list[str] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Nothing but what was written: it never changes."""
        return not (self.masks or self.attachments or self.answers)

    @property
    def told(self) -> str:
        """When it came, by which way, who signs, what they think, of which place."""
        one = self.observation
        parts = [moment(one.received_at), one.get_channel_display(), one.signature]
        parts += [one.get_position_display()] if one.position else []
        return " · ".join(str(part) for part in [*parts, one.parcel] if part)

    @property
    def is_withheld(self) -> bool:
        """Nothing of its text is left to read."""
        return bool(self.masks) and not self.observation.public_text.strip("█ \n")

    @property
    def reasons(self) -> list[str]:
        """Why something is masked, each reason once."""
        return list(dict.fromkeys(str(one.get_reason_display()) for one in self.masks))


def as_shown(observations: list[Observation], *, with_answers: bool = False) -> list[Shown]:
    """These observations with their masks, documents and answers, in a statement each."""
    ids = [one.pk for one in observations]
    masks: dict[int, list[Mask]] = {}
    for mask in Mask.objects.filter(observation_id__in=ids):
        masks.setdefault(mask.observation_id, []).append(mask)
    joined: dict[int, list[Attachment]] = {}
    for one in Attachment.objects.filter(observation_id__in=ids).select_related("document"):
        joined.setdefault(one.observation_id, []).append(one)
    answers: dict[int, list[str]] = {}
    if with_answers:
        said = Point.objects.filter(observation_id__in=ids).exclude(answer="")
        for key, words in said.order_by("order").values_list("observation_id", "answer"):
            answers.setdefault(key, []).append(words)
    shown = []
    for observation in observations:
        own = masks.get(observation.pk, [])
        hidden = {mask.attachment_id: mask for mask in own if mask.attachment_id}
        files = [(one, hidden.get(one.pk)) for one in joined.get(observation.pk, [])]
        shown.append(Shown(observation, own, files, answers.get(observation.pk, [])))
    return shown


@dataclass(frozen=True)
class Figures:
    """What the register holds, in a few numbers."""

    total: int
    late: int
    waiting: int
    distinct: int
    #: Median seconds from receipt to publication; None while nothing is published.
    delay: float | None
    #: How many came by each way, the most first.
    channels: list[tuple[str, int]]


_FIGURES = """
    SELECT count(*) FILTER (WHERE NOT is_late), count(*) FILTER (WHERE is_late),
           count(*) FILTER (WHERE NOT is_late AND published_at IS NULL),
           count(DISTINCT nullif(likeness, '')) FILTER (WHERE NOT is_late)
             + count(*) FILTER (WHERE NOT is_late AND likeness = ''),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM published_at - entered_at))
             FILTER (WHERE published_at IS NOT NULL)
    FROM inquiries_observation WHERE inquiry_id = %s
"""


def figures(inquiry: Inquiry, root: Link | None = None) -> Figures:
    """Totals, ways in and the median delay; counted once for each end of the chain.

    Whatever changes them writes a line: while the last line is the same, so are they. ``root``
    is that line, when the caller has it.
    """
    root = root or root_of(inquiry)
    if root is None:
        return _count(inquiry)
    key = f"inquiry-figures:{root.hash}"
    found: Figures | None = kept.get(key)
    if found is None:
        found = _count(inquiry)
        kept.set(key, found)
    return found


def _count(inquiry: Inquiry) -> Figures:
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [inquiry.pk])
        total, late, waiting, distinct, delay = cursor.fetchone()
    ways = (
        Observation.objects.filter(inquiry=inquiry, is_late=False)
        .values_list("channel")
        .annotate(n=Count("pk"))
        .order_by("-n", "channel")
    )
    channels = [(str(channel), n) for channel, n in ways]
    median = None if delay is None else float(delay)
    return Figures(total, late, waiting, distinct, median, channels)


def root_of(inquiry: Inquiry) -> Link | None:
    """The last line of the chain: its hash vouches for all before."""
    return Link.objects.filter(inquiry=inquiry).order_by("-place").first()


def pieces_of(inquiry: Inquiry) -> list[Piece]:
    """The file in order, with the versions of each piece and their documents."""
    found = Piece.objects.filter(inquiry=inquiry)
    return list(found.prefetch_related("versions__document"))


def by_day(inquiry: Inquiry) -> list[tuple[Any, int]]:
    """How many came on each day."""
    rows = (
        Observation.objects.filter(inquiry=inquiry, is_late=False)
        .annotate(day=TruncDate("received_at"))
        .values_list("day")
        .annotate(n=Count("pk"))
        .order_by("day")
    )
    return list(rows)


def progress(inquiry: Inquiry) -> tuple[int, int]:
    """Observations that have a point, and all of them."""
    found = Point.objects.filter(observation__inquiry=inquiry, observation__is_late=False)
    return found.values("observation").distinct().count(), figures(inquiry).total
